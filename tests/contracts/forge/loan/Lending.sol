// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoanTerms} from "../../../../contracts/interfaces/ILoan.sol";
import {Debt} from "./Debts.sol";
import {Offer, Offers} from "./Offers.sol";

/// @title Lending
/// @notice What people do with a loan: take, repay, sell the note, agree on new terms, foreclose.
abstract contract Lending is Offers {
    function take(uint256 seed) external {
        LoanTerms memory terms = _makeTerms(seed);
        bool isLenders = terms.principalToken != NATIVE && (terms.collateralToken == NATIVE || seed % 2 == 0);
        Offer memory offer = _makeOffer(seed, terms, isLenders, 20);
        uint256 value = _valueOf(offer.named, offer.taker) + (_oneIn(20, seed, "too much") ? 1 : 0);
        bool isExact = value == _valueOf(offer.named, offer.taker);

        bool isExpected = offer.isGood && isExact && _canPay(offer.named, offer.taker);
        bytes memory data = abi.encodeCall(loan.take, (offer.signed, offer.nonce, offer.deadline, offer.signature));
        if (_do(offer.taker, address(loan), data, value, isExpected, "taking")) _begin(offer, 0);
    }

    /// @notice The same signature a second time, by the same two or by somebody else in place of the taker.
    function takeAgain(uint256 seed) external {
        if (_lastOpen.signer == NATIVE) return;
        Offer memory offer = _lastOpen;
        bool isSame = seed % 2 == 0;
        address taker = isSame ? offer.taker : _other(seed, offer.signer);
        if (offer.named.lender == offer.taker) offer.named.lender = taker;
        else offer.named.borrower = taker;
        offer.deadline = offer.deadline < _now() ? _now() : offer.deadline;
        offer.signature = _sign(offer.signer, loan.offerDigest(offer.signed, offer.nonce, offer.deadline));

        bytes memory data = abi.encodeCall(loan.take, (offer.signed, offer.nonce, offer.deadline, offer.signature));
        _do(taker, address(loan), data, _valueOf(offer.named, taker), false, "a number is used once");
    }

    /// @notice A loan with the same terms a second time, whatever became of the first.
    function takeTwice(uint256 seed) external {
        if (_debts.length == 0) return;
        LoanTerms memory terms = _debts[seed % _debts.length].terms;
        if (terms.collateralDeal != 0) return;
        (address taker, address signer) =
            terms.principalToken == NATIVE ? (terms.lender, terms.borrower) : (terms.borrower, terms.lender);
        bytes memory signature = _sign(signer, loan.offerDigest(terms, 1000, _now()));

        bytes memory data = abi.encodeCall(loan.take, (terms, 1000, _now(), signature));
        _do(taker, address(loan), data, _valueOf(terms, taker), false, "an id is used once");
    }

    /// @notice Nothing can be done about a loan that is over, under whatever name it went on.
    function actTooLate(uint256 seed) external {
        if (_debts.length == 0) return;
        Debt storage debt = _debts[seed % _debts.length];
        if (debt.isOpen) return;
        address payer = debt.terms.borrower;
        uint256 value = debt.terms.principalToken == NATIVE ? 1 : 0;
        _do(payer, address(loan), abi.encodeCall(loan.repay, (debt.terms, 1)), value, false, "repaying twice");
        _do(debt.holder, address(loan), abi.encodeCall(loan.foreclose, (debt.terms)), 0, false, "foreclosing twice");
    }

    function revoke(uint256 seed) external {
        address person = _person(_dice(seed, "person"));
        uint256 nonce = _dice(seed, "nonce") % 600;
        _do(person, address(loan), abi.encodeCall(loan.revoke, (nonce)), 0, true, "revoking");
        _used[person][nonce] = true;
    }

    function repay(uint256 seed) external {
        (bool isFound, uint256 number) = _openDebt(seed);
        if (!isFound) return;
        Debt storage debt = _debts[number];
        address payer = _oneIn(2, seed, "borrower") ? debt.terms.borrower : _person(_dice(seed, "payer"));
        address currency = debt.terms.principalToken;
        uint256 amount = _payment(debt, seed);
        bool isExpected = _now() <= _end(debt) && amount != 0 && !_isFrozen(currency, payer);

        uint256 value = currency == NATIVE ? amount : 0;
        bytes memory data = abi.encodeCall(loan.repay, (debt.terms, amount));
        if (!_do(payer, address(loan), data, value, isExpected, "repaying")) return;
        _accrue(debt);
        uint256 paid = _payOff(debt, amount);
        _purse[currency][payer] -= paid;
        _purse[currency][debt.holder] += paid;
        if (debt.outstanding + debt.interest == 0) _endRepaid(debt);
    }

    function foreclose(uint256 seed) external {
        (bool isFound, uint256 number) = _openDebt(seed);
        if (!isFound) return;
        Debt storage debt = _debts[number];
        address caller = _oneIn(4, seed, "stranger") ? _person(_dice(seed, "caller")) : debt.holder;
        bool isExpected = caller == debt.holder && _now() > _end(debt) && debt.terms.collateralDeal == 0;

        if (!_do(caller, address(loan), abi.encodeCall(loan.foreclose, (debt.terms)), 0, isExpected, "foreclosing")) {
            return;
        }
        debt.isOpen = false;
        _leave(debt.terms.collateralToken, debt.holder, debt.terms.collateral);
    }

    function transferNote(uint256 seed) external {
        (bool isFound, uint256 number) = _openDebt(seed);
        if (!isFound) return;
        Debt storage debt = _debts[number];
        address caller = _oneIn(4, seed, "stranger") ? _person(_dice(seed, "caller")) : debt.holder;
        uint256 kind = _dice(seed, "to") % 16;
        address to = kind == 0 ? NATIVE : kind == 1 ? address(loan) : _person(_dice(seed, "new holder"));
        bool isExpected = caller == debt.holder && kind > 1;

        bytes memory data = abi.encodeCall(loan.transferNote, (debt.terms, to));
        if (_do(caller, address(loan), data, 0, isExpected, "selling the note")) debt.holder = to;
    }

    function renegotiate(uint256 seed) external {
        (bool isFound, uint256 number) = _openDebt(seed);
        if (!isFound) return;
        Debt storage debt = _debts[number];
        (LoanTerms memory terms, bool isGood) = _newTerms(debt, seed);
        bool isHolders = seed % 2 == 0;
        (address caller, address signer) =
            isHolders ? (debt.holder, debt.terms.borrower) : (debt.terms.borrower, debt.holder);
        uint256 fault = _dice(seed, "signature") % 8;
        if (fault < 2) isGood = false;
        uint256 deadline = fault == 0 ? _now() - 1 : _now();
        bytes32 digest = loan.renegotiationDigest(loan.loanIdOf(debt.terms), terms, deadline);
        bytes memory signature = _sign(fault == 1 ? _other(seed, signer) : signer, digest);

        bytes memory data = abi.encodeCall(loan.renegotiate, (debt.terms, terms, deadline, signature));
        if (!_do(caller, address(loan), data, 0, isGood, "agreeing on new terms")) return;
        _debts.push(debt);
        _debts[_debts.length - 1].isOpen = false;
        _accrue(debt);
        debt.terms = terms;
        (debt.takenAt, debt.accruedAt) = (_now(), _now());
    }

    function _endRepaid(Debt storage debt) internal {
        debt.isOpen = false;
        if (debt.terms.collateralDeal == 0) {
            _leave(debt.terms.collateralToken, debt.terms.borrower, debt.terms.collateral);
        } else {
            _deals[debt.deal].debt = 0;
        }
    }

    /// @notice Some open loan, found from a random place on.
    function _openDebt(uint256 seed) internal view returns (bool isFound, uint256 number) {
        uint256 start = _dice(seed, "debt");
        for (uint256 i; i < _debts.length; ++i) {
            number = (start % _debts.length + i) % _debts.length;
            if (_debts[number].isOpen) return (true, number);
        }
    }

    function _payment(Debt storage debt, uint256 seed) private view returns (uint256) {
        uint256 interest = debt.interest + _pending(debt);
        uint256 owed = debt.outstanding + interest;
        uint256 kind = _dice(seed, "payment") % 8;
        if (kind == 0) return 0;
        if (kind == 1) return 1;
        if (kind == 2) return interest;
        if (kind == 3) return owed;
        if (kind == 4) return owed + 5;
        return _dice(seed, "amount") % owed;
    }

    function _newTerms(Debt storage debt, uint256 seed) private returns (LoanTerms memory terms, bool isGood) {
        terms = _copy(debt.terms);
        terms.lender = debt.holder;
        terms.principal = uint128(debt.outstanding);
        terms.rateBps = uint16(_dice(seed, "rate") % 5000);
        terms.duration = uint32(_within(_dice(seed, "duration"), 1, 30 days));
        terms.grace = uint32(_dice(seed, "grace") % 3 days);
        terms.salt = bytes32(++_count);
        uint256 fault = _dice(seed, "fault") % 24;
        if (fault == 0) terms.collateral = terms.collateral / 2 + 1 == terms.collateral ? 0 : terms.collateral / 2 + 1;
        else if (fault == 1) terms.principal += 1;
        else if (fault == 2) terms.borrower = _other(seed, terms.borrower);
        else if (fault == 3) terms.lender = _other(seed, terms.lender);
        else if (fault == 4) terms.collateralToken = address(0xdead);
        else if (fault == 5) terms.principalToken = address(0xdead);
        else if (fault == 6) terms.collateralDeal ^= bytes32(uint256(1));
        else if (fault == 7) terms.duration = 0;
        else if (fault == 8) terms = _copy(debt.terms);
        else return (terms, true);
    }
}
