// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoanTerms} from "../../../../contracts/interfaces/ILoan.sol";
import {Debt, Debts} from "./Debts.sol";

/// An offer as it was signed, and who takes it.
struct Offer {
    LoanTerms named; // with both sides in it
    LoanTerms signed; // perhaps with the taker's side open
    address signer;
    address taker;
    uint256 nonce;
    uint256 deadline;
    bytes signature;
    bool isGood; // nothing of the above is in the way
}

/// @title Offers
/// @notice Random offers and requests, good ones and bad ones, and what their acceptance moves.
abstract contract Offers is Debts {
    Offer internal _lastOpen;

    function _makeOffer(uint256 seed, LoanTerms memory terms, bool isLenders, uint256 faults)
        internal
        returns (Offer memory offer)
    {
        uint256 fault = _dice(seed, "fault") % faults;
        offer.isGood = _spoil(terms, fault) && terms.lender != terms.borrower;
        (offer.named, offer.signed) = (terms, _copy(terms));
        (offer.taker, offer.signer) = isLenders ? (terms.borrower, terms.lender) : (terms.lender, terms.borrower);
        if (_oneIn(3, seed, "open")) isLenders ? offer.signed.borrower = NATIVE : offer.signed.lender = NATIVE;
        offer.nonce = _dice(seed, "nonce") % 600;
        offer.deadline = fault == 1 ? _now() - 1 : _now() + _dice(seed, "deadline") % 2;
        if (fault == 1 || _used[offer.signer][offer.nonce]) offer.isGood = false;
        bytes32 digest = loan.offerDigest(offer.signed, offer.nonce, offer.deadline);
        if (fault == 0) offer.isGood = false;
        offer.signature = _sign(fault == 0 ? _other(seed, offer.signer) : offer.signer, digest);
    }

    function _makeTerms(uint256 seed) internal returns (LoanTerms memory terms) {
        terms.lender = _person(_dice(seed, "lender"));
        terms.borrower = _other(_dice(seed, "borrower"), terms.lender);
        terms.principalToken = _currencies[_dice(seed, "principal token") % CURRENCIES];
        terms.principal = _amount(_dice(seed, "principal"));
        uint256 rate = _dice(seed, "rate");
        terms.rateBps = uint16(rate % 4 == 0 ? 0 : rate % 3 == 0 ? type(uint16).max : (rate / 12) % 5000);
        terms.collateralToken = _currencies[_dice(seed, "collateral token") % CURRENCIES];
        terms.collateral = _amount(_dice(seed, "collateral"));
        terms.duration = uint32(_within(_dice(seed, "duration"), 1, 30 days));
        if (!_oneIn(4, seed, "no grace")) terms.grace = uint32(_dice(seed, "grace") % 3 days);
        terms.salt = bytes32(++_count);
    }

    /// @notice The loan began: money as the terms say.
    function _begin(Offer memory offer, uint256 deal) internal {
        LoanTerms memory terms = offer.named;
        _purse[terms.principalToken][terms.lender] -= terms.principal;
        _purse[terms.principalToken][terms.borrower] += terms.principal;
        _purse[terms.collateralToken][terms.borrower] -= terms.collateral;
        _held[terms.collateralToken] += terms.collateral;
        _debts.push(Debt(terms, terms.lender, terms.principal, 0, _now(), _now(), deal, true));
        bool isOpen = offer.signed.lender == NATIVE || offer.signed.borrower == NATIVE;
        if (!isOpen) return;
        _used[offer.signer][offer.nonce] = true;
        _lastOpen = offer;
    }

    /// @notice Whether both sides can bring what the terms ask of them.
    function _canPay(LoanTerms memory terms, address taker) internal view returns (bool) {
        bool isCollateralIn = terms.collateral == 0 || _canBring(terms.collateralToken, terms.borrower, taker);
        bool isPrincipalIn = _canBring(terms.principalToken, terms.lender, taker);
        return isCollateralIn && isPrincipalIn && !_isFrozen(terms.principalToken, terms.borrower);
    }

    /// @notice What of the native coin the taker has to send.
    function _valueOf(LoanTerms memory terms, address taker) internal pure returns (uint256 value) {
        if (terms.principalToken == NATIVE && taker == terms.lender) value += terms.principal;
        if (terms.collateralToken == NATIVE && taker == terms.borrower) value += terms.collateral;
    }

    function _canBring(address currency, address payer, address taker) private view returns (bool) {
        return currency == NATIVE ? payer == taker : !_isFrozen(currency, payer);
    }

    function _spoil(LoanTerms memory terms, uint256 fault) private pure returns (bool isGood) {
        if (fault == 2) terms.borrower = terms.lender;
        else if (fault == 3) terms.principal = 0;
        else if (fault == 4) terms.duration = 0;
        else if (fault == 5) terms.collateralDeal == 0 ? terms.collateral = 0 : terms.collateral = 1;
        else if (fault == 6) terms.principal = 2 ** 92;
        else if (fault == 7) terms.grace = 8 * 365 days;
        else return true;
        return false;
    }

    function _copy(LoanTerms memory terms) internal pure returns (LoanTerms memory) {
        return abi.decode(abi.encode(terms), (LoanTerms));
    }

    /// @dev Amounts where rounding shows, and large ones.
    function _amount(uint256 seed) internal pure returns (uint128) {
        uint256 kind = seed % 3;
        return uint128(_within(seed / 3, 1, kind == 0 ? 20 : kind == 1 ? 1e9 : 2 ** 80));
    }
}
