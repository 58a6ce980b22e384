// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILoan, LoanTerms} from "../interfaces/ILoan.sol";
import {Interest} from "./Interest.sol";
import {LoanStates} from "./LoanStates.sol";

/// @title Loan agreements
/// @notice The name of a loan, what its sides sign, and which terms they may agree to.
library LoanAgreements {
    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "LoanTerms(address lender,address borrower,address principalToken,uint128 principal,uint16 rateBps,"
        "address collateralToken,uint128 collateral,uint32 duration,uint32 grace,bytes32 collateralDeal,"
        "bytes32 document,bytes32 salt)"
    );
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "LoanOffer(LoanTerms terms,uint256 nonce,uint256 deadline)"
        "LoanTerms(address lender,address borrower,address principalToken,uint128 principal,uint16 rateBps,"
        "address collateralToken,uint128 collateral,uint32 duration,uint32 grace,bytes32 collateralDeal,"
        "bytes32 document,bytes32 salt)"
    );
    bytes32 private constant RENEGOTIATION_TYPEHASH = keccak256(
        "Renegotiation(bytes32 loanId,LoanTerms terms,uint256 deadline)"
        "LoanTerms(address lender,address borrower,address principalToken,uint128 principal,uint16 rateBps,"
        "address collateralToken,uint128 collateral,uint32 duration,uint32 grace,bytes32 collateralDeal,"
        "bytes32 document,bytes32 salt)"
    );

    /// @notice The id of the loan with these terms on this chain and contract.
    function idOf(LoanTerms memory terms) internal view returns (bytes32 loanId) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @notice The same of terms in calldata, for 1,000 gas less.
    function idOfCalldata(LoanTerms calldata terms) internal view returns (bytes32 loanId) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @notice The EIP-712 hash of an offer.
    function hashOffer(LoanTerms memory terms, uint256 nonce, uint256 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, _hash(terms), nonce, deadline));
    }

    /// @notice The EIP-712 hash of an agreement on new terms.
    function hashRenegotiation(bytes32 loanId, LoanTerms memory newTerms, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(RENEGOTIATION_TYPEHASH, loanId, _hash(newTerms), deadline));
    }

    /// @notice The last moment at which the loan can be repaid.
    function endOf(LoanTerms calldata terms, uint256 takenAt) internal pure returns (uint256 end) {
        return takenAt + terms.duration + terms.grace;
    }

    /// @notice Reverts unless somebody lends to somebody else.
    function checkParties(LoanTerms memory terms) internal pure {
        (address lender, address borrower) = (terms.lender, terms.borrower);
        if (lender == borrower || borrower == address(0)) revert ILoan.BadLoanParties(lender, borrower);
    }

    /// @notice Reverts unless a loan with these terms can be taken and brought to an end. Its sides may be open.
    function check(LoanTerms memory terms) internal pure {
        bool isByDeal = terms.collateralDeal != 0;
        bool isByToken = terms.collateral != 0;
        if (isByDeal == isByToken || (isByDeal && terms.collateralToken != address(0))) {
            revert ILoan.BadCollateral(terms.collateralToken, terms.collateral, terms.collateralDeal);
        }
        checkDebt(terms, 0);
    }

    /// @notice Reverts unless the debt can be counted for as long as the terms let it grow.
    /// @param interest what is owed beside the principal from the beginning
    function checkDebt(LoanTerms memory terms, uint256 interest) internal pure {
        (uint256 duration, uint256 grace) = (terms.duration, terms.grace);
        if (duration == 0 || duration + grace > LoanStates.MAX_TERM) {
            revert ILoan.BadDuration(duration, grace, LoanStates.MAX_TERM);
        }
        uint256 most = mostOwed(terms) + interest;
        if (terms.principal == 0 || most > LoanStates.MAX_OWED) {
            revert ILoan.BadPrincipal(terms.principal, most, LoanStates.MAX_OWED);
        }
    }

    /// @notice What is owed at the end if nothing is repaid before.
    function mostOwed(LoanTerms memory terms) internal pure returns (uint256 amount) {
        uint256 longest = uint256(terms.duration) + terms.grace;
        return terms.principal + Interest.earned(terms.principal, terms.rateBps, longest);
    }

    /// @notice Whether new terms keep what was agreed to be kept: the borrower, the currency and the collateral.
    /// @param holder who must be the new lender
    /// @param outstanding what must be the new principal
    function isContinuedBy(LoanTerms memory terms, LoanTerms memory next, address holder, uint256 outstanding)
        internal
        pure
        returns (bool)
    {
        if (next.lender != holder || next.principal != outstanding) return false;
        return next.borrower == terms.borrower && next.principalToken == terms.principalToken
            && next.collateralToken == terms.collateralToken && next.collateral == terms.collateral
            && next.collateralDeal == terms.collateralDeal;
    }

    function _hash(LoanTerms memory terms) private pure returns (bytes32 termsHash) {
        return keccak256(abi.encode(TERMS_TYPEHASH, terms));
    }
}
