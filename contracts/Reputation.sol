// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, DealState, IEscrow, Outcome, Status} from "./interfaces/IEscrow.sol";
import {IReputation, Record} from "./interfaces/IReputation.sol";
import {DealTerms} from "./libraries/DealTerms.sol";

/// What is stored about one party's side of a deal: one word.
struct Review {
    bytes25 commitment; // the first 25 bytes: two reviews that share them cost 2^100 attempts to find
    uint40 committedAt; // zero if there is none
    bool isRevealed;
    bool isRecorded; // the deal's outcome is recorded; kept with the buyer's review to save a word
}

/// @title Reputation
/// @notice Reviews by the parties of closed deals, blind until both have reviewed, and facts taken from the escrow.
/// @dev Documented in IReputation.
contract Reputation is IReputation {
    using DealTerms for Deal;

    /// @notice How long after a deal closed its parties may review each other.
    uint256 public constant REVIEW_PERIOD = 14 days;

    /// @notice How long reviews may be revealed.
    uint256 public constant REVEAL_PERIOD = 14 days;

    uint256 private constant HALF = 5000;

    /// @notice The escrow whose deals are reviewed here.
    IEscrow public immutable ESCROW;

    mapping(bytes32 dealId => mapping(address author => Review review)) private _reviews;
    mapping(address market => mapping(address account => Record record)) private _records;

    constructor(IEscrow escrow) {
        ESCROW = escrow;
    }

    // ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IReputation
    function commitReview(Deal calldata deal, bytes32 commitment) external {
        (bytes32 dealId, DealState memory state) = _loadClosed(deal);
        address subject = _otherParty(deal, msg.sender);
        Review storage review = _reviews[dealId][msg.sender];
        if (review.committedAt != 0) revert AlreadyReviewed(dealId, msg.sender);
        if (commitment == 0) revert EmptyCommitment();
        uint256 deadline = state.since + REVIEW_PERIOD;
        if (block.timestamp > deadline) revert ReviewClosed(dealId, deadline);

        review.commitment = bytes25(commitment);
        review.committedAt = uint40(block.timestamp);
        emit ReviewCommitted(dealId, msg.sender, subject, commitment);
    }

    /// @inheritdoc IReputation
    function revealReview(Deal calldata deal, address author, uint8 score, bytes32 document, bytes32 secret) external {
        (bytes32 dealId, DealState memory state) = _loadClosed(deal);
        address subject = _otherParty(deal, author);
        Review memory review = _reviews[dealId][author];
        if (review.committedAt == 0 || review.isRevealed) revert NothingToReveal(dealId, author);
        if (score == 0 || score > 5) revert BadScore(score);
        bytes32 commitment = commitmentOf(dealId, author, score, document, secret);
        if (bytes25(commitment) != review.commitment) revert WrongReveal(dealId, commitment);
        _requireRevealable(dealId, state.since, review.committedAt, _reviews[dealId][subject].committedAt);

        _reviews[dealId][author].isRevealed = true;
        Record storage record = _records[deal.market][subject];
        ++record.reviews;
        record.scoreSum += score;
        emit ReviewRevealed(dealId, author, subject, score, document);
    }

    /// @inheritdoc IReputation
    function recordOutcome(Deal calldata deal) external {
        (bytes32 dealId, DealState memory state) = _loadClosed(deal);
        Review storage flag = _reviews[dealId][deal.buyer];
        if (flag.isRecorded) revert AlreadyRecorded(dealId);

        flag.isRecorded = true;
        bool isRuled = state.outcome == Outcome.Ruled;
        Record storage seller = _records[deal.market][deal.seller];
        ++seller.sales;
        if (state.outcome == Outcome.Refunded) ++seller.refunds;
        if (state.outcome == Outcome.Reclaimed) ++seller.missedDeadlines;
        if (isRuled && state.claimBps < HALF) ++seller.disputesLost;

        Record storage buyer = _records[deal.market][deal.buyer];
        ++buyer.purchases;
        if (isRuled && state.claimBps > HALF) ++buyer.disputesLost;
        if (_isDepositForfeited(state)) ++buyer.depositsForfeited;
        emit OutcomeRecorded(dealId, deal.buyer, deal.seller, state.outcome, state.claimBps);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IReputation
    function recordOf(address market, address account) external view returns (Record memory record) {
        return _records[market][account];
    }

    /// @inheritdoc IReputation
    function commitmentOf(bytes32 dealId, address author, uint8 score, bytes32 document, bytes32 secret)
        public
        pure
        returns (bytes32 commitment)
    {
        return keccak256(abi.encode(dealId, author, score, document, secret));
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    function _loadClosed(Deal calldata deal) private view returns (bytes32 dealId, DealState memory state) {
        dealId = deal.idOf(address(ESCROW));
        state = ESCROW.stateOf(dealId);
        if (state.status != Status.Closed) revert DealStillOpen(dealId);
    }

    function _otherParty(Deal calldata deal, address party) private pure returns (address) {
        if (party == deal.buyer) return deal.seller;
        if (party == deal.seller) return deal.buyer;
        revert NotDealParty(party);
    }

    function _requireRevealable(bytes32 dealId, uint256 closedAt, uint256 own, uint256 others) private view {
        uint256 opensAt = closedAt + REVIEW_PERIOD;
        if (others != 0) opensAt = own > others ? own : others;
        else if (block.timestamp <= opensAt) revert RevealTooEarly(dealId, opensAt);
        if (block.timestamp > opensAt + REVEAL_PERIOD) revert RevealClosed(dealId, opensAt + REVEAL_PERIOD);
    }

    /// @dev Once the price is paid, any outcome of an agreement or a claim is about the deposit.
    function _isDepositForfeited(DealState memory state) private pure returns (bool) {
        return state.depositOnly && state.outcome >= Outcome.Settled && state.claimBps != 0;
    }
}
