// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {LoanTerms} from "../../../../contracts/interfaces/ILoan.sol";
import {Loan} from "../../../../contracts/markets/Loan.sol";
import {TestToken} from "../../../../contracts/mocks/TestToken.sol";
import {Stage} from "../Stage.sol";

/// A loan as the rules say it stands, without asking the contract.
struct Debt {
    LoanTerms terms;
    address holder;
    uint256 outstanding;
    uint256 interest;
    uint256 takenAt;
    uint256 accruedAt;
    uint256 deal; // its number, for an advance
    bool isOpen;
}

/// A deal that its seller assigned to the loan contract.
struct Assigned {
    Deal deal;
    uint256 debt; // the number of the loan it secures, plus one
    uint256 share; // what it paid to the loan contract
    bool isAssigned;
    bool isPaid;
    bool isClaimed; // the buyer claimed a part, nobody answered yet
    bool isContested;
    bool isDivided;
}

/// @title Debts
/// @notice Who owes what, what everybody should have, and what the contract should hold.
/// @dev A purse is what a person has or may withdraw: whether a payment arrived or became a credit is no loss.
abstract contract Debts is Stage {
    uint256 internal constant ROOM = 12;

    Loan public loan;
    Debt[] internal _debts;
    Assigned[] internal _deals;
    uint256 public acts;
    uint256 public refusals;
    uint256 internal _count;

    mapping(address currency => mapping(address person => uint256 amount)) internal _purse;
    mapping(address currency => uint256 amount) internal _held;
    mapping(address currency => uint256 amount) internal _escrowed;
    mapping(address person => mapping(uint256 nonce => bool isUsed)) internal _used;

    constructor() {
        loan = new Loan(IEscrow(address(escrow)));
        for (uint256 i; i < PEOPLE; ++i) {
            _purse[NATIVE][_people[i]] = PURSE;
            for (uint256 j = 1; j < CURRENCIES; ++j) {
                _purse[_currencies[j]][_people[i]] = PURSE;
                vm.prank(_people[i]);
                TestToken(_currencies[j]).approve(address(loan), type(uint256).max);
            }
        }
    }

    // ── The rules once more ──────────────────────────────────────────────────────────────────────────────────────

    function _end(Debt storage debt) internal view returns (uint256) {
        return debt.takenAt + debt.terms.duration + debt.terms.grace;
    }

    /// @notice Interest since it was counted last, until now or the end.
    function _pending(Debt storage debt) internal view returns (uint256) {
        return _interest(debt.outstanding, debt.terms.rateBps, _countedUntil(debt) - debt.accruedAt);
    }

    function _accrue(Debt storage debt) internal {
        debt.interest += _pending(debt);
        debt.accruedAt = _countedUntil(debt);
    }

    function _countedUntil(Debt storage debt) private view returns (uint256) {
        return _now() > _end(debt) ? _end(debt) : _now();
    }

    function _interest(uint256 amount, uint256 rateBps, uint256 time) internal pure returns (uint256 interest) {
        uint256 exact = amount * rateBps * time;
        interest = exact / 315_360_000_000;
        if (interest * 315_360_000_000 < exact) ++interest;
    }

    /// @notice Takes from the debt as much as there is of it, interest first.
    function _payOff(Debt storage debt, uint256 amount) internal returns (uint256 paid) {
        uint256 ofInterest = amount < debt.interest ? amount : debt.interest;
        debt.interest -= ofInterest;
        uint256 rest = amount - ofInterest;
        uint256 ofPrincipal = rest < debt.outstanding ? rest : debt.outstanding;
        debt.outstanding -= ofPrincipal;
        return ofInterest + ofPrincipal;
    }

    /// @notice Invariant 10: from the contract to one of the two, and nobody else.
    function _leave(address currency, address to, uint256 amount) internal {
        _held[currency] -= amount;
        _purse[currency][to] += amount;
    }

    // ── Acting ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Does something as a person, and holds the outcome against what the rules expect.
    function _do(address caller, address target, bytes memory data, uint256 value, bool isExpected, string memory what)
        internal
        returns (bool isDone)
    {
        vm.prank(caller);
        bytes memory reason;
        (isDone, reason) = target.call{value: value}(data);
        vm.assertTrue(isDone == isExpected, what);
        if (!isDone) _requireNamed(reason);
        isDone ? ++acts : ++refusals;
    }

    function _oneIn(uint256 count, uint256 seed, string memory label) internal pure returns (bool) {
        return _dice(seed, label) % count == 0;
    }

    function _other(uint256 seed, address not) internal view returns (address person) {
        person = _person(seed);
        return person == not ? _person(seed % PEOPLE + 1) : person;
    }

    // ── Verifying ────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice What the contract holds is the collateral of open loans, what deals paid, and credits.
    function verifySolvency() external view {
        for (uint256 i; i < CURRENCIES; ++i) {
            _verifySolvency(_currencies[i]);
        }
    }

    function _verifySolvency(address currency) internal view {
        uint256 owed;
        for (uint256 i; i < PEOPLE; ++i) {
            owed += loan.credit(_people[i], currency);
        }
        uint256 held = _balance(currency, address(loan)) + escrow.credit(address(loan), currency);
        vm.assertEq(held, _held[currency] + owed, "what the contract holds");
    }

    /// @notice Everybody has what they should have, to the wei.
    function verifyPurses() external view {
        for (uint256 i; i < CURRENCIES; ++i) {
            address currency = _currencies[i];
            for (uint256 j; j < PEOPLE; ++j) {
                address person = _people[j];
                uint256 credits = loan.credit(person, currency) + escrow.credit(person, currency);
                vm.assertEq(_balance(currency, person) + credits, _purse[currency][person], "what a person has");
            }
        }
    }

    /// @notice The contract says of every open loan what the rules say.
    function verifyDebts() external view {
        for (uint256 i; i < _debts.length; ++i) {
            Debt storage debt = _debts[i];
            if (!debt.isOpen) continue;
            (uint256 outstanding, uint256 interest) = loan.owedOf(debt.terms);
            vm.assertEq(outstanding, debt.outstanding, "outstanding");
            vm.assertEq(interest, debt.interest + _pending(debt), "interest");
            vm.assertEq(loan.holderOf(debt.terms), debt.holder, "holder");
        }
    }
}
