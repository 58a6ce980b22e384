// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// What is stored about one party's side of a deal, in one word, so that an act writes storage exactly once. From the
/// lowest bit: isRevealed 1, isRecorded 1 (the deal's outcome is recorded; kept with the buyer's review to save a word),
/// committedAt 40 from bit 16, and above it the first 25 bytes of the commitment: two reviews that share them cost 2^100
/// attempts to find.
type Review is uint256;

using Reviews for Review global;

/// @title Reviews
/// @notice Reads and changes a review. A change returns a new word and stores nothing.
library Reviews {
    uint256 private constant REVEALED = 1;
    uint256 private constant RECORDED = 2;
    uint256 private constant FLAGS = type(uint16).max;
    uint256 private constant COMMITTED_AT = 16;

    function isRevealed(Review review) internal pure returns (bool) {
        return Review.unwrap(review) & REVEALED != 0;
    }

    function isRecorded(Review review) internal pure returns (bool) {
        return Review.unwrap(review) & RECORDED != 0;
    }

    /// @return time zero if there is no commitment
    function committedAt(Review review) internal pure returns (uint256 time) {
        return uint40(Review.unwrap(review) >> COMMITTED_AT);
    }

    function isOf(Review review, bytes32 commitment) internal pure returns (bool) {
        return bytes25(bytes32(Review.unwrap(review))) == bytes25(commitment);
    }

    function withCommitment(Review review, bytes32 commitment) internal view returns (Review) {
        uint256 kept = Review.unwrap(review) & FLAGS | uint256(uint40(block.timestamp)) << COMMITTED_AT;
        return Review.wrap(kept | uint256(bytes32(bytes25(commitment))));
    }

    function revealed(Review review) internal pure returns (Review) {
        return Review.wrap(Review.unwrap(review) | REVEALED);
    }

    function recorded(Review review) internal pure returns (Review) {
        return Review.wrap(Review.unwrap(review) | RECORDED);
    }
}
