// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {LibCall} from "solady/src/utils/LibCall.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {Credits} from "./Credits.sol";
import {Claim, Deal, DealState, IEscrow, Outcome, Party, Status} from "./interfaces/IEscrow.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {Deadlines} from "./libraries/Deadlines.sol";
import {DealTerms} from "./libraries/DealTerms.sol";
import {Payments} from "./libraries/Payments.sol";
import {RefundSchedule} from "./libraries/RefundSchedule.sol";
import {Split, Splits} from "./libraries/Splits.sol";
import {State} from "./libraries/States.sol";

/// @title Escrow
/// @notice Holds the money of every deal and pays it out by the terms both sides agreed to.
/// @dev Documented in IEscrow. Every act has three paragraphs: checks, effects, interactions; nothing is written after
/// an interaction, except the credit of a payment that failed.
contract Escrow is IEscrow, Credits, EIP712 {
    using DealTerms for Deal;

    bytes32 private constant SETTLEMENT_TYPEHASH =
        keccak256("Settlement(bytes32 dealId,bool depositOnly,uint16 sellerBps,uint256 deadline)");
    uint16 private constant WHOLE = 10_000;

    mapping(bytes32 dealId => State state) private _states;

    // ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function open(Deal calldata deal, bytes calldata authorization) external payable returns (bytes32 dealId) {
        uint256 native;
        (dealId, native) = _take(deal);
        _requireNative(native);
        _authorize(dealId, deal, authorization);
    }

    /// @inheritdoc IEscrow
    function openBatch(Deal[] calldata deals, bytes[] calldata authorizations)
        external
        payable
        returns (bytes32[] memory dealIds)
    {
        if (deals.length != authorizations.length) revert LengthMismatch(deals.length, authorizations.length);

        // Each deal is paid before the next one exists, and all of them before any market is asked.
        dealIds = new bytes32[](deals.length);
        uint256 total;
        for (uint256 i; i < deals.length; ++i) {
            uint256 native;
            (dealIds[i], native) = _take(deals[i]);
            total += native;
        }
        _requireNative(total);
        for (uint256 i; i < deals.length; ++i) {
            _authorize(dealIds[i], deals[i], authorizations[i]);
        }
    }

    /// @inheritdoc IEscrow
    function openWithPermit(
        Deal calldata deal,
        bytes calldata authorization,
        uint256 permitDeadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32 dealId) {
        Payments.permit(deal.token, uint256(deal.price) + deal.deposit, permitDeadline, v, r, s);
        uint256 native;
        (dealId, native) = _take(deal);
        _requireNative(native);
        _authorize(dealId, deal, authorization);
    }

    // ── Delivery ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function fulfil(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Funded) revert DealNotFunded(dealId, state.status());
        if (msg.sender != deal.seller) revert NotSeller(msg.sender);
        Deadlines.requireUntil(Deadlines.ofDelivery(deal, state));

        _states[dealId] = state.to(Status.Fulfilled);
        emit DealFulfilled(dealId, evidence);
    }

    /// @inheritdoc IEscrow
    function sendBack(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Fulfilled) revert DealNotFulfilled(dealId, state.status());
        if (msg.sender != deal.buyer) revert NotBuyer(msg.sender);
        if (state.revisionsUsed() >= deal.revisions) revert NoRevisionsLeft(dealId, deal.revisions);
        Deadlines.requireUntil(state.since() + deal.inspection);

        uint8 used = state.revisionsUsed() + 1;
        _states[dealId] = state.to(Status.Funded).withRevisionsUsed(used);
        emit DealSentBack(dealId, used, evidence);
    }

    // ── Payment ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function release(Deal calldata deal) external {
        (bytes32 dealId, State state) = _load(deal);
        _requirePayable(dealId, state);
        if (msg.sender != deal.buyer) revert NotBuyer(msg.sender);

        _complete(dealId, deal, state, Outcome.Released);
        emit DealReleased(dealId);

        _payPrice(deal);
    }

    /// @inheritdoc IEscrow
    function handOver(Deal calldata deal, bytes calldata code) external {
        (bytes32 dealId, State state) = _load(deal);
        _requirePayable(dealId, state);
        if (deal.handover == 0 || keccak256(code) != deal.handover) revert WrongCode(dealId);

        _complete(dealId, deal, state, Outcome.HandedOver);
        emit DealHandedOver(dealId);

        _payPrice(deal);
    }

    /// @inheritdoc IEscrow
    function finalize(Deal calldata deal) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Fulfilled) revert DealNotFulfilled(dealId, state.status());
        Deadlines.requireAfter(state.since() + deal.inspection);

        _complete(dealId, deal, state, Outcome.Finalized);
        emit DealFinalized(dealId);

        _payPrice(deal);
    }

    // ── Everything back ──────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function refund(Deal calldata deal) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() == Status.Disputed && !state.depositOnly()) _requireNotRuled(dealId, state);
        else _requirePayable(dealId, state);
        if (msg.sender != deal.seller) revert NotSeller(msg.sender);

        Split memory split = _close(dealId, deal, state, Outcome.Refunded, 0);
        emit DealRefunded(dealId);

        _pay(deal, split);
    }

    /// @inheritdoc IEscrow
    function cancel(Deal calldata deal) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Funded) revert DealNotFunded(dealId, state.status());
        if (msg.sender != deal.buyer) revert NotBuyer(msg.sender);
        if (deal.refunds == 0 || state.revisionsUsed() != 0) revert NotCancellable(dealId);
        (uint256 until, uint256 buyerBps) = RefundSchedule.stepAt(deal.refunds, block.timestamp);
        Deadlines.requireUntil(until);

        uint16 sellerBps = WHOLE - uint16(buyerBps);
        Split memory split = _close(dealId, deal, state, Outcome.Cancelled, sellerBps);
        emit DealCancelled(dealId, sellerBps);

        _pay(deal, split);
    }

    /// @inheritdoc IEscrow
    function reclaim(Deal calldata deal) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Funded) revert DealNotFunded(dealId, state.status());
        if (msg.sender != deal.buyer) revert NotBuyer(msg.sender);
        Deadlines.requireAfter(Deadlines.ofDelivery(deal, state));

        Split memory split = _close(dealId, deal, state, Outcome.Reclaimed, 0);
        emit DealReclaimed(dealId);

        _pay(deal, split);
    }

    // ── Settlement ───────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function proposeSettlement(Deal calldata deal, bool depositOnly, uint16 sellerBps) external {
        (bytes32 dealId, State state) = _loadNegotiable(deal);
        Party proposer = _partyOf(deal);
        if (depositOnly != state.depositOnly()) revert PhaseChanged(dealId, state.depositOnly());
        _requireShare(sellerBps);

        _states[dealId] = state.withProposal(proposer, sellerBps);
        emit SettlementProposed(dealId, proposer, sellerBps);
    }

    /// @inheritdoc IEscrow
    function acceptSettlement(Deal calldata deal, bool depositOnly, uint16 sellerBps) external {
        (bytes32 dealId, State state) = _loadNegotiable(deal);
        bool isOwnOrNone = state.proposer() == _partyOf(deal) || state.proposer() == Party.None;
        if (depositOnly != state.depositOnly()) revert PhaseChanged(dealId, state.depositOnly());
        if (isOwnOrNone || state.proposedBps() != sellerBps) {
            revert ProposalChanged(dealId, state.proposer(), state.proposedBps());
        }

        Split memory split = _close(dealId, deal, state, Outcome.Settled, sellerBps);
        emit DealSettled(dealId, sellerBps);

        _pay(deal, split);
    }

    /// @inheritdoc IEscrow
    function settleWithSignature(Deal calldata deal, uint16 sellerBps, uint256 deadline, bytes calldata signature)
        external
    {
        (bytes32 dealId, State state) = _loadNegotiable(deal);
        address signer = _partyOf(deal) == Party.Buyer ? deal.seller : deal.buyer;
        _requireShare(sellerBps);
        Deadlines.requireUntil(deadline);
        bytes32 digest = settlementDigest(dealId, state.depositOnly(), sellerBps, deadline);
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(signer, digest, signature)) revert BadSignature(signer);

        Split memory split = _close(dealId, deal, state, Outcome.Settled, sellerBps);
        emit DealSettled(dealId, sellerBps);

        _pay(deal, split);
    }

    // ── Dispute ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function dispute(Deal calldata deal, uint16 sellerBps, bytes32 evidence) external {
        (bytes32 dealId, State state) = _load(deal);
        _requirePayable(dealId, state);
        Party claimant = _partyOf(deal);
        _requireShare(sellerBps);
        if (state.status() == Status.Fulfilled) Deadlines.requireUntil(state.since() + deal.inspection);
        else if (claimant == Party.Seller) Deadlines.requireUntil(Deadlines.ofDelivery(deal, state));

        _claim(dealId, state, claimant, sellerBps);
        emit DealDisputed(dealId, claimant, sellerBps, evidence);
    }

    /// @inheritdoc IEscrow
    function concede(Deal calldata deal) external {
        (bytes32 dealId, State state) = _loadDisputed(deal);
        _requireNotRuled(dealId, state);
        _requireOpponent(deal, state);

        Split memory split = _close(dealId, deal, state, Outcome.Conceded, state.claimBps());
        emit DealConceded(dealId, state.claimBps());

        _pay(deal, split);
    }

    /// @inheritdoc IEscrow
    function contest(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId, State state) = _loadDisputed(deal);
        if (state.claim() != Claim.Made) revert WrongClaim(dealId, state.claim());
        _requireOpponent(deal, state);
        Deadlines.requireUntil(state.since() + deal.contestPeriod);

        _states[dealId] = state.to(Status.Disputed).withClaim(Claim.Contested, state.claimBps());
        emit DealContested(dealId, evidence);
    }

    /// @inheritdoc IEscrow
    function submitEvidence(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId,) = _loadOpen(deal);
        if (msg.sender != deal.buyer && msg.sender != deal.seller && msg.sender != deal.arbiter) {
            revert NotConcerned(msg.sender);
        }

        emit EvidenceSubmitted(dealId, msg.sender, evidence);
    }

    /// @inheritdoc IEscrow
    function rule(Deal calldata deal, uint16 sellerBps) external {
        (bytes32 dealId, State state) = _loadDisputed(deal);
        if (state.claim() != Claim.Contested) revert WrongClaim(dealId, state.claim());
        if (msg.sender != deal.arbiter) revert NotArbiter(msg.sender);
        _requireShare(sellerBps);
        Deadlines.requireUntil(state.since() + deal.rulingPeriod);

        state = state.to(Status.Disputed).withClaim(Claim.Ruled, sellerBps);
        _states[dealId] = state.withProposal(Party.None, 0);
        emit DealRuled(dealId, sellerBps);
    }

    /// @inheritdoc IEscrow
    function execute(Deal calldata deal) external {
        (bytes32 dealId, State state) = _loadDisputed(deal);
        (Outcome outcome, uint16 sellerBps) = (Outcome.Ruled, state.claimBps());
        if (state.claim() == Claim.Made) {
            Deadlines.requireAfter(state.since() + deal.contestPeriod);
            outcome = Outcome.Uncontested;
        } else if (state.claim() == Claim.Contested) {
            Deadlines.requireAfter(state.since() + deal.rulingPeriod);
            (outcome, sellerBps) = (Outcome.ArbiterSilent, deal.silenceBps);
        }

        Split memory split = _close(dealId, deal, state, outcome, sellerBps);
        emit DealExecuted(dealId, outcome, sellerBps);

        _pay(deal, split);
    }

    // ── Deposit ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function claimDeposit(Deal calldata deal, uint16 sellerBps, bytes32 evidence) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Completed) revert DealNotCompleted(dealId, state.status());
        if (msg.sender != deal.seller) revert NotSeller(msg.sender);
        _requireShare(sellerBps);
        Deadlines.requireUntil(state.since() + deal.claimPeriod);

        _claim(dealId, state, Party.Seller, sellerBps);
        emit DepositClaimed(dealId, sellerBps, evidence);
    }

    /// @inheritdoc IEscrow
    function returnDeposit(Deal calldata deal) external {
        (bytes32 dealId, State state) = _load(deal);
        if (state.status() != Status.Completed) revert DealNotCompleted(dealId, state.status());
        if (msg.sender != deal.seller) Deadlines.requireAfter(state.since() + deal.claimPeriod);

        _states[dealId] = state.to(Status.Closed);
        emit DepositReturned(dealId);

        _push(deal.token, deal.buyer, deal.deposit);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function idOf(Deal calldata deal) external view returns (bytes32 dealId) {
        return deal.idOf(address(this));
    }

    /// @inheritdoc IEscrow
    function stateOf(bytes32 dealId) external view returns (DealState memory state) {
        return _states[dealId].unpack();
    }

    /// @inheritdoc IEscrow
    function settlementDigest(bytes32 dealId, bool depositOnly, uint16 sellerBps, uint256 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(keccak256(abi.encode(SETTLEMENT_TYPEHASH, dealId, depositOnly, sellerBps, deadline)));
    }

    // ── Internals: opening ───────────────────────────────────────────────────────────────────────────────────────

    /// @dev Opens the deal and pulls its money. The native coin came with the call: what is due of it is returned.
    function _take(Deal calldata deal) private returns (bytes32 dealId, uint256 native) {
        dealId = deal.idOf(address(this));
        if (_states[dealId].status() != Status.None) revert DealExists(dealId);
        Deal memory terms = deal.copy();
        terms.check();

        _states[dealId] = State.wrap(0).to(Status.Funded);
        terms.logOpened(dealId);

        uint256 funding = uint256(terms.price) + terms.deposit;
        if (terms.token == address(0)) return (dealId, funding);
        Payments.pull(terms.token, funding);
    }

    function _requireNative(uint256 expected) private view {
        if (msg.value != expected) revert WrongPayment(expected, msg.value);
    }

    function _authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization) private {
        address market = deal.market;
        if (msg.sender == market) return;
        if (market.code.length == 0) revert NotAuthorized(market, dealId);
        bytes memory answer = LibCall.callContract(market, deal.authorizeCall(dealId, authorization));
        bool isMagic = answer.length >= 32 && bytes32(answer) == bytes32(IMarket.authorize.selector);
        if (!isMagic) revert NotAuthorized(market, dealId);
    }

    // ── Internals: state ─────────────────────────────────────────────────────────────────────────────────────────

    function _load(Deal calldata deal) private view returns (bytes32 dealId, State state) {
        dealId = deal.idOf(address(this));
        state = _states[dealId];
        if (state.status() == Status.None) revert DealUnknown(dealId);
    }

    function _loadOpen(Deal calldata deal) private view returns (bytes32 dealId, State state) {
        (dealId, state) = _load(deal);
        if (state.status() == Status.Closed) revert DealClosed(dealId);
    }

    function _loadNegotiable(Deal calldata deal) private view returns (bytes32 dealId, State state) {
        (dealId, state) = _loadOpen(deal);
        _requireNotRuled(dealId, state);
    }

    function _loadDisputed(Deal calldata deal) private view returns (bytes32 dealId, State state) {
        (dealId, state) = _load(deal);
        if (state.status() != Status.Disputed) revert DealNotDisputed(dealId, state.status());
    }

    function _claim(bytes32 dealId, State state, Party claimant, uint16 sellerBps) private {
        _states[dealId] = state.to(Status.Disputed).withClaim(Claim.Made, sellerBps).withClaimant(claimant);
    }

    /// @dev The price is settled in the seller's favor; what is in question from now on is the deposit.
    function _complete(bytes32 dealId, Deal calldata deal, State state, Outcome outcome) private {
        state = state.withOutcome(outcome, WHOLE).withProposal(Party.None, 0);
        _states[dealId] = deal.deposit == 0 ? state.to(Status.Closed) : state.to(Status.Completed).withDepositOnly();
    }

    /// @return split what of the price and the deposit, or of the deposit alone, goes to whom
    function _close(bytes32 dealId, Deal calldata deal, State state, Outcome outcome, uint16 sellerBps)
        private
        returns (Split memory split)
    {
        bool isRuled = outcome == Outcome.Ruled;
        split = state.depositOnly()
            ? Splits.ofDeposit(deal, sellerBps, isRuled)
            : Splits.ofPriceAndDeposit(deal, sellerBps, isRuled);
        _states[dealId] = state.to(Status.Closed).withOutcome(outcome, sellerBps);
    }

    // ── Internals: money ─────────────────────────────────────────────────────────────────────────────────────────

    function _payPrice(Deal calldata deal) private {
        _pay(deal, Splits.ofPrice(deal, WHOLE, false));
    }

    function _pay(Deal calldata deal, Split memory split) private {
        address token = deal.token;
        if (split.seller != 0) _push(token, deal.seller, split.seller);
        if (split.buyer != 0) _push(token, deal.buyer, split.buyer);
        if (split.referrer != 0) _push(token, deal.referrer, split.referrer);
        if (split.arbiter != 0) _push(token, deal.arbiter, split.arbiter);
    }

    // ── Internals: guards ────────────────────────────────────────────────────────────────────────────────────────

    function _partyOf(Deal calldata deal) private view returns (Party) {
        if (msg.sender == deal.buyer) return Party.Buyer;
        if (msg.sender == deal.seller) return Party.Seller;
        revert NotParty(msg.sender);
    }

    function _requireOpponent(Deal calldata deal, State state) private view {
        address opponent = state.claimant() == Party.Buyer ? deal.seller : deal.buyer;
        if (msg.sender != opponent) revert NotOpponent(msg.sender);
    }

    function _requirePayable(bytes32 dealId, State state) private pure {
        Status status = state.status();
        if (status != Status.Funded && status != Status.Fulfilled) revert DealNotPayable(dealId, status);
    }

    function _requireNotRuled(bytes32 dealId, State state) private pure {
        if (state.claim() == Claim.Ruled) revert WrongClaim(dealId, state.claim());
    }

    function _requireShare(uint16 sellerBps) private pure {
        if (sellerBps > WHOLE) revert BadShare(sellerBps);
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Escrow", "1");
    }
}
