// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ending, IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {RefundSchedule} from "../../../../contracts/libraries/RefundSchedule.sol";
import {Forge} from "../Forge.sol";

/// @notice A packed schedule means what the list of its steps means.
contract RefundScheduleTest is Forge {
    uint256 private constant STEPS = 4;

    struct Step {
        uint40 until;
        uint16 buyerBps;
    }

    function test_a_well_formed_schedule_passes(Step[STEPS] memory steps, uint256 count) external pure {
        steps = _ascending(steps);
        count = _within(count, 0, STEPS);
        uint256 last = RefundSchedule.check(_pack(steps, count));

        vm.assertEq(last, count == 0 ? 0 : steps[count - 1].until, "last");
    }

    function test_the_first_step_that_has_not_passed_counts(Step[STEPS] memory steps, uint256 count, uint256 seed)
        external
        pure
    {
        steps = _ascending(steps);
        count = _within(count, 1, STEPS);
        uint256 time = _timeNear(steps, count, seed);
        (uint256 until, uint256 buyerBps) = RefundSchedule.stepAt(_pack(steps, count), time);

        for (uint256 i; i < count; ++i) {
            bool isLast = i == count - 1;
            if (time > steps[i].until && !isLast) continue;
            vm.assertEq(until, steps[i].until, "until");
            vm.assertEq(buyerBps, steps[i].buyerBps, "share");
            return;
        }
    }

    function test_steps_out_of_order_are_refused(Step[STEPS] memory steps, uint256 count, uint256 where, uint40 until)
        external
    {
        steps = _ascending(steps);
        count = _within(count, 2, STEPS);
        where = _within(where, 1, count - 1);
        steps[where].until = uint40(_within(until, 0, steps[where - 1].until));
        uint256 refunds = _pack(steps, count);
        // A last step of nothing at all ends the schedule before it.
        vm.assume(where < count - 1 || steps[where].until != 0 || steps[where].buyerBps != 0);

        vm.expectRevert(abi.encodeWithSelector(IEscrow.BadSchedule.selector, refunds));
        this.check(refunds);
    }

    function test_a_first_step_without_a_time_is_refused(Step[STEPS] memory steps, uint256 count, uint16 buyerBps)
        external
    {
        steps = _ascending(steps);
        steps[0] = Step(0, uint16(_within(buyerBps, 1, 10_000)));
        uint256 refunds = _pack(steps, _within(count, 1, STEPS));

        vm.expectRevert(abi.encodeWithSelector(IEscrow.BadSchedule.selector, refunds));
        this.check(refunds);
    }

    function test_more_than_the_whole_is_refused(
        Step[STEPS] memory steps,
        uint256 count,
        uint256 where,
        uint16 buyerBps
    ) external {
        steps = _ascending(steps);
        count = _within(count, 1, STEPS);
        where = _within(where, 0, count - 1);
        steps[where].buyerBps = uint16(_within(buyerBps, 10_001, type(uint16).max));

        vm.expectRevert(abi.encodeWithSelector(IEscrow.BadShare.selector, uint256(steps[where].buyerBps)));
        this.check(_pack(steps, count));
    }

    function test_an_unknown_ending_is_refused(Step[STEPS] memory steps, uint256 count, uint32 dirt) external {
        vm.assume(dirt > uint256(type(Ending).max));
        uint256 refunds = _pack(_ascending(steps), _within(count, 0, STEPS)) | uint256(dirt) << 224;

        vm.expectRevert(abi.encodeWithSelector(IEscrow.BadSchedule.selector, refunds));
        this.check(refunds);
    }

    function check(uint256 refunds) external pure {
        RefundSchedule.check(refunds);
    }

    /// @dev Each step a random but small while after the one before: equal ends would be another schedule.
    function _ascending(Step[STEPS] memory steps) private pure returns (Step[STEPS] memory) {
        uint40 previous;
        for (uint256 i; i < STEPS; ++i) {
            previous += 1 + steps[i].until % (type(uint40).max / 5);
            steps[i] = Step(previous, steps[i].buyerBps % 10_001);
        }
        return steps;
    }

    function _pack(Step[STEPS] memory steps, uint256 count) private pure returns (uint256 refunds) {
        for (uint256 i; i < count; ++i) {
            refunds += (uint256(steps[i].until) + uint256(steps[i].buyerBps) * 2 ** 40) * 2 ** (56 * i);
        }
    }

    /// @dev The seconds around the end of a step are where mistakes hide.
    function _timeNear(Step[STEPS] memory steps, uint256 count, uint256 seed) private pure returns (uint256) {
        uint256 end = steps[_within(_dice(seed, "step"), 0, count - 1)].until;
        return _within(_dice(seed, "second"), end - 1, end + 1);
    }
}
