// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {DealKey, DealState, IEscrow, Outcome, Status} from "./interfaces/IEscrow.sol";
import {IReputation, Record} from "./interfaces/IReputation.sol";
import {DealTerms} from "./libraries/DealTerms.sol";
import {Review} from "./libraries/Reviews.sol";

/// @title Reputation
/// @notice Reviews by the parties of closed deals, blind until both have reviewed, and facts taken from the escrow.
/// @dev Documented in IReputation.
contract Reputation is IReputation, EIP712 {
    using DealTerms for DealKey;

    /// @notice How long after a deal closed its parties may review each other.
    uint256 public constant REVIEW_PERIOD = 14 days;

    /// @notice How long reviews may be revealed.
    uint256 public constant REVEAL_PERIOD = 14 days;

    uint256 private constant HALF = 5000;
    bytes32 private constant COMMITMENT_TYPEHASH =
        keccak256("ReviewCommitment(bytes32 dealId,address author,bytes32 commitment,uint256 deadline)");

    /// @notice The escrow whose deals are reviewed here.
    IEscrow public immutable ESCROW;

    mapping(bytes32 dealId => mapping(address author => Review review)) private _reviews;
    mapping(address market => mapping(address account => Record record)) private _records;

    constructor(IEscrow escrow) {
        ESCROW = escrow;
    }

    // ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IReputation
    function commitReview(bytes32 dealId, bytes32 commitment) external {
        _commit(dealId, msg.sender, commitment);
    }

    /// @inheritdoc IReputation
    function commitReviewFor(
        address author,
        bytes32 dealId,
        bytes32 commitment,
        uint256 deadline,
        bytes calldata signature
    ) external {
        if (block.timestamp > deadline) revert TooLate(deadline, block.timestamp);
        bytes32 digest = commitmentDigest(dealId, author, commitment, deadline);
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(author, digest, signature)) revert BadSignature(author);

        _commit(dealId, author, commitment);
    }

    /// @inheritdoc IReputation
    function revealReview(DealKey calldata key, address author, uint8 score, bytes32 document, bytes32 secret)
        external
    {
        bytes32 dealId = key.idOf(address(ESCROW));
        uint256 closedAt = ESCROW.closedAt(dealId);
        if (closedAt == 0) revert DealStillOpen(dealId);
        address subject = _otherParty(key, author);
        Review review = _reviews[dealId][author];
        if (review.committedAt() == 0 || review.isRevealed()) revert NothingToReveal(dealId, author);
        if (score == 0 || score > 5) revert BadScore(score);
        bytes32 commitment = commitmentOf(dealId, author, score, document, secret);
        if (!review.isOf(commitment)) revert WrongReveal(dealId, commitment);
        _requireRevealable(dealId, closedAt, review.committedAt(), _reviews[dealId][subject].committedAt());

        _reviews[dealId][author] = review.revealed();
        Record storage record = _records[key.market][subject];
        ++record.reviews;
        record.scoreSum += score;
        emit ReviewRevealed(dealId, author, subject, score, document);
    }

    /// @inheritdoc IReputation
    function recordOutcome(DealKey calldata key) external {
        bytes32 dealId = key.idOf(address(ESCROW));
        DealState memory state = ESCROW.stateOf(dealId);
        if (state.status != Status.Closed) revert DealStillOpen(dealId);
        Review review = _reviews[dealId][key.buyer];
        if (review.isRecorded()) revert AlreadyRecorded(dealId);

        _reviews[dealId][key.buyer] = review.recorded();
        bool isRuled = state.outcome == Outcome.Ruled;
        Record storage seller = _records[key.market][key.seller];
        ++seller.sales;
        if (state.outcome == Outcome.Refunded) ++seller.refunds;
        if (state.outcome == Outcome.Reclaimed) ++seller.missedDeadlines;
        if (isRuled && state.claimBps < HALF) ++seller.disputesLost;

        Record storage buyer = _records[key.market][key.buyer];
        ++buyer.purchases;
        if (isRuled && state.claimBps > HALF) ++buyer.disputesLost;
        if (_isDepositForfeited(state)) ++buyer.depositsForfeited;
        emit OutcomeRecorded(dealId, key.buyer, key.seller, state.outcome, state.claimBps);
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

    /// @inheritdoc IReputation
    function commitmentDigest(bytes32 dealId, address author, bytes32 commitment, uint256 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(keccak256(abi.encode(COMMITMENT_TYPEHASH, dealId, author, commitment, deadline)));
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Asks the escrow nothing, unless there is a commitment already. One made before the deal closed counts for
    /// nothing, so it may be replaced; any other would be an answer to what the other party revealed.
    function _commit(bytes32 dealId, address author, bytes32 commitment) private {
        Review review = _reviews[dealId][author];
        uint256 committedAt = review.committedAt();
        if (committedAt != 0 && _isClosedBy(dealId, committedAt)) revert AlreadyReviewed(dealId, author);
        if (commitment == 0) revert EmptyCommitment();

        _reviews[dealId][author] = review.withCommitment(commitment);
        emit ReviewCommitted(dealId, author, commitment);
    }

    function _isClosedBy(bytes32 dealId, uint256 time) private view returns (bool) {
        uint256 closedAt = ESCROW.closedAt(dealId);
        return closedAt != 0 && closedAt <= time;
    }

    function _otherParty(DealKey calldata key, address party) private pure returns (address) {
        if (party == key.buyer) return key.seller;
        if (party == key.seller) return key.buyer;
        revert NotDealParty(party);
    }

    /// @dev The other party's commitment counts by the same rule as the own: one made before the deal closed may still
    /// be replaced, so nothing is told because of it.
    function _requireRevealable(bytes32 dealId, uint256 closedAt, uint256 own, uint256 others) private view {
        uint256 opensAt = closedAt + REVIEW_PERIOD;
        if (own < closedAt) revert ReviewTooEarly(dealId, closedAt);
        if (own > opensAt) revert ReviewClosed(dealId, opensAt);
        if (others >= closedAt && others <= opensAt) opensAt = own > others ? own : others;
        else if (block.timestamp <= opensAt) revert RevealTooEarly(dealId, opensAt);
        if (block.timestamp > opensAt + REVEAL_PERIOD) revert RevealClosed(dealId, opensAt + REVEAL_PERIOD);
    }

    /// @dev Once the price is paid, any outcome of an agreement or a claim is about the deposit.
    function _isDepositForfeited(DealState memory state) private pure returns (bool) {
        return state.depositOnly && state.outcome >= Outcome.Settled && state.claimBps != 0;
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Reputation", "1");
    }
}
