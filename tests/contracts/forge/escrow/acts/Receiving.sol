// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OddToken} from "../../../../../contracts/mocks/OddToken.sol";
import {OddWallet} from "../../../../../contracts/mocks/OddWallet.sol";
import {WatchingMarket} from "../../../../../contracts/mocks/WatchingMarket.sol";
import {Turns} from "../Turns.sol";

/// @notice What goes on around the deals: time, wallets and tokens that refuse, credits, gifts.
abstract contract Receiving is Turns {
    bytes32[7] private _moments = [
        keccak256("deadline"),
        keccak256("inspectionEnds"),
        keccak256("contestEnds"),
        keccak256("rulingEnds"),
        keccak256("claimEnds"),
        keccak256("cancellationEnds"),
        keccak256("clockInspectionEnds")
    ];

    constructor() {
        _acts.push(Receiving.waitForIt.selector);
        _acts.push(Receiving.changeManner.selector);
        _acts.push(Receiving.changeMarket.selector);
        _acts.push(Receiving.freeze.selector);
        _acts.push(Receiving.withdraw.selector);
        _acts.push(Receiving.donate.selector);
    }

    /// @notice To the second before, at, or after a moment that counts for some deal; or a little further.
    function waitForIt(uint256 seed) external {
        uint256 time = _now() + _dice(seed, "a little") % 1 hours;
        if (_live.length != 0 && _oneIn(4, seed, "a moment")) {
            uint256 index = _live[_dice(seed, "deal") % _live.length];
            bytes32 name = _moments[_dice(seed, "moment") % _moments.length];
            uint256 moment = _moment(name, _deals[index], _states[index]) + _dice(seed, "second") % 3;
            if (moment > _now()) time = moment - 1;
        }
        vm.warp(time);
    }

    /// @notice A wallet changes how it receives the native coin.
    function changeManner(uint256 seed) external {
        address wallet = _people[5 + seed % 3];
        OddWallet.Manner manner = OddWallet.Manner(_dice(seed, "manner") % 5);
        _mayRefuse[NATIVE][wallet] = true;
        if (manner == OddWallet.Manner.CallBack) {
            OddWallet(payable(wallet)).callBack(address(escrow), abi.encodeCall(escrow.withdraw, (NATIVE, wallet)));
        } else {
            OddWallet(payable(wallet)).behave(manner);
        }
    }

    /// @notice The watching market begins or stops to listen.
    function changeMarket(uint256 seed) external {
        _watching.behave(WatchingMarket.Manner(_dice(seed, "manner") % 3));
    }

    /// @notice A token freezes an account, or thaws it.
    function freeze(uint256 seed) external {
        address person = _otherThan(seed, _people[0], _people[0]);
        OddToken token = _oneIn(2, seed, "silent") ? _silentToken : _honestToken;
        _mayRefuse[address(token)][person] = true;
        token.freeze(person, !token.isFrozen(person));
    }

    /// @notice Credits can be withdrawn once, to anybody who takes them, also by a wallet that asks again meanwhile.
    function withdraw(uint256 seed) external {
        address currency = _currencies[_dice(seed, "currency") % CURRENCIES];
        address person = _oneIn(4, seed, "anybody") ? _person(seed) : _creditor(currency, seed);
        address to = _oneIn(2, seed, "oneself") ? person : _person(_dice(seed, "to"));
        uint256 credit = escrow.credit(person, currency);

        vm.prank(person);
        // A wallet that burns gas gets all there is, so let there be little.
        (bool isDone,) = address(escrow).call{gas: 1_000_000}(abi.encodeCall(escrow.withdraw, (currency, to)));
        vm.assertTrue(isDone == (credit != 0 && _takes(currency, to)), "withdraw");
        if (isDone) {
            _purse[currency][person] -= credit;
            _purse[currency][to] += credit;
            ++successes[_id("withdraw")];
        }
        _verifyPurses(currency);
    }

    /// @notice Money that belongs to no deal confuses nobody.
    function donate(uint256 seed) external {
        uint128 amount = uint128(seed % 1000);
        _token.mint(address(escrow), amount);
        _donated[address(_token)] += amount;
    }

    function _creditor(address currency, uint256 seed) private view returns (address person) {
        for (uint256 i; i < PEOPLE; ++i) {
            person = _people[(seed % PEOPLE + i) % PEOPLE];
            if (escrow.credit(person, currency) != 0) return person;
        }
    }

    function _takes(address currency, address to) private view returns (bool) {
        if (_isFrozen(currency, to)) return false;
        if (currency != NATIVE || !_isWallet[to]) return true;
        OddWallet.Manner manner = OddWallet(payable(to)).manner();
        return manner == OddWallet.Manner.Accept || manner == OddWallet.Manner.CallBack;
    }
}
