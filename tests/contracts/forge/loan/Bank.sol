// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OddToken} from "../../../../contracts/mocks/OddToken.sol";
import {OddWallet} from "../../../../contracts/mocks/OddWallet.sol";
import {Advancing} from "./Advancing.sol";
import {Debt} from "./Debts.sol";

/// @title Bank
/// @notice All that people do with loans, in any order, while wallets refuse money and tokens freeze accounts.
contract Bank is Advancing {
    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](19);
        (all[0], all[1], all[2], all[3]) =
        (this.take.selector, this.takeAgain.selector, this.takeTwice.selector, this.revoke.selector);
        (all[4], all[5], all[6], all[7]) =
        (this.repay.selector, this.foreclose.selector, this.transferNote.selector, this.renegotiate.selector);
        (all[8], all[9], all[10], all[11]) =
        (this.assign.selector, this.takeAdvance.selector, this.release.selector, this.dispute.selector);
        (all[12], all[13], all[14], all[15]) =
        (this.contest.selector, this.execute.selector, this.collect.selector, this.unassign.selector);
        (all[16], all[17], all[18]) = (this.waitForIt.selector, this.changeMood.selector, this.actTooLate.selector);
    }

    /// @notice To the last second of a loan, the one after it, or a little on.
    function waitForIt(uint256 seed) external {
        (bool isFound, uint256 number) = _openDebt(seed);
        uint256 end = isFound ? _end(_debts[number]) : 0;
        bool isEdge = end > _now() && _oneIn(4, seed, "edge");
        vm.warp(isEdge ? end + _dice(seed, "second") % 2 : _now() + _dice(seed, "a little") % 1 days);
    }

    function changeMood(uint256 seed) external {
        address person = _person(_dice(seed, "person"));
        if (_isWallet[person]) OddWallet(payable(person)).behave(OddWallet.Manner(_dice(seed, "manner") % 4));
        address token = _currencies[2 + _dice(seed, "token") % 2];
        OddToken(token).freeze(person, _oneIn(3, seed, "frozen"));
        for (uint256 i; i < CURRENCIES; ++i) {
            _withdraw(_currencies[i], person, seed);
        }
    }

    /// @notice All loans end with one side silent, and all the money comes out.
    function closeEverything() external {
        for (uint256 i; i < PEOPLE; ++i) {
            OddToken(_currencies[2]).freeze(_people[i], false);
            OddToken(_currencies[3]).freeze(_people[i], false);
        }
        for (uint256 i; i < _deals.length; ++i) {
            if (!_deals[i].isPaid) this.endDeal(i);
        }
        for (uint256 i; i < _debts.length; ++i) {
            if (_debts[i].isOpen) _endDebt(i);
        }
        for (uint256 i; i < _deals.length; ++i) {
            if (_deals[i].isAssigned && !_deals[i].isDivided) this.returnDeal(i);
        }
        for (uint256 i; i < CURRENCIES; ++i) {
            for (uint256 j; j < PEOPLE; ++j) {
                _withdraw(_currencies[i], _people[j], 0);
            }
            vm.assertEq(_balance(_currencies[i], address(loan)), 0, "nothing is left behind");
        }
    }

    function endDeal(uint256 number) external {
        uint256 seed = _seedOf(number);
        _deals[number].isClaimed ? this.execute(seed) : this.release(seed);
    }

    function returnDeal(uint256 number) external {
        this.unassign(_seedOf(number));
    }

    /// @dev The holder of a note acts alone, and anybody for a deal that is paid.
    function _endDebt(uint256 number) private {
        Debt storage debt = _debts[number];
        uint256 seed;
        while (!_isDebt(seed, number)) ++seed;
        if (debt.terms.collateralDeal != 0) {
            while (!_isDebt(seed, number) || _oneIn(8, seed, "other deal")) ++seed;
            return this.collect(seed);
        }
        if (_now() <= _end(debt)) vm.warp(_end(debt) + 1);
        while (!_isDebt(seed, number) || _oneIn(4, seed, "stranger")) ++seed;
        this.foreclose(seed);
    }

    function _isDebt(uint256 seed, uint256 number) private view returns (bool) {
        return _dice(seed, "debt") % _debts.length == number;
    }

    function _seedOf(uint256 number) private view returns (uint256 seed) {
        while (_dice(seed, "deal") % _deals.length != number) ++seed;
    }

    /// @dev To somebody who takes everything.
    function _withdraw(address currency, address person, uint256 seed) private {
        uint256 credit = loan.credit(person, currency);
        address to = _people[seed % 5];
        bool isExpected = credit != 0 && !_isFrozen(currency, to);
        bytes memory data = abi.encodeCall(loan.withdraw, (currency, to));
        if (!_do(person, address(loan), data, 0, isExpected, "withdrawing")) return;
        _purse[currency][person] -= credit;
        _purse[currency][to] += credit;
    }
}
