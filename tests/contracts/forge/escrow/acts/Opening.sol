// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../../contracts/interfaces/IEscrow.sol";
import {AnsweringMarket} from "../../../../../contracts/mocks/AnsweringMarket.sol";
import {OddToken} from "../../../../../contracts/mocks/OddToken.sol";
import {Turns} from "../Turns.sol";

/// @notice Deals are opened in every way there is, by anybody for anybody, and with the wrong money.
abstract contract Opening is Turns {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant KEY_HOLDERS = 5;

    AnsweringMarket private _denier = new AnsweringMarket();
    OddToken private _feeToken = new OddToken();

    constructor() {
        _denier.answer(abi.encode(bytes4(0xffffffff)), false);
        _feeToken.takeFee(1);
        for (uint256 i; i < PEOPLE; ++i) {
            _feeToken.mint(_people[i], PURSE);
            vm.prank(_people[i]);
            _feeToken.approve(address(escrow), type(uint256).max);
        }
        _acts.push(Opening.open.selector);
        _acts.push(Opening.openTwoAtOnce.selector);
        _acts.push(Opening.openWithPermit.selector);
        _acts.push(Opening.openBadly.selector);
    }

    function open(uint256 seed) external {
        if (_live.length < MAX_LIVE) _openAny(seed);
    }

    function openTwoAtOnce(uint256 seed) external {
        if (_live.length + 2 > MAX_LIVE) return;
        Deal[] memory deals = new Deal[](2);
        (deals[0], deals[1]) = (_makeDeal(seed), _makeDeal(_dice(seed, "second")));
        if (_isOdd(deals[0].token)) deals[0].token = address(_token);
        address payer = _payer(deals[1], seed);

        vm.prank(payer);
        escrow.openBatch{value: _value(deals[0]) + _value(deals[1])}(deals, new bytes[](2));
        _fund(deals[0], payer);
        _fund(deals[1], payer);
        _noteOpened(deals[0]);
        _noteOpened(deals[1]);
    }

    /// @dev Without an allowance, so that it is the permit that pays.
    function openWithPermit(uint256 seed) external {
        if (_live.length >= MAX_LIVE) return;
        Deal memory deal = _makeDeal(seed);
        deal.token = address(_token);
        address payer = _person(_dice(seed, "payer") % KEY_HOLDERS);
        uint256 deadline = _now() + _dice(seed, "in time") % 2;
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(_keys[payer], _permitDigest(payer, uint256(deal.price) + deal.deposit, deadline));

        _allow(payer, 0);
        vm.prank(payer);
        escrow.openWithPermit(deal, "", deadline, v, r, s);
        _fund(deal, payer);
        _noteOpened(deal);
        _allow(payer, type(uint256).max);
    }

    /// @notice Each time one thing is wrong, and nothing at all may happen.
    function openBadly(uint256 seed) external {
        Deal memory deal = _makeDeal(seed);
        address payer = _payer(deal, seed);
        uint256 value = _value(deal);
        uint256 kind = _dice(seed, "kind") % 8;
        if (kind == 0) ++value;
        if (kind == 1) value = value == 0 ? 1 : value - 1;
        if (kind == 2) deal.market = _otherThan(_dice(seed, "market"), payer, payer);
        if (kind == 3) deal.market = address(_token);
        if (kind == 4) deal.market = address(_denier);
        if (kind == 5) deal.silenceBps = 10_001;
        if (kind == 6) (deal.token, deal.price, value) = (address(_feeToken), 10_000, 0);
        if (kind == 7 && _deals.length != 0) {
            deal = _deals[_dice(seed, "again") % _deals.length];
            (payer, value) = (_payer(deal, seed), _value(deal));
        }
        if (kind == 7 && _deals.length == 0) return;

        vm.prank(payer);
        (bool isDone,) = address(escrow).call{value: value}(abi.encodeCall(escrow.open, (deal, "")));
        vm.assertTrue(!isDone, "a bad opening should be refused");
        if (kind != 6) _verifyPurses(deal.token);
    }

    function _allow(address payer, uint256 amount) private {
        vm.prank(payer);
        _token.approve(address(escrow), amount);
    }

    function _permitDigest(address payer, uint256 amount, uint256 deadline) private view returns (bytes32) {
        bytes32 permit =
            keccak256(abi.encode(PERMIT_TYPEHASH, payer, address(escrow), amount, _token.nonces(payer), deadline));
        return keccak256(abi.encodePacked("\x19\x01", _token.DOMAIN_SEPARATOR(), permit));
    }
}
