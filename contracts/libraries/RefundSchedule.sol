// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ending, IEscrow} from "../interfaces/IEscrow.sol";

/// @title Refund schedule
/// @notice What a buyer gets back of the price when he cancels, by when he does it, and how that time ends.
/// @dev One word. Up to four steps of 56 bits, the first in the lowest bits. A step is `until` (40 bits, a Unix time)
/// and above it `buyerBps` (16 bits). Steps follow each other in time; the first empty one ends the schedule. Above the
/// steps, 32 bits hold the `Ending`; one other than ByHand needs a step to end at.
library RefundSchedule {
    uint256 internal constant STEP_BITS = 56;
    uint256 internal constant UNTIL_BITS = 40; // of a step, below its share
    uint256 internal constant STEPS_BITS = 4 * STEP_BITS; // of all steps, below the ending

    /// @notice Reverts unless the schedule is empty or well formed.
    /// @return last the time of the last step, zero if there is none
    function check(uint256 refunds) internal pure returns (uint256 last) {
        if (refunds >> STEPS_BITS > uint256(type(Ending).max)) revert IEscrow.BadSchedule(refunds);

        for (uint256 rest = uint224(refunds); rest != 0; rest >>= STEP_BITS) {
            (uint256 until, uint256 buyerBps) = _first(rest);
            if (until <= last) revert IEscrow.BadSchedule(refunds);
            if (buyerBps > 10_000) revert IEscrow.BadShare(buyerBps);
            last = until;
        }
        if (refunds != 0 && last == 0) revert IEscrow.BadSchedule(refunds);
    }

    /// @notice What happens once the last step has passed.
    /// @dev Assumes: the schedule is well formed.
    function endingOf(uint256 refunds) internal pure returns (Ending ending) {
        return Ending(refunds >> STEPS_BITS);
    }

    /// @notice The step that counts at a time, or the last one if all have passed.
    /// @dev Assumes: the schedule is well formed and not empty.
    function stepAt(uint256 refunds, uint256 time) internal pure returns (uint256 until, uint256 buyerBps) {
        for (uint256 rest = uint224(refunds); rest != 0 && (until == 0 || time > until); rest >>= STEP_BITS) {
            (until, buyerBps) = _first(rest);
        }
    }

    /// @notice The last step.
    /// @dev Assumes: the schedule is well formed and not empty.
    function lastStep(uint256 refunds) internal pure returns (uint256 until, uint256 buyerBps) {
        return stepAt(refunds, type(uint256).max);
    }

    function _first(uint256 steps) private pure returns (uint256 until, uint256 buyerBps) {
        return (uint40(steps), uint16(steps >> UNTIL_BITS));
    }
}
