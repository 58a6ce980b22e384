// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {LibBitmap} from "solady/src/utils/LibBitmap.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {ILoan, LoanState, LoanStatus, LoanTerms} from "../interfaces/ILoan.sol";
import {Deadlines} from "../libraries/Deadlines.sol";
import {LoanAgreements} from "../libraries/LoanAgreements.sol";
import {LoanStates} from "../libraries/LoanStates.sol";

/// @title Loan book
/// @notice Who owes what to whom, and by which signatures.
/// @dev Documented in ILoan. Holds and moves no money: Loan does.
abstract contract LoanBook is ILoan, EIP712 {
    using LibBitmap for LibBitmap.Bitmap;
    using LoanAgreements for LoanTerms;
    using LoanStates for LoanState;

    /// @inheritdoc ILoan
    mapping(bytes32 dealId => bytes32 loanId) public loanOf;

    mapping(bytes32 loanId => uint256 word) internal _states;
    mapping(bytes32 loanId => address holder) private _holders;
    mapping(address account => LibBitmap.Bitmap nonces) private _nonces;

    // ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ILoan
    function publishOffer(
        address author,
        LoanTerms calldata terms,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 offerId) {
        if (author != terms.lender && author != terms.borrower) revert NotLoanParty(author);
        LoanAgreements.check(terms);
        offerId = offerDigest(terms, nonce, deadline);
        _requireOffer(author, nonce, deadline, offerId, signature);

        emit LoanOffered(offerId, author, terms, nonce, deadline, signature);
    }

    /// @inheritdoc ILoan
    function revoke(uint256 nonce) external {
        _useNonce(msg.sender, nonce);
    }

    /// @inheritdoc ILoan
    function transferNote(LoanTerms calldata terms, address to) external {
        (bytes32 loanId, LoanState memory state) = _loadOpen(terms);
        address holder = _requireHolder(loanId, terms, state);
        // What is paid to nobody, or to this contract, would be nobody's.
        if (to == address(0) || to == address(this)) revert BadHolder(to);

        state.isTransferred = true;
        _states[loanId] = state.pack();
        _holders[loanId] = to;
        emit NoteTransferred(loanId, holder, to);
    }

    /// @inheritdoc ILoan
    function renegotiate(
        LoanTerms calldata oldTerms,
        LoanTerms calldata newTerms,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 newLoanId) {
        (bytes32 oldLoanId, LoanState memory state) = _loadOpen(oldTerms);
        LoanTerms memory terms = newTerms;
        newLoanId = terms.idOf();
        _requireNew(newLoanId);
        address holder = _holderOf(oldLoanId, oldTerms, state);
        address signer = _otherSide(holder, oldTerms.borrower);
        if (!LoanAgreements.isContinuedBy(oldTerms, terms, holder, state.outstanding)) {
            revert TermsDiffer(oldLoanId, newLoanId);
        }
        state.accrue(oldTerms.rateBps, LoanAgreements.endOf(oldTerms, state.takenAt));
        terms.checkDebt(state.interest);
        Deadlines.requireUntil(deadline);
        _requireSignature(signer, renegotiationDigest(oldLoanId, terms, deadline), signature);

        _continue(oldLoanId, newLoanId, state);
        if (terms.collateralDeal != 0) loanOf[terms.collateralDeal] = newLoanId;
        emit LoanRenegotiated(oldLoanId, newLoanId, state.outstanding, state.interest, terms);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ILoan
    function loanIdOf(LoanTerms calldata terms) external view returns (bytes32 loanId) {
        return LoanAgreements.idOfCalldata(terms);
    }

    /// @inheritdoc ILoan
    function stateOf(bytes32 loanId) external view returns (LoanState memory state) {
        return LoanStates.unpack(_states[loanId]);
    }

    /// @inheritdoc ILoan
    function holderOf(LoanTerms calldata terms) external view returns (address holder) {
        (bytes32 loanId, LoanState memory state) = _loadOpen(terms);
        return _holderOf(loanId, terms, state);
    }

    /// @inheritdoc ILoan
    function owedOf(LoanTerms calldata terms) external view returns (uint256 outstanding, uint256 interest) {
        (, LoanState memory state) = _loadOpen(terms);
        state.accrue(terms.rateBps, LoanAgreements.endOf(terms, state.takenAt));
        return (state.outstanding, state.interest);
    }

    /// @inheritdoc ILoan
    function isNonceUsed(address account, uint256 nonce) public view returns (bool isUsed) {
        return _nonces[account].get(nonce);
    }

    /// @inheritdoc ILoan
    function offerDigest(LoanTerms memory terms, uint256 nonce, uint256 deadline) public view returns (bytes32 digest) {
        return _hashTypedData(terms.hashOffer(nonce, deadline));
    }

    /// @inheritdoc ILoan
    function renegotiationDigest(bytes32 loanId, LoanTerms memory newTerms, uint256 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(LoanAgreements.hashRenegotiation(loanId, newTerms, deadline));
    }

    // ── Internals: agreeing ──────────────────────────────────────────────────────────────────────────────────────

    /// @dev Opens the loan that one side signed and the caller takes.
    /// @return loanId what `loanIdOf(named)` returns
    /// @return named the terms with both sides in them
    function _agree(LoanTerms calldata terms, uint256 nonce, uint256 deadline, bytes calldata signature)
        internal
        returns (bytes32 loanId, LoanTerms memory named)
    {
        bytes32 offerId = offerDigest(terms, nonce, deadline);
        named = terms;
        bool isOpen = _name(named);
        loanId = named.idOf();
        _requireNew(loanId);
        address signer = _otherSide(named.lender, named.borrower);
        named.checkParties();
        named.check();
        _requireOffer(signer, nonce, deadline, offerId, signature);

        uint40 time = uint40(block.timestamp);
        _states[loanId] = LoanState(LoanStatus.Open, false, uint128(named.principal), 0, time, time).pack();
        if (isOpen) _useNonce(signer, nonce);
        emit LoanTaken(loanId, named.lender, named.borrower, offerId, named);
    }

    /// @dev Puts the caller where the terms leave one side open.
    /// @return isOpen whether they did
    function _name(LoanTerms memory terms) private view returns (bool isOpen) {
        if (terms.lender == address(0)) terms.lender = msg.sender;
        else if (terms.borrower == address(0)) terms.borrower = msg.sender;
        else return false;
        return true;
    }

    function _continue(bytes32 oldLoanId, bytes32 newLoanId, LoanState memory state) private {
        LoanState memory ended;
        ended.status = LoanStatus.Renegotiated;
        (ended.takenAt, ended.accruedAt) = (state.takenAt, state.accruedAt);
        _states[oldLoanId] = ended.pack();

        state.isTransferred = false;
        state.takenAt = state.accruedAt = uint40(block.timestamp);
        _states[newLoanId] = state.pack();
    }

    function _useNonce(address account, uint256 nonce) private {
        _nonces[account].set(nonce);
        emit NonceUsed(account, nonce);
    }

    // ── Internals: state ─────────────────────────────────────────────────────────────────────────────────────────

    function _loadOpen(LoanTerms calldata terms) internal view returns (bytes32 loanId, LoanState memory state) {
        loanId = LoanAgreements.idOfCalldata(terms);
        state = LoanStates.unpack(_states[loanId]);
        if (state.status == LoanStatus.None) revert LoanUnknown(loanId);
        if (state.status != LoanStatus.Open) revert LoanNotOpen(loanId, state.status);
    }

    function _holderOf(bytes32 loanId, LoanTerms calldata terms, LoanState memory state)
        internal
        view
        returns (address holder)
    {
        return state.isTransferred ? _holders[loanId] : terms.lender;
    }

    // ── Internals: guards ────────────────────────────────────────────────────────────────────────────────────────

    function _requireHolder(bytes32 loanId, LoanTerms calldata terms, LoanState memory state)
        internal
        view
        returns (address holder)
    {
        holder = _holderOf(loanId, terms, state);
        if (msg.sender != holder) revert NotHolder(msg.sender);
    }

    function _requireNew(bytes32 loanId) private view {
        if (_states[loanId] != 0) revert LoanExists(loanId);
    }

    /// @dev Whose signature the caller needs.
    function _otherSide(address holder, address borrower) private view returns (address signer) {
        if (msg.sender == holder) return borrower;
        if (msg.sender == borrower) return holder;
        revert NotLoanParty(msg.sender);
    }

    function _requireOffer(address signer, uint256 nonce, uint256 deadline, bytes32 offerId, bytes calldata signature)
        private
        view
    {
        Deadlines.requireUntil(deadline);
        if (isNonceUsed(signer, nonce)) revert NonceIsUsed(signer, nonce);
        _requireSignature(signer, offerId, signature);
    }

    function _requireSignature(address signer, bytes32 digest, bytes calldata signature) private view {
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(signer, digest, signature)) {
            revert BadLoanSignature(signer);
        }
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Loan", "1");
    }
}
