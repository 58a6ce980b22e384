// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionState, AuctionStatus} from "../interfaces/IAuction.sol";

/// An `AuctionState` in one word, so that an act reads and writes storage exactly once. From the lowest bit:
/// bidder 160, amount 88, extensions 6, status 2.
type Standing is uint256;

using Standings for Standing global;

/// @title Standings
/// @notice Reads and changes the state of an auction. A change returns a new word and stores nothing.
library Standings {
    uint256 private constant AMOUNT = 160;
    uint256 private constant EXTENSIONS = 248;
    uint256 private constant STATUS = 254;
    uint256 private constant EXTENSIONS_MASK = 63;

    // ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    function status(Standing standing) internal pure returns (AuctionStatus) {
        return AuctionStatus(Standing.unwrap(standing) >> STATUS);
    }

    function bidder(Standing standing) internal pure returns (address) {
        return address(uint160(Standing.unwrap(standing)));
    }

    function amount(Standing standing) internal pure returns (uint88) {
        return uint88(Standing.unwrap(standing) >> AMOUNT);
    }

    function extensions(Standing standing) internal pure returns (uint8) {
        return uint8(Standing.unwrap(standing) >> EXTENSIONS & EXTENSIONS_MASK);
    }

    function hasBids(Standing standing) internal pure returns (bool) {
        return bidder(standing) != address(0);
    }

    function unpack(Standing standing) internal pure returns (AuctionState memory state) {
        return AuctionState(status(standing), bidder(standing), amount(standing), extensions(standing));
    }

    // ── Changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice An auction nobody has bid in.
    function opened() internal pure returns (Standing) {
        return Standing.wrap(uint256(AuctionStatus.Open) << STATUS);
    }

    /// @notice A new highest bid in an open auction.
    /// @dev Assumes: at most 63 extensions.
    function withBid(address bidder_, uint88 amount_, uint256 extensions_) internal pure returns (Standing) {
        uint256 bid = uint256(uint160(bidder_)) | uint256(amount_) << AMOUNT;
        return Standing.wrap(bid | extensions_ << EXTENSIONS | Standing.unwrap(opened()));
    }

    /// @notice The end of an auction; who bid most stays known.
    function ended(Standing standing) internal pure returns (Standing) {
        uint256 word = Standing.unwrap(standing) << 2 >> 2;
        return Standing.wrap(word | uint256(AuctionStatus.Ended) << STATUS);
    }
}
