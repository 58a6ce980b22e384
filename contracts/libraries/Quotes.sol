// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Place} from "../interfaces/IBooking.sol";
import {Ending} from "../interfaces/IEscrow.sol";
import {RefundSchedule} from "./RefundSchedule.sol";

/// @title Quotes
/// @notice What a stay costs, and what comes back of it when.
library Quotes {
    uint256 internal constant SEASON_BITS = 64;
    uint256 internal constant DISCOUNT_BITS = 24;
    uint256 internal constant POLICY_BITS = 48;

    uint256 private constant WHOLE = 10_000;
    /// @dev See RefundSchedule: after the last step, check-in, the deal counts as fulfilled.
    uint256 private constant BY_CLOCK = uint256(Ending.ByClock) << RefundSchedule.STEPS_BITS;

    /// @notice The price of the stay.
    /// @dev Night by night: MAX_NIGHTS bounds how many. Prices have 128 bits and seasons 16: nothing overflows.
    function priceOf(Place memory place, uint256 firstNight, uint256 nights) internal pure returns (uint256 price) {
        (uint256 usual, uint256 weekend, uint256 seasons) = (place.nightPrice, place.weekendPrice, place.seasons);
        if (weekend == 0) weekend = usual;
        unchecked {
            uint256 end = firstNight + nights;
            for (uint256 night = firstNight; night < end; ++night) {
                // Day 0 was a Thursday.
                bool isWeekend = (night + 6) % 7 < 2;
                price += _inSeason(isWeekend ? weekend : usual, seasons, night);
            }
            return price * (WHOLE - _discountOf(place.discounts, nights)) / WHOLE + place.cleaningFee;
        }
    }

    /// @notice The cancellation schedule of a stay that begins at a time.
    function scheduleOf(uint256 policy, uint256 checkIn) internal pure returns (uint256 refunds) {
        uint256 shift;
        uint256 secondsBefore = type(uint256).max;
        for (; policy != 0; policy >>= POLICY_BITS) {
            secondsBefore = uint32(policy);
            refunds |= (uint256(uint16(policy >> 32)) << RefundSchedule.UNTIL_BITS | checkIn - secondsBefore) << shift;
            shift += RefundSchedule.STEP_BITS;
        }
        if (secondsBefore != 0) refunds |= checkIn << shift;
        return refunds | BY_CLOCK;
    }

    function _inSeason(uint256 price, uint256 seasons, uint256 night) private pure returns (uint256) {
        for (; seasons != 0; seasons >>= SEASON_BITS) {
            bool isInside = night >= uint24(seasons) && night <= uint24(seasons >> 24);
            if (isInside) return price * uint16(seasons >> 48) / WHOLE;
        }
        return price;
    }

    function _discountOf(uint256 discounts, uint256 nights) private pure returns (uint256 bps) {
        for (; discounts != 0 && nights >= uint8(discounts); discounts >>= DISCOUNT_BITS) {
            bps = uint16(discounts >> 8);
        }
    }
}
