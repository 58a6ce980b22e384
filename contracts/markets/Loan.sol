// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credits} from "../Credits.sol";
import {Deal, DealState, IEscrow, Outcome, Status} from "../interfaces/IEscrow.sol";
import {ILoan, LoanState, LoanStatus, LoanTerms} from "../interfaces/ILoan.sol";
import {Deadlines} from "../libraries/Deadlines.sol";
import {DealTerms} from "../libraries/DealTerms.sol";
import {LoanAgreements} from "../libraries/LoanAgreements.sol";
import {LoanStates} from "../libraries/LoanStates.sol";
import {Payments} from "../libraries/Payments.sol";
import {Splits} from "../libraries/Splits.sol";
import {LoanBook} from "./LoanBook.sol";

/// @title Loan
/// @notice Lends for a fixed term against a collateral or an escrowed deal, without a price oracle.
/// @dev Documented in ILoan. Every act has three paragraphs: checks, effects, interactions; nothing is written after
/// an interaction, except the credit of a payment that failed.
contract Loan is Credits, LoanBook {
    using DealTerms for Deal;
    using LoanStates for LoanState;

    /// @notice The escrow whose deals secure advances.
    IEscrow public immutable ESCROW;

    uint256 private constant WHOLE_BPS = 10_000;
    /// @dev In place of a loan's id: what the deal paid has been divided.
    bytes32 private constant DIVIDED = bytes32(uint256(1));

    constructor(IEscrow escrow) {
        ESCROW = escrow;
    }

    /// @notice Only the escrow pays without being asked.
    receive() external payable {
        if (msg.sender != address(ESCROW)) revert NotEscrow(msg.sender);
    }

    // ── Collateral ───────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ILoan
    function take(LoanTerms calldata terms, uint256 nonce, uint256 deadline, bytes calldata signature)
        external
        payable
        returns (bytes32 loanId)
    {
        if (terms.collateralDeal != 0) revert SecuredByDeal(terms.collateralDeal);
        LoanTerms memory named;
        (loanId, named) = _agree(terms, nonce, deadline, signature);

        uint256 native = _nativeOf(named.collateralToken, named.borrower, named.collateral);
        _requireNative(native + _nativeOf(named.principalToken, named.lender, named.principal));
        if (native == 0) Payments.move(named.collateralToken, named.borrower, address(this), named.collateral);
        _lend(named);
    }

    /// @inheritdoc ILoan
    function repay(LoanTerms calldata terms, uint256 amount) external payable returns (uint256 paid) {
        (bytes32 loanId, LoanState memory state) = _loadOpen(terms);
        uint256 end = LoanAgreements.endOf(terms, state.takenAt);
        Deadlines.requireUntil(end);
        if (amount == 0) revert NothingPaid();
        address token = terms.principalToken;
        _requireNative(token == address(0) ? amount : 0);

        uint256 interest;
        state.accrue(terms.rateBps, end);
        (paid, interest) = state.pay(amount);
        _states[loanId] = state.pack();
        bool isRepaid = state.status == LoanStatus.Repaid;
        if (isRepaid && terms.collateralDeal != 0) delete loanOf[terms.collateralDeal];
        address holder = _holderOf(loanId, terms, state);
        emit LoanRepaid(loanId, msg.sender, holder, paid, interest, state.outstanding);

        _payHolder(token, holder, paid);
        if (token == address(0) && paid != amount) _push(token, msg.sender, amount - paid);
        if (isRepaid && terms.collateral != 0) _push(terms.collateralToken, terms.borrower, terms.collateral);
    }

    /// @inheritdoc ILoan
    function foreclose(LoanTerms calldata terms) external {
        (bytes32 loanId, LoanState memory state) = _loadOpen(terms);
        if (terms.collateralDeal != 0) revert SecuredByDeal(terms.collateralDeal);
        address holder = _requireHolder(loanId, terms, state);
        uint256 end = LoanAgreements.endOf(terms, state.takenAt);
        Deadlines.requireAfter(end);

        state.accrue(terms.rateBps, end);
        state.status = LoanStatus.Defaulted;
        _states[loanId] = state.pack();
        emit LoanForeclosed(loanId, holder, state.outstanding, state.interest);

        _push(terms.collateralToken, holder, terms.collateral);
    }

    // ── Advances ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ILoan
    function takeAdvance(
        LoanTerms calldata terms,
        Deal calldata deal,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external payable returns (bytes32 loanId) {
        bytes32 dealId = _requireDeal(terms, deal);
        _requireUnused(dealId);
        LoanTerms memory named;
        (loanId, named) = _agree(terms, nonce, deadline, signature);
        _requireFit(dealId, deal, named);

        loanOf[dealId] = loanId;

        _requireNative(_nativeOf(named.principalToken, named.lender, named.principal));
        _lend(named);
    }

    /// @inheritdoc ILoan
    function collect(LoanTerms calldata terms, Deal calldata deal) external {
        (bytes32 loanId, LoanState memory state) = _loadOpen(terms);
        bytes32 dealId = _requireDeal(terms, deal);
        DealState memory dealState = ESCROW.stateOf(dealId);
        if (!_isPaid(dealState)) revert DealNotPaid(dealId);
        uint256 received = _shareOf(deal, dealState);

        state.accrue(terms.rateBps, LoanAgreements.endOf(terms, state.takenAt));
        (uint256 paid,) = state.pay(received);
        uint256 shortfall = uint256(state.outstanding) + state.interest;
        if (shortfall != 0) state.status = LoanStatus.Defaulted;
        _states[loanId] = state.pack();
        loanOf[dealId] = DIVIDED;
        emit AdvanceCollected(loanId, dealId, paid, received - paid, shortfall);

        address token = terms.principalToken;
        _fetchCredit(token);
        if (paid != 0) _push(token, _holderOf(loanId, terms, state), paid);
        if (received != paid) _push(token, terms.borrower, received - paid);
    }

    /// @inheritdoc ILoan
    function contest(LoanTerms calldata terms, Deal calldata deal, bytes32 evidence) external {
        (bytes32 loanId, LoanState memory state) = _loadOpen(terms);
        _requireHolder(loanId, terms, state);
        _requireDeal(terms, deal);

        ESCROW.contest(deal, evidence);
    }

    /// @inheritdoc ILoan
    function unassign(Deal calldata deal) external {
        bytes32 dealId = deal.idOf(address(ESCROW));
        _requireUnused(dealId);
        address payee = ESCROW.payeeOf(dealId);
        if (payee != address(this)) revert DealNotAssigned(dealId, payee);
        DealState memory state = ESCROW.stateOf(dealId);
        if (!_isPaid(state)) return _giveBack(dealId, deal);
        uint256 received = _shareOf(deal, state);

        loanOf[dealId] = DIVIDED;
        emit AssignmentReturned(dealId, deal.seller, received);

        _fetchCredit(deal.token);
        if (received != 0) _push(deal.token, deal.seller, received);
    }

    // ── Internals: advances ──────────────────────────────────────────────────────────────────────────────────────

    function _giveBack(bytes32 dealId, Deal calldata deal) private {
        if (msg.sender != deal.seller) revert NotDealSeller(msg.sender);

        emit AssignmentReturned(dealId, deal.seller, 0);

        ESCROW.assign(deal, deal.seller);
    }

    function _requireDeal(LoanTerms calldata terms, Deal calldata deal) private view returns (bytes32 dealId) {
        dealId = deal.idOf(address(ESCROW));
        if (terms.collateralDeal != dealId) revert WrongDeal(terms.collateralDeal, dealId);
    }

    function _requireUnused(bytes32 dealId) private view {
        if (loanOf[dealId] != 0) revert DealInUse(dealId, loanOf[dealId]);
    }

    /// @dev What the seller gets is held against the most that can be owed, so that a discount in between is noticed.
    function _requireFit(bytes32 dealId, Deal calldata deal, LoanTerms memory named) private view {
        DealState memory state = ESCROW.stateOf(dealId);
        bool isWaiting = state.status == Status.Funded || state.status == Status.Fulfilled;
        bool isFit = isWaiting && deal.seller == named.borrower && deal.token == named.principalToken;
        if (!isFit) revert DealUnfit(dealId);
        address payee = ESCROW.payeeOf(dealId);
        if (payee != address(this)) revert DealNotAssigned(dealId, payee);
        uint256 share = _shareOf(deal, state);
        uint256 most = LoanAgreements.mostOwed(named);
        if (share < most) revert DealTooSmall(dealId, share, most);
    }

    /// @dev A price that is not paid whole is paid when the deal closes.
    function _isPaid(DealState memory state) private pure returns (bool) {
        return state.depositOnly || state.status == Status.Closed;
    }

    /// @dev What the escrow paid, or will pay, to this contract in place of the seller.
    function _shareOf(Deal calldata deal, DealState memory state) private pure returns (uint256 share) {
        // Once the whole price was paid, or while it is held, the state knows no other share of it.
        bool isWhole = state.depositOnly || state.status != Status.Closed;
        uint256 sellerBps = isWhole ? WHOLE_BPS : state.claimBps;
        bool isRuled = !isWhole && state.outcome == Outcome.Ruled;
        return Splits.ofPrice(deal, state.discount, sellerBps, isRuled).seller;
    }

    /// @dev What the escrow could not deliver waits there.
    function _fetchCredit(address token) private {
        // slither-disable-next-line unused-return
        if (ESCROW.credit(address(this), token) != 0) ESCROW.withdraw(token, address(this));
    }

    // ── Internals: money ────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev What has to come with the call, because nobody can pull it.
    function _nativeOf(address token, address payer, uint256 amount) private view returns (uint256 native) {
        if (token != address(0)) return 0;
        if (msg.sender != payer) revert CoinNotSent(payer);
        return amount;
    }

    function _requireNative(uint256 expected) private view {
        if (msg.value != expected) revert WrongPayment(expected, msg.value);
    }

    function _lend(LoanTerms memory terms) private {
        address token = terms.principalToken;
        if (token == address(0)) _push(token, terms.borrower, terms.principal);
        else Payments.move(token, terms.lender, terms.borrower, terms.principal);
    }

    /// @dev Straight from the payer. Where the holder cannot be paid, the money comes here and waits for him.
    function _payHolder(address token, address holder, uint256 amount) private {
        if (token == address(0)) return _push(token, holder, amount);
        if (Payments.pass(token, holder, amount)) return;
        Payments.pull(token, amount);
        _credit(token, holder, amount);
    }
}
