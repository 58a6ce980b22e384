// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestToken} from "../../../../contracts/mocks/TestToken.sol";
import {Auction} from "../../../../contracts/markets/Auction.sol";
import {Stage} from "../Stage.sol";

/// @title Cashbook
/// @notice What everybody should have, the auctions should hold and the escrow should have got, kept without asking.
/// @dev A purse is what a person has or may withdraw: whether a repayment arrived or became a credit is no loss.
abstract contract Cashbook is Stage {
    Auction public auction;
    mapping(address currency => mapping(address person => uint256 amount)) internal _purse;
    mapping(address currency => uint256 amount) internal _held;
    mapping(address currency => uint256 amount) internal _sold;
    mapping(address currency => uint256 amount) internal _donated;
    mapping(address currency => uint256 amount) internal _owed;
    mapping(address currency => mapping(address person => bool isOdd)) internal _mayRefuse;
    mapping(address currency => bool isStuck) internal _wasHouseFrozen;

    constructor() {
        auction = new Auction(escrow);
        for (uint256 i; i < PEOPLE; ++i) {
            for (uint256 j; j < CURRENCIES; ++j) {
                _purse[_currencies[j]][_people[i]] = PURSE;
                if (j == 0) continue;
                vm.prank(_people[i]);
                TestToken(_currencies[j]).approve(address(auction), type(uint256).max);
            }
        }
    }

    function _payIn(address currency, address person, uint256 amount) internal {
        _purse[currency][person] -= amount;
        _held[currency] += amount;
    }

    function _payBack(address currency, address person, uint256 amount) internal {
        _purse[currency][person] += amount;
        _held[currency] -= amount;
    }

    function _payOn(address currency, uint256 amount) internal {
        _held[currency] -= amount;
        _sold[currency] += amount;
    }

    /// @notice Everybody has what they should have, down to the unit, and only those who refuse money are owed any.
    function _verifyPurses(address currency) internal {
        uint256 owed;
        for (uint256 i; i < PEOPLE; ++i) {
            address person = _people[i];
            uint256 credit = auction.credit(person, currency);
            vm.assertEq(_balance(currency, person) + credit, _purse[currency][person], "what a person has");
            bool isExcused = _mayRefuse[currency][person] || _wasHouseFrozen[currency];
            vm.assertTrue(credit == 0 || isExcused, "who takes money is repaid at once");
            owed += credit;
        }
        _owed[currency] = owed;
        _verifyHouse(currency);
    }

    /// @notice Invariants 1 and 8: the highest bids, what is owed, and nothing else.
    function _verifyHouse(address currency) internal view {
        uint256 balance = _balance(currency, address(auction));
        vm.assertEq(balance, _held[currency] + _owed[currency] + _donated[currency], "what the auctions hold");
        vm.assertEq(_balance(currency, address(escrow)), _sold[currency], "what was sold is in escrow");
    }
}
