// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEscrow} from "../interfaces/IEscrow.sol";

/// @title Refund schedule
/// @notice What a buyer gets back of the price when he cancels, by when he does it.
/// @dev Up to four steps of 56 bits in one word, the first in the lowest bits. A step is `until` (40 bits, a Unix time)
/// and above it `buyerBps` (16 bits). Steps follow each other in time; the first empty one ends the schedule.
library RefundSchedule {
    uint256 private constant STEP_BITS = 56;
    uint256 private constant STEPS_BITS = 4 * STEP_BITS;

    /// @notice Reverts unless the schedule is empty or well formed.
    function check(uint256 refunds) internal pure {
        if (refunds >> STEPS_BITS != 0) revert IEscrow.BadSchedule(refunds);

        uint256 previous;
        for (uint256 rest = refunds; rest != 0; rest >>= STEP_BITS) {
            (uint256 until, uint256 buyerBps) = _first(rest);
            if (until <= previous) revert IEscrow.BadSchedule(refunds);
            if (buyerBps > 10_000) revert IEscrow.BadShare(buyerBps);
            previous = until;
        }
    }

    /// @notice The step that counts at a time, or the last one if all have passed.
    /// @dev Assumes: the schedule is well formed and not empty.
    function stepAt(uint256 refunds, uint256 time) internal pure returns (uint256 until, uint256 buyerBps) {
        for (uint256 rest = refunds; rest != 0 && (until == 0 || time > until); rest >>= STEP_BITS) {
            (until, buyerBps) = _first(rest);
        }
    }

    function _first(uint256 steps) private pure returns (uint256 until, uint256 buyerBps) {
        return (uint40(steps), uint16(steps >> 40));
    }
}
