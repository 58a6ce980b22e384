// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Calendar, Nights} from "../../../../contracts/libraries/Nights.sol";

/// @notice Whatever two guests ask for, in whatever order: they never share a night, and only a shared night keeps one out.
contract NightsProof {
    Calendar private _calendar;

    function check_two_stays_are_booked_exactly_if_they_share_no_night(
        uint16 unit,
        uint24 firstNight,
        uint8 nights,
        uint24 otherFirstNight,
        uint8 otherNights
    ) external {
        if (!_isStay(nights) || !_isStay(otherNights)) return;
        bool isApart =
            uint256(firstNight) + nights <= otherFirstNight || uint256(otherFirstNight) + otherNights <= firstNight;

        bool isFirst = Nights.book(_calendar, unit, firstNight, nights);
        bool isSecond = Nights.book(_calendar, unit, otherFirstNight, otherNights);

        assert(isFirst && isSecond == isApart);
    }

    function check_a_freed_stay_leaves_nothing(uint16 unit, uint24 firstNight, uint8 nights) external {
        if (!_isStay(nights)) return;
        Nights.book(_calendar, unit, firstNight, nights);

        Nights.free(_calendar, unit, firstNight, nights);

        assert(Nights.book(_calendar, unit, firstNight, nights));
    }

    function check_unblocking_frees_no_stay(
        uint16 unit,
        uint24 firstNight,
        uint8 nights,
        uint24 otherFirstNight,
        uint8 otherNights
    ) external {
        if (!_isStay(nights) || !_isStay(otherNights)) return;
        Nights.book(_calendar, unit, firstNight, nights);

        Nights.blockOff(_calendar, unit, otherFirstNight, otherNights);
        Nights.unblock(_calendar, unit, otherFirstNight, otherNights);

        assert(!Nights.book(_calendar, unit, firstNight, nights));
    }

    function _isStay(uint256 nights) private pure returns (bool) {
        return nights != 0 && nights <= Nights.MAX_NIGHTS;
    }
}
