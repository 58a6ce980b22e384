// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DealKey, Outcome} from "./IEscrow.sol";

/// What other contracts can read about an account's closed deals in one market. Counts, and sums of scores from 1 to 5.
struct Record {
    uint32 sales; // recorded deals as the seller
    uint32 purchases; // recorded deals as the buyer
    uint32 refunds; // sales the seller refunded
    uint32 missedDeadlines; // sales the buyer reclaimed
    uint32 disputesLost; // as either side: a ruling gave the other side more than half
    uint32 depositsForfeited; // purchases whose deposit went to the seller, in whole or in part
    uint32 reviews; // revealed reviews about the account
    uint32 scoreSum; // sum of their scores
}

/// @title Reputation
/// @notice Reviews by the parties of closed deals, blind until both have reviewed, and facts taken from the escrow.
/// @dev Double blind (Fradkin et al. 2021): a party commits within REVIEW_PERIOD after the deal closed; scores may be
/// revealed once both have committed or that period ended, until REVEAL_PERIOD after the first such moment at the
/// latest. A commitment that is never revealed stays visible as such.
/// @dev Anybody may commit to anything, for who may review and when is proved by who reveals. Only commitments of a
/// party made within REVIEW_PERIOD count.
interface IReputation {
    /// @notice Somebody committed to a review; nobody can read it yet.
    event ReviewCommitted(bytes32 indexed dealId, address indexed author, bytes32 commitment);

    /// @notice A review was revealed.
    event ReviewRevealed(
        bytes32 indexed dealId, address indexed author, address indexed subject, uint8 score, bytes32 document
    );

    /// @notice The outcome of a closed deal was added to the records of its parties.
    event OutcomeRecorded(
        bytes32 indexed dealId, address indexed buyer, address indexed seller, Outcome outcome, uint16 sellerBps
    );

    /// @notice The deal is not closed yet.
    error DealStillOpen(bytes32 dealId);

    /// @notice Only the buyer or the seller of a deal may review it.
    error NotDealParty(address caller);

    /// @notice You have already reviewed this deal.
    error AlreadyReviewed(bytes32 dealId, address author);

    /// @notice The outcome of this deal is already recorded.
    error AlreadyRecorded(bytes32 dealId);

    /// @notice This review was committed before the deal closed. Commit to it again.
    error ReviewTooEarly(bytes32 dealId, uint256 closedAt);

    /// @notice The time to review this deal is over.
    error ReviewClosed(bytes32 dealId, uint256 deadline);

    /// @notice The other party may still review. Wait until it has, or until its time is over.
    error RevealTooEarly(bytes32 dealId, uint256 notBefore);

    /// @notice The time to reveal this review is over.
    error RevealClosed(bytes32 dealId, uint256 deadline);

    /// @notice There is no review to reveal, or it was revealed already.
    error NothingToReveal(bytes32 dealId, address author);

    /// @notice The score, text and secret are not what was committed.
    error WrongReveal(bytes32 dealId, bytes32 commitment);

    /// @notice A score is from 1 to 5.
    error BadScore(uint8 score);

    /// @notice A commitment cannot be empty.
    error EmptyCommitment();

    /// @notice It is too late for this: the time ran out.
    error TooLate(uint256 deadline, uint256 time);

    /// @notice The signature does not belong to the author, or is for something else.
    error BadSignature(address signer);

    /// @notice Commits to a review of the other party of a closed deal.
    /// @dev Once; only a commitment made before the deal closed may be replaced.
    /// @dev Warning: one that is not by a party, or not within REVIEW_PERIOD, can never be revealed.
    /// @param commitment `commitmentOf(dealId, author, score, document, secret)`
    function commitReview(bytes32 dealId, bytes32 commitment) external;

    /// @notice Commits to a review for an author who signed it, so that somebody else pays for the gas.
    /// @dev The author's EIP-712 signature is over `ReviewCommitment(bytes32 dealId,address author,bytes32
    /// commitment,uint256 deadline)`; ERC-1271 counts.
    function commitReviewFor(
        address author,
        bytes32 dealId,
        bytes32 commitment,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Reveals a review that was committed before.
    /// @dev Everybody who knows the secret may reveal; the author stays the author.
    /// @param key proves the parties: the deal's id is its hash with chain and escrow
    /// @param document sha-256 digest of the review's text, or zero
    function revealReview(DealKey calldata key, address author, uint8 score, bytes32 document, bytes32 secret) external;

    /// @notice Adds the outcome of a closed deal to the records of both parties.
    function recordOutcome(DealKey calldata key) external;

    /// @notice The counts and sums of an account's deals in one market.
    /// @dev A market vouches that sellers agreed to their deals. Anybody can deploy one that lies, so records are kept
    /// apart: read those of markets you trust.
    /// @dev Warning: everybody can buy for somebody else. A buyer's counts may stem from deals he never asked for.
    function recordOf(address market, address account) external view returns (Record memory record);

    /// @notice The commitment an author has to make.
    function commitmentOf(bytes32 dealId, address author, uint8 score, bytes32 document, bytes32 secret)
        external
        pure
        returns (bytes32 commitment);

    /// @notice The digest an author signs so that somebody else may commit for him.
    /// @dev The EIP-712 domain is `Agora Reputation`, version `1`, with chain id and this contract.
    function commitmentDigest(bytes32 dealId, address author, bytes32 commitment, uint256 deadline)
        external
        view
        returns (bytes32 digest);
}
