// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Panel} from "../../../../contracts/arbitration/Panel.sol";
import {Claim, Deal, DealState} from "../../../../contracts/interfaces/IEscrow.sol";
import {Stage} from "../Stage.sol";

/// @title Jury
/// @notice Five members vote on contested claims, change their minds, earn fees and take their shares.
contract Jury is Stage {
    uint256 private constant MEMBERS = 5;
    uint8 private constant QUORUM = 3;
    uint16 private constant FEE_BPS = 500;

    Panel public panel;
    uint256 public rulings;
    uint256 public takings;

    Deal private _deal; // the one that is voted on
    uint256 private _count;
    mapping(uint256 count => mapping(uint256 member => uint256 share)) private _votes; // one more than the share
    mapping(address currency => uint256 amount) private _earned;
    mapping(address currency => uint256 amount) private _taken;

    constructor() {
        address[] memory members = new address[](MEMBERS);
        for (uint256 i; i < MEMBERS; ++i) {
            members[i] = _people[3 + i];
        }
        panel = new Panel(escrow, members, QUORUM, FEE_BPS, 1 days, "how we work");
        _contest(0);
    }

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](4);
        (all[0], all[1]) = (this.vote.selector, this.takeShare.selector);
        (all[2], all[3]) = (this.give.selector, this.voteAsStranger.selector);
    }

    /// @notice One of three shares, so that members agree now and then. The third who does makes the ruling.
    function vote(uint256 seed) external {
        uint256 member = _dice(seed, "member") % MEMBERS;
        uint16 share = uint16([0, 4000, 10_000][_dice(seed, "share") % 3]);
        _votes[_count][member] = uint256(share) + 1;
        uint256 agreeing;
        for (uint256 i; i < MEMBERS; ++i) {
            if (_votes[_count][i] == uint256(share) + 1) ++agreeing;
        }

        vm.prank(_people[3 + member]);
        panel.vote(_deal, share);

        DealState memory state = escrow.stateOf(escrow.idOf(_deal));
        vm.assertTrue((state.claim == Claim.Ruled) == (agreeing == QUORUM), "ruled by the quorum alone");
        vm.assertEq(panel.votesFor(escrow.idOf(_deal), share), agreeing, "votes");
        if (state.claim != Claim.Ruled) return;
        vm.assertEq(state.claimBps, share, "the share they agreed on");
        _finish(seed);
    }

    function voteAsStranger(uint256 seed) external {
        vm.prank(_people[seed % 3]);
        (bool isDone, bytes memory reason) = address(panel).call(abi.encodeCall(panel.vote, (_deal, 0)));
        vm.assertTrue(!isDone, "members alone");
        _requireNamed(reason);
    }

    function takeShare(uint256 seed) external {
        address member = _people[3 + seed % MEMBERS];
        address currency = _currencies[_dice(seed, "currency") % 2];
        uint256 share = panel.shareOf(member, currency);
        uint256 before = _balance(currency, member);

        vm.prank(member);
        (bool isDone, bytes memory reason) = address(panel).call(abi.encodeCall(panel.takeShare, (currency, member)));
        vm.assertTrue(isDone == (share != 0), "taking");
        if (!isDone) return _requireNamed(reason);
        vm.assertEq(_balance(currency, member) - before, share, "share");
        _taken[currency] += share;
        ++takings;
    }

    /// @notice A few units that do not divide.
    function give(uint256 seed) external {
        vm.prank(_people[0]);
        (bool isDone,) = address(panel).call{value: seed % 7}("");
        vm.assertTrue(isDone, "giving");
        _earned[NATIVE] += seed % 7;
    }

    /// @notice Invariant 15: nothing is lost, and every member had or can have the same.
    function verifyShares() external view {
        for (uint256 i; i < 2; ++i) {
            address currency = _currencies[i];
            vm.assertEq(_balance(currency, address(panel)) + _taken[currency], _earned[currency], "held and taken");
            uint256 left;
            for (uint256 member; member < MEMBERS; ++member) {
                left += panel.shareOf(_people[3 + member], currency);
            }
            vm.assertLe(left, _balance(currency, address(panel)), "what can be taken is there");
            vm.assertLe(_balance(currency, address(panel)) - left, MEMBERS - 1, "what does not divide");
        }
    }

    function _finish(uint256 seed) private {
        uint256 before = _balance(_deal.token, address(panel));
        escrow.execute(_deal);
        uint256 fee = uint256(_deal.price) * FEE_BPS / 10_000;
        vm.assertEq(_balance(_deal.token, address(panel)) - before, fee, "fee");
        _earned[_deal.token] += fee;
        ++rulings;
        _contest(seed);
    }

    function _contest(uint256 seed) private {
        Deal storage deal = _deal;
        (deal.market, deal.buyer, deal.seller) = (address(_market), _people[0], _people[1]);
        (deal.arbiter, deal.arbiterBps, deal.rulingPeriod) = (address(panel), FEE_BPS, 1 days);
        (deal.token, deal.price) = (_currencies[seed % 2], uint128(_within(seed, 1, 1e12)));
        (deal.deliverBy, deal.contestPeriod, deal.salt) = (uint40(_now() + 365 days), 1 days, bytes32(++_count));
        uint256 value = deal.token == NATIVE ? deal.price : 0;
        vm.prank(deal.buyer);
        escrow.open{value: value}(deal, "");
        vm.prank(deal.buyer);
        escrow.dispute(deal, 0, 0);
        vm.prank(deal.seller);
        escrow.contest(deal, 0);
    }
}
