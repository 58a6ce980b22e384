// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Interest
/// @notice Simple interest on what is outstanding.
library Interest {
    uint256 private constant SHARE_YEAR = 10_000 * 365 days;

    /// @notice What an amount earns in a time, rounded up.
    /// @dev Assumes: the amount is below 2^128, the rate below 2^16 and the time below 2^40.
    /// @param rateBps per 365 days, in basis points
    function earned(uint256 amount, uint256 rateBps, uint256 time) internal pure returns (uint256 interest) {
        return (amount * rateBps * time + SHARE_YEAR - 1) / SHARE_YEAR;
    }
}
