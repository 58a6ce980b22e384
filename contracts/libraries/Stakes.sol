// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Pledge} from "../interfaces/ICrowdfund.sol";

/// A `Pledge` in one word: the compiler writes a struct to its slot field by field. From the lowest bit: amount 104,
/// tier 8, isLimited 8, vetoed 8.
type Stake is uint256;

using Stakes for Stake global;

/// @title Stakes
/// @notice Reads and changes what a backer has in a campaign. A change returns a new word and stores nothing.
library Stakes {
    uint256 private constant TIER = 104;
    uint256 private constant LIMITED = 112;
    uint256 private constant VETOED = 120;

    /// @notice The stake of a backer who has not pledged, or has everything back.
    Stake internal constant NONE = Stake.wrap(0);

    /// @dev Assumes: the amount is not zero, and at most 2^104 - 1.
    function pack(uint256 amount_, uint8 tier_, bool isLimited_) internal pure returns (Stake) {
        return Stake.wrap(amount_ | uint256(tier_) << TIER | (isLimited_ ? 1 << LIMITED : 0));
    }

    function exists(Stake stake) internal pure returns (bool) {
        return Stake.unwrap(stake) != 0;
    }

    function amount(Stake stake) internal pure returns (uint256) {
        return uint104(Stake.unwrap(stake));
    }

    function tier(Stake stake) internal pure returns (uint8) {
        return uint8(Stake.unwrap(stake) >> TIER);
    }

    function isLimited(Stake stake) internal pure returns (bool) {
        return uint8(Stake.unwrap(stake) >> LIMITED) != 0;
    }

    function vetoed(Stake stake) internal pure returns (uint8) {
        return uint8(Stake.unwrap(stake) >> VETOED);
    }

    function unpack(Stake stake) internal pure returns (Pledge memory) {
        return Pledge(uint104(stake.amount()), stake.tier(), stake.isLimited(), stake.vetoed());
    }

    function withVeto(Stake stake, uint8 tranche) internal pure returns (Stake) {
        return Stake.wrap(Stake.unwrap(stake) & ~(uint256(type(uint8).max) << VETOED) | uint256(tranche) << VETOED);
    }
}
