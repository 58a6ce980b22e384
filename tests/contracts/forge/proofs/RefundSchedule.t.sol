// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RefundSchedule} from "../../../../contracts/libraries/RefundSchedule.sol";

/// @notice Whatever word a buyer hands in as a schedule: it is refused, or it has one meaning at every time.
contract RefundScheduleProof {
    function check_a_sound_schedule_has_one_step_for_each_time(uint256 refunds, uint40 time) external view {
        if (refunds == 0 || !_isSound(refunds)) return;

        (uint256 until, uint256 buyerBps) = RefundSchedule.stepAt(refunds, time);

        assert(buyerBps <= 10_000);
        // The first step that has not passed: the one before it, if there is one, has.
        if (time <= until) assert(_lastBefore(refunds, until) < time || _lastBefore(refunds, until) == 0);
        // Or all have passed, and it is the last one.
        else assert(_last(refunds) == until);
    }

    function check_steps_of_a_sound_schedule_follow_each_other(uint256 refunds, uint8 number) external view {
        if (refunds == 0 || !_isSound(refunds) || number > 2) return;

        assert(_untilOf(refunds, number + 1) > _untilOf(refunds, number) || _rest(refunds, number + 1) == 0);
    }

    function check(uint256 refunds) external pure {
        RefundSchedule.check(refunds);
    }

    function _isSound(uint256 refunds) private view returns (bool isSound) {
        (isSound,) = address(this).staticcall(abi.encodeCall(this.check, (refunds)));
    }

    function _lastBefore(uint256 refunds, uint256 until) private pure returns (uint256 previous) {
        for (uint256 i; i < 4; ++i) {
            uint256 step = _untilOf(refunds, i);
            if (step < until && step > previous) previous = step;
        }
    }

    function _last(uint256 refunds) private pure returns (uint256 last) {
        for (uint256 i; i < 4; ++i) {
            if (_rest(refunds, i) != 0) last = _untilOf(refunds, i);
        }
    }

    function _untilOf(uint256 refunds, uint256 number) private pure returns (uint256) {
        return uint40(_rest(refunds, number));
    }

    function _rest(uint256 refunds, uint256 number) private pure returns (uint256) {
        return number > 3 ? 0 : uint224(refunds) >> (56 * number);
    }
}
