// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// What a campaign counts, in one word, so that an act reads and writes storage exactly once. From the lowest bit: places
/// taken in each of eight tiers 16, raised 104, claimed 8, isPublished 1, isStopped 1, isDelivered 1, isUndelivered 1.
type Tally is uint256;

using Tallies for Tally global;

/// @title Tallies
/// @notice Reads and changes what a campaign counts. A change returns a new word and stores nothing.
library Tallies {
    uint256 internal constant MAX_PLACES = type(uint16).max;
    uint256 internal constant MAX_RAISED = type(uint104).max;

    uint256 private constant PLACES_BITS = 16;
    uint256 private constant RAISED = 128;
    uint256 private constant CLAIMED = 232;
    uint256 private constant PUBLISHED = 1 << 240;
    uint256 private constant STOPPED = 1 << 241;
    uint256 private constant DELIVERED = 1 << 242;
    uint256 private constant UNDELIVERED = 1 << 243;

    /// @notice The tally of a campaign that nobody has pledged to yet.
    Tally internal constant EMPTY = Tally.wrap(PUBLISHED);

    // ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    function isPublished(Tally tally) internal pure returns (bool) {
        return _has(tally, PUBLISHED);
    }

    function isStopped(Tally tally) internal pure returns (bool) {
        return _has(tally, STOPPED);
    }

    function isDelivered(Tally tally) internal pure returns (bool) {
        return _has(tally, DELIVERED);
    }

    function isUndelivered(Tally tally) internal pure returns (bool) {
        return _has(tally, UNDELIVERED);
    }

    function raised(Tally tally) internal pure returns (uint256) {
        return uint104(Tally.unwrap(tally) >> RAISED);
    }

    /// @notice The tranches that were paid.
    function claimed(Tally tally) internal pure returns (uint256) {
        return uint8(Tally.unwrap(tally) >> CLAIMED);
    }

    /// @notice The places taken in a tier.
    function sold(Tally tally, uint256 tier) internal pure returns (uint16) {
        return uint16(Tally.unwrap(tally) >> tier * PLACES_BITS);
    }

    // ── Changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Assumes: the sum is at most MAX_RAISED.
    function plus(Tally tally, uint256 amount) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) + (amount << RAISED));
    }

    /// @dev Assumes: this much was raised.
    function minus(Tally tally, uint256 amount) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) - (amount << RAISED));
    }

    /// @dev Assumes: fewer than MAX_PLACES are taken.
    function withPlaceTaken(Tally tally, uint256 tier) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) + (1 << tier * PLACES_BITS));
    }

    /// @dev Assumes: a place is taken.
    function withPlaceFreed(Tally tally, uint256 tier) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) - (1 << tier * PLACES_BITS));
    }

    function withTrancheClaimed(Tally tally) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) + (1 << CLAIMED));
    }

    function stopped(Tally tally) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) | STOPPED);
    }

    function delivered(Tally tally) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) | DELIVERED);
    }

    function undelivered(Tally tally) internal pure returns (Tally) {
        return Tally.wrap(Tally.unwrap(tally) | UNDELIVERED);
    }

    function _has(Tally tally, uint256 flag) private pure returns (bool) {
        return Tally.unwrap(tally) & flag != 0;
    }
}
