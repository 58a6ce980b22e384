// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, Ending, IEscrow} from "../interfaces/IEscrow.sol";
import {RefundSchedule} from "./RefundSchedule.sol";
import {State} from "./States.sol";

/// @title Deadlines
/// @notice When an act is too late, and when it is too early.
library Deadlines {
    /// @notice The last moment at which the seller may fulfil.
    function ofDelivery(Deal calldata deal, State state) internal pure returns (uint256 deadline) {
        deadline = deal.deliverBy;
        if (state.revisionsUsed() == 0) return deadline;
        // Work that is sent back on the last day is not lost.
        uint256 revised = state.since() + deal.inspection;
        if (revised > deadline) deadline = revised;
    }

    /// @notice The last moment at which the seller may claim the deposit.
    function ofClaim(Deal calldata deal, State state) internal pure returns (uint256 deadline) {
        uint256 start = state.since();
        // Who pays before he uses what he rented is not out of his deposit before that.
        bool isByClock = RefundSchedule.endingOf(deal.refunds) == Ending.ByClock;
        if (isByClock && deal.deliverBy > start) start = deal.deliverBy;
        return start + deal.claimPeriod;
    }

    /// @notice Reverts once the moment has passed.
    function requireUntil(uint256 moment) internal view {
        if (block.timestamp > moment) revert IEscrow.TooLate(moment, block.timestamp);
    }

    /// @notice Reverts before the moment has passed.
    function requireAfter(uint256 moment) internal view {
        if (block.timestamp <= moment) revert IEscrow.TooEarly(moment, block.timestamp);
    }
}
