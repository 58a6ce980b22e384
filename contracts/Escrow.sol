// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {Credits} from "./Credits.sol";
import {Claim, Deal, DealState, Ending, IEscrow, Outcome, Party, SponsoredAct, Status} from "./interfaces/IEscrow.sol";
import {Deadlines} from "./libraries/Deadlines.sol";
import {DealBook, Deals} from "./libraries/DealBook.sol";
import {DealTerms} from "./libraries/DealTerms.sol";
import {Guards} from "./libraries/Guards.sol";
import {Markets} from "./libraries/Markets.sol";
import {Payments} from "./libraries/Payments.sol";
import {Split, Splits} from "./libraries/Splits.sol";
import {State} from "./libraries/States.sol";

/// @title Escrow
/// @notice Holds the money of every deal and pays it out by the terms both sides agreed to.
/// @dev Documented in IEscrow. Every act has three paragraphs: checks, effects, interactions; nothing is written after
/// an interaction, except the credit of a payment that failed, and at opening that the market wants to be told.
contract Escrow is IEscrow, Credits, EIP712 {
    using DealBook for Deals;
    using DealTerms for Deal;

    bytes32 private constant SETTLEMENT_TYPEHASH =
        keccak256("Settlement(bytes32 dealId,bool depositOnly,uint16 sellerBps,uint256 deadline)");
    bytes32 private constant SPONSORED_TYPEHASH =
        keccak256("Sponsored(bytes32 dealId,uint8 act,bytes32 evidence,uint8 revisionsUsed,uint256 deadline)");
    uint16 private constant WHOLE = 10_000;

    Deals private _deals;

    // ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function open(Deal calldata deal, bytes calldata authorization) external payable returns (bytes32 dealId) {
        return _open(deal, authorization);
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
        return _open(deal, authorization);
    }

    // ── Delivery ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function fulfil(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        _fulfil(dealId, deal, state, evidence, msg.sender);
    }

    /// @inheritdoc IEscrow
    function sendBack(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireFulfilled(dealId, state);
        Guards.requireBuyer(deal, msg.sender);
        if (state.revisionsUsed() >= deal.revisions) revert NoRevisionsLeft(dealId, deal.revisions);
        Deadlines.requireUntil(state.since() + deal.inspection);

        uint8 used = state.revisionsUsed() + 1;
        _deals.states[dealId] = state.to(Status.Funded).withRevisionsUsed(used);
        emit DealSentBack(dealId, used, evidence);
    }

    /// @inheritdoc IEscrow
    function begin(Deal calldata deal, bytes calldata code) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireFunded(dealId, state);
        Guards.requireEnding(dealId, deal, Ending.ByCode);
        Guards.requireCode(dealId, deal, code);
        Deadlines.requireUntil(deal.deliverBy);

        _deals.states[dealId] = state.to(Status.Fulfilled);
        emit DealBegun(dealId);
    }

    // ── Payment ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function discount(Deal calldata deal, uint128 amount, bytes32 evidence) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requirePayable(dealId, state);
        _deals.requireUnassigned(dealId, state);
        Guards.requireSeller(deal, msg.sender);
        Guards.requireDiscount(deal, state, amount);

        _deals.states[dealId] = state.withDiscount(amount);
        emit DealDiscounted(dealId, amount, evidence);
    }

    /// @inheritdoc IEscrow
    function assign(Deal calldata deal, address payee) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requirePayable(dealId, state);
        if (msg.sender != _deals.payeeOf(dealId, deal, state)) revert NotPayee(msg.sender);
        Guards.requirePayee(deal, payee);

        _deals.assign(dealId, deal, state, payee);
        emit DealAssigned(dealId, payee);
    }

    /// @inheritdoc IEscrow
    function release(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        _release(dealId, deal, state, msg.sender);
    }

    /// @inheritdoc IEscrow
    function handOver(Deal calldata deal, bytes calldata code) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requirePayable(dealId, state);
        Guards.requireNoEnding(dealId, deal, Ending.ByCode);
        Guards.requireCode(dealId, deal, code);

        _deals.complete(dealId, deal, state, Outcome.HandedOver);
        emit DealHandedOver(dealId);

        _payPrice(dealId, deal, state);
    }

    /// @inheritdoc IEscrow
    function finalize(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireFulfilled(dealId, state);
        Deadlines.requireAfter(state.since() + deal.inspection);

        _deals.complete(dealId, deal, state, Outcome.Finalized);
        emit DealFinalized(dealId);

        _payPrice(dealId, deal, state);
    }

    // ── Everything back, or what the schedule says ───────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function refund(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        _deals.requireRefundable(dealId, deal, state);
        Guards.requireSeller(deal, msg.sender);

        Split memory split = _deals.close(dealId, deal, state, Outcome.Refunded, 0);
        emit DealRefunded(dealId);

        _payAll(dealId, deal, state, split, 0);
    }

    /// @inheritdoc IEscrow
    function cancel(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        _cancel(dealId, deal, state, msg.sender);
    }

    /// @inheritdoc IEscrow
    function reclaim(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireFunded(dealId, state);
        Guards.requireBuyer(deal, msg.sender);
        Deadlines.requireAfter(Deadlines.ofDelivery(deal, state));

        Split memory split = _deals.close(dealId, deal, state, Outcome.Reclaimed, 0);
        emit DealReclaimed(dealId);

        _payAll(dealId, deal, state, split, 0);
    }

    /// @inheritdoc IEscrow
    function chargeNoShow(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireFunded(dealId, state);
        Guards.requireEnding(dealId, deal, Ending.ByCode);
        Guards.requireSeller(deal, msg.sender);
        uint16 sellerBps = Guards.requireMissed(deal);

        Split memory split = _deals.close(dealId, deal, state, Outcome.NoShow, sellerBps);
        emit NoShowCharged(dealId, sellerBps);

        _payAll(dealId, deal, state, split, sellerBps);
    }

    /// @inheritdoc IEscrow
    function sponsor(Deal calldata deal, SponsoredAct act, bytes32 evidence, uint256 deadline, bytes calldata signature)
        external
    {
        (bytes32 dealId, State state) = _deals.load(deal);
        address party = act == SponsoredAct.Fulfil ? deal.seller : deal.buyer;
        Deadlines.requireUntil(deadline);
        bytes32 digest = sponsoredDigest(dealId, act, evidence, state.revisionsUsed(), deadline);
        _requireSignature(party, digest, signature);

        if (act == SponsoredAct.Release) _release(dealId, deal, state, party);
        else if (act == SponsoredAct.Fulfil) _fulfil(dealId, deal, state, evidence, party);
        else _cancel(dealId, deal, state, party);
    }

    // ── Settlement ───────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function proposeSettlement(Deal calldata deal, bool depositOnly, uint16 sellerBps) external {
        (bytes32 dealId, State state) = _deals.loadNegotiable(deal);
        Party proposer = Guards.partyOf(deal);
        Guards.requirePhase(dealId, state, depositOnly);
        Guards.requireShare(sellerBps);

        _deals.states[dealId] = state.withProposal(proposer, sellerBps);
        emit SettlementProposed(dealId, proposer, sellerBps);
    }

    /// @inheritdoc IEscrow
    function acceptSettlement(Deal calldata deal, bool depositOnly, uint16 sellerBps) external {
        (bytes32 dealId, State state) = _deals.loadNegotiable(deal);
        Guards.requireProposal(dealId, deal, state, depositOnly, sellerBps);

        Split memory split = _deals.close(dealId, deal, state, Outcome.Settled, sellerBps);
        emit DealSettled(dealId, sellerBps);

        _payAll(dealId, deal, state, split, sellerBps);
    }

    /// @inheritdoc IEscrow
    function settleWithSignature(Deal calldata deal, uint16 sellerBps, uint256 deadline, bytes calldata signature)
        external
    {
        (bytes32 dealId, State state) = _deals.loadNegotiable(deal);
        address signer = Guards.partyOf(deal) == Party.Buyer ? deal.seller : deal.buyer;
        Guards.requireShare(sellerBps);
        Deadlines.requireUntil(deadline);
        bytes32 digest = settlementDigest(dealId, state.depositOnly(), sellerBps, deadline);
        _requireSignature(signer, digest, signature);

        Split memory split = _deals.close(dealId, deal, state, Outcome.Settled, sellerBps);
        emit DealSettled(dealId, sellerBps);

        _payAll(dealId, deal, state, split, sellerBps);
    }

    // ── Dispute ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function dispute(Deal calldata deal, uint16 sellerBps, bytes32 evidence) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requirePayable(dealId, state);
        if (msg.sender == deal.seller) _deals.requireUnassigned(dealId, state);
        Party claimant = Guards.partyOf(deal);
        Guards.requireShare(sellerBps);
        if (state.status() == Status.Fulfilled) Deadlines.requireUntil(state.since() + deal.inspection);
        else if (claimant == Party.Seller) Deadlines.requireUntil(Deadlines.ofDelivery(deal, state));

        _deals.claim(dealId, state, claimant, sellerBps);
        emit DealDisputed(dealId, claimant, sellerBps, evidence);
    }

    /// @inheritdoc IEscrow
    function concede(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.loadDisputed(deal);
        Guards.requireNotRuled(dealId, state);
        if (state.claimant() == Party.Buyer) _deals.requireUnassigned(dealId, state);
        Guards.requireOpponent(deal, state, deal.seller);

        Split memory split = _deals.close(dealId, deal, state, Outcome.Conceded, state.claimBps());
        emit DealConceded(dealId, state.claimBps());

        _payAll(dealId, deal, state, split, state.claimBps());
    }

    /// @inheritdoc IEscrow
    function contest(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId, State state) = _deals.loadDisputed(deal);
        Guards.requireClaim(dealId, state, Claim.Made);
        Guards.requireOpponent(deal, state, _deals.payeeOf(dealId, deal, state));
        Deadlines.requireUntil(state.since() + deal.contestPeriod);

        _deals.states[dealId] = state.to(Status.Disputed).withClaim(Claim.Contested, state.claimBps());
        emit DealContested(dealId, evidence);
    }

    /// @inheritdoc IEscrow
    function submitEvidence(Deal calldata deal, bytes32 evidence) external {
        (bytes32 dealId,) = _deals.loadOpen(deal);
        Guards.requireConcerned(deal);

        emit EvidenceSubmitted(dealId, msg.sender, evidence);
    }

    /// @inheritdoc IEscrow
    function rule(Deal calldata deal, uint16 sellerBps) external {
        (bytes32 dealId, State state) = _deals.loadDisputed(deal);
        Guards.requireClaim(dealId, state, Claim.Contested);
        if (msg.sender != deal.arbiter) revert NotArbiter(msg.sender);
        Guards.requireShare(sellerBps);
        Deadlines.requireUntil(state.since() + deal.rulingPeriod);

        _deals.states[dealId] = state.to(Status.Disputed).withClaim(Claim.Ruled, sellerBps).withProposal(Party.None, 0);
        emit DealRuled(dealId, sellerBps);
    }

    /// @inheritdoc IEscrow
    function execute(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.loadDisputed(deal);
        (Outcome outcome, uint16 sellerBps) = Guards.requireExecutable(deal, state);

        Split memory split = _deals.close(dealId, deal, state, outcome, sellerBps);
        emit DealExecuted(dealId, outcome, sellerBps);

        _payAll(dealId, deal, state, split, sellerBps);
    }

    // ── Deposit ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IEscrow
    function claimDeposit(Deal calldata deal, uint16 sellerBps, bytes32 evidence) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireCompleted(dealId, state);
        Guards.requireSeller(deal, msg.sender);
        Guards.requireShare(sellerBps);
        Deadlines.requireUntil(Deadlines.ofClaim(deal, state));

        _deals.claim(dealId, state, Party.Seller, sellerBps);
        emit DepositClaimed(dealId, sellerBps, evidence);
    }

    /// @inheritdoc IEscrow
    function returnDeposit(Deal calldata deal) external {
        (bytes32 dealId, State state) = _deals.load(deal);
        Guards.requireCompleted(dealId, state);
        if (msg.sender != deal.seller) Deadlines.requireAfter(Deadlines.ofClaim(deal, state));

        _deals.states[dealId] = state.to(Status.Closed);
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
        return _deals.states[dealId].unpack();
    }

    /// @inheritdoc IEscrow
    function closedAt(bytes32 dealId) external view returns (uint256 time) {
        State state = _deals.states[dealId];
        return state.status() == Status.Closed ? state.since() : 0;
    }

    /// @inheritdoc IEscrow
    function payeeOf(bytes32 dealId) external view returns (address payee) {
        return _deals.payees[dealId];
    }

    /// @inheritdoc IEscrow
    function sponsoredDigest(bytes32 dealId, SponsoredAct act, bytes32 evidence, uint8 revisionsUsed, uint256 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(keccak256(abi.encode(SPONSORED_TYPEHASH, dealId, act, evidence, revisionsUsed, deadline)));
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

    function _open(Deal calldata deal, bytes calldata authorization) private returns (bytes32 dealId) {
        uint256 native;
        (dealId, native) = _take(deal);
        _requireNative(native);
        _authorize(dealId, deal, authorization);
    }

    /// @dev Opens the deal and pulls its money. The native coin came with the call: what is due of it is returned.
    function _take(Deal calldata deal) private returns (bytes32 dealId, uint256 native) {
        dealId = deal.idOf(address(this));
        if (_deals.states[dealId].status() != Status.None) revert DealExists(dealId);
        Deal memory terms = deal.copy();
        terms.check();

        _deals.states[dealId] = State.wrap(0).to(Status.Funded);
        terms.logOpened(dealId);

        uint256 funding = uint256(terms.price) + terms.deposit;
        if (terms.token == address(0)) return (dealId, funding);
        Payments.pull(terms.token, funding);
    }

    function _requireNative(uint256 expected) private view {
        if (msg.value != expected) revert WrongPayment(expected, msg.value);
    }

    function _authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization) private {
        if (msg.sender == deal.market) return;
        bool isWatching = Markets.authorize(deal, dealId, authorization);
        if (isWatching) _deals.states[dealId] = _deals.states[dealId].withWatcher();
    }

    // ── Internals: acts that may be sponsored ────────────────────────────────────────────────────────────────────

    function _fulfil(bytes32 dealId, Deal calldata deal, State state, bytes32 evidence, address caller) private {
        Guards.requireFunded(dealId, state);
        Guards.requireEnding(dealId, deal, Ending.ByHand);
        Guards.requireSeller(deal, caller);
        Deadlines.requireUntil(Deadlines.ofDelivery(deal, state));

        _deals.states[dealId] = state.to(Status.Fulfilled);
        emit DealFulfilled(dealId, evidence);
    }

    function _release(bytes32 dealId, Deal calldata deal, State state, address caller) private {
        Guards.requirePayable(dealId, state);
        Guards.requireBuyer(deal, caller);

        _deals.complete(dealId, deal, state, Outcome.Released);
        emit DealReleased(dealId);

        _payPrice(dealId, deal, state);
    }

    function _cancel(bytes32 dealId, Deal calldata deal, State state, address caller) private {
        Guards.requireFunded(dealId, state);
        Guards.requireBuyer(deal, caller);
        uint16 sellerBps = Guards.requireCancellable(dealId, deal, state);

        Split memory split = _deals.close(dealId, deal, state, Outcome.Cancelled, sellerBps);
        emit DealCancelled(dealId, sellerBps);

        _payAll(dealId, deal, state, split, sellerBps);
    }

    // ── Internals: money ─────────────────────────────────────────────────────────────────────────────────────────

    function _payPrice(bytes32 dealId, Deal calldata deal, State state) private {
        _pay(deal, _deals.payeeOf(dealId, deal, state), Splits.ofPrice(deal, state.discount(), WHOLE, false));
    }

    /// @dev Tells the market too, unless the price was paid before.
    function _payAll(bytes32 dealId, Deal calldata deal, State state, Split memory split, uint16 sellerBps) private {
        _pay(deal, _deals.payeeOf(dealId, deal, state), split);
        if (state.isWatched() && !state.depositOnly()) Markets.tellClosed(deal, dealId, sellerBps);
    }

    function _pay(Deal calldata deal, address payee, Split memory split) private {
        address token = deal.token;
        if (split.seller != 0) _push(token, payee, split.seller);
        if (split.buyer != 0) _push(token, deal.buyer, split.buyer);
        if (split.referrer != 0) _push(token, deal.referrer, split.referrer);
        if (split.arbiter != 0) _push(token, deal.arbiter, split.arbiter);
    }

    function _requireSignature(address signer, bytes32 digest, bytes calldata signature) private view {
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(signer, digest, signature)) revert BadSignature(signer);
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Escrow", "1");
    }
}
