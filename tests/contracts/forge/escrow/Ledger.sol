// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, DealState} from "../../../../contracts/interfaces/IEscrow.sol";
import {Stage} from "../Stage.sol";

/// @title Ledger
/// @notice What everybody should have by the documented split rule, computed without asking the contracts.
/// @dev A purse is what a person has or may withdraw: whether a payment arrived or became a credit is no loss.
abstract contract Ledger is Stage {
    mapping(address currency => mapping(address person => uint256 amount)) internal _purse;
    mapping(address currency => uint256 amount) internal _held;
    mapping(address currency => uint256 amount) internal _owed;
    mapping(address currency => uint256 amount) internal _donated;
    mapping(address currency => mapping(address person => bool isOdd)) internal _mayRefuse;

    constructor() {
        for (uint256 i; i < PEOPLE; ++i) {
            for (uint256 j; j < CURRENCIES; ++j) {
                _purse[_currencies[j]][_people[i]] = PURSE;
            }
        }
    }

    function _fund(Deal memory deal, address payer) internal {
        uint256 amount = uint256(deal.price) + deal.deposit;
        _purse[deal.token][payer] -= amount;
        _held[deal.token] += amount;
    }

    function _return(Deal memory deal, uint256 amount) internal {
        _earn(deal.token, deal.buyer, amount);
    }

    /// @notice The price, or the deposit, is divided. Only a ruling earns the arbiter a fee, only a price a referral.
    /// @dev The discount is the buyer's and is never divided; the seller's part of the price is the payee's.
    function _divide(Deal memory deal, DealState memory state, address payee, uint256 sellerBps, bool isRuled)
        internal
    {
        bool depositOnly = state.depositOnly;
        uint256 discount = depositOnly ? 0 : state.discount;
        uint256 amount = depositOnly ? deal.deposit : deal.price - discount;
        uint256 fee = isRuled ? amount * deal.arbiterBps / 10_000 : 0;
        uint256 earned = (amount - fee) * sellerBps / 10_000;
        uint256 referral = depositOnly ? 0 : earned * deal.referralBps / 10_000;

        if (fee != 0) _earn(deal.token, deal.arbiter, fee);
        if (referral != 0) _earn(deal.token, deal.referrer, referral);
        _earn(deal.token, payee, earned - referral);
        _earn(deal.token, deal.buyer, amount - fee - earned + discount);
    }

    function _earn(address currency, address person, uint256 amount) private {
        _purse[currency][person] += amount;
        _held[currency] -= amount;
    }

    /// @notice Everybody has what they should have, down to the wei, and only those who refuse money are owed any.
    function _verifyPurses(address currency) internal {
        uint256 owed;
        for (uint256 i; i < PEOPLE; ++i) {
            address person = _people[i];
            uint256 credit = escrow.credit(person, currency);
            vm.assertEq(_balance(currency, person) + credit, _purse[currency][person], "what a person has");
            vm.assertTrue(credit == 0 || _mayRefuse[currency][person], "who takes money is paid at once");
            owed += credit;
        }
        _owed[currency] = owed;
        _verifySolvency(currency);
    }

    /// @notice Invariant 1, and more: not a wei too much either.
    function _verifySolvency(address currency) internal view {
        uint256 balance = _balance(currency, address(escrow));
        vm.assertEq(balance, _held[currency] + _owed[currency] + _donated[currency], "what the escrow holds");
    }
}
