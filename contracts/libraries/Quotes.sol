// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Place} from "../interfaces/IBooking.sol";

/// @title Quotes
/// @notice What a stay costs, and what comes back of it when.
library Quotes {
    uint256 internal constant SEASON_BITS = 64;
    uint256 internal constant DISCOUNT_BITS = 24;
    uint256 internal constant POLICY_BITS = 48;

    uint256 private constant WHOLE = 10_000;
    uint256 private constant STEP_BITS = 56;
    uint256 private constant UNTIL_BITS = 40;
    /// @dev See RefundSchedule: after the last step, check-in, the deal counts as fulfilled.
    uint256 private constant BY_CLOCK = 1 << 224;

    /// @notice The price of the stay.
    /// @dev Night by night: MAX_NIGHTS bounds how many.
    function priceOf(Place memory place, uint256 firstNight, uint256 nights) internal pure returns (uint256 price) {
        uint256 end = firstNight + nights;
        for (uint256 night = firstNight; night < end; ++night) {
            price += _nightPrice(place, night);
        }
        return price * (WHOLE - _discountOf(place.discounts, nights)) / WHOLE + place.cleaningFee;
    }

    /// @notice The time from which the guest may enter on a date.
    /// @dev Assumes: the place was checked, and the night is not in 1970.
    function checkInOf(Place memory place, uint256 night) internal pure returns (uint256 checkIn) {
        return uint256(int256(night * 1 days) + place.checkInAt);
    }

    /// @notice The cancellation schedule of a stay that begins at a time.
    function scheduleOf(uint256 policy, uint256 checkIn) internal pure returns (uint256 refunds) {
        uint256 shift;
        uint256 secondsBefore = type(uint256).max;
        for (; policy != 0; policy >>= POLICY_BITS) {
            secondsBefore = uint32(policy);
            refunds |= (uint256(uint16(policy >> 32)) << UNTIL_BITS | checkIn - secondsBefore) << shift;
            shift += STEP_BITS;
        }
        if (secondsBefore != 0) refunds |= checkIn << shift;
        return refunds | BY_CLOCK;
    }

    /// @dev Day 0 was a Thursday: Fridays and Saturdays leave 1 and 2.
    function _nightPrice(Place memory place, uint256 night) private pure returns (uint256 price) {
        uint256 weekday = night % 7;
        bool isWeekend = place.weekendPrice != 0 && (weekday == 1 || weekday == 2);
        price = isWeekend ? place.weekendPrice : place.nightPrice;
        for (uint256 rest = place.seasons; rest != 0; rest >>= SEASON_BITS) {
            if (night >= uint24(rest) && night <= uint24(rest >> 24)) return price * uint16(rest >> 48) / WHOLE;
        }
    }

    function _discountOf(uint256 discounts, uint256 nights) private pure returns (uint256 bps) {
        for (; discounts != 0 && nights >= uint8(discounts); discounts >>= DISCOUNT_BITS) {
            bps = uint16(discounts >> 8);
        }
    }
}
