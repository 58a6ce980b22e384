// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Calendar, Nights} from "../../../../contracts/libraries/Nights.sol";
import {PackedStay, Stays} from "../../../../contracts/libraries/Stays.sol";
import {Stay} from "../../../../contracts/interfaces/IBooking.sol";
import {Forge} from "../Forge.sol";

/// @notice The calendar is a set of nights for each unit, wherever its words begin and end.
contract NightsTest is Forge {
    using Nights for Calendar;

    Calendar private _calendar;

    function test_booked_nights_are_booked_and_no_others(uint16 unit, uint24 firstNight, uint256 seed) external {
        uint256 nights = _within(seed, 1, 128);
        vm.assertTrue(_calendar.book(unit, firstNight, nights), "free nights are booked");
        _verify(unit, firstNight, nights, true, false);
        _calendar.free(unit, firstNight, nights);
        _verify(unit, firstNight, nights, false, false);
    }

    function test_blocked_nights_are_blocked_and_no_others(uint16 unit, uint24 firstNight, uint256 seed) external {
        uint256 nights = _within(seed, 1, 128);
        _calendar.blockOff(unit, firstNight, nights);
        _verify(unit, firstNight, nights, false, true);
        _calendar.unblock(unit, firstNight, nights);
        _verify(unit, firstNight, nights, false, false);
    }

    /// @notice Booked exactly if no night is common to both.
    function test_two_stays_share_no_night(uint24 firstNight, uint256 seed) external {
        uint256 nights = _within(_dice(seed, "nights"), 1, 128);
        uint256 other = uint256(firstNight) + _dice(seed, "other") % 300;
        uint256 others = _within(_dice(seed, "others"), 1, 128);
        bool isApart = other >= firstNight + nights;

        vm.assertTrue(_calendar.book(0, firstNight, nights), "the first stay");
        vm.assertTrue(_calendar.book(0, other, others) == isApart, "the second stay");
    }

    function test_what_is_booked_outlasts_blocking_and_unblocking(uint24 firstNight, uint256 seed) external {
        uint256 nights = _within(_dice(seed, "nights"), 1, 128);
        uint256 other = uint256(firstNight) + _dice(seed, "other") % 128;
        uint256 others = _within(_dice(seed, "others"), 1, 128);

        _calendar.book(7, firstNight, nights);
        _calendar.blockOff(7, other, others);
        _calendar.unblock(7, other, others);
        _verify(7, firstNight, nights, true, false);
    }

    function test_a_stay_is_read_as_it_was_packed(Stay calldata stay) external pure {
        PackedStay packed = Stays.pack(stay);
        vm.assertEq(bytes32(packed.sku()), bytes32(stay.sku), "sku");
        vm.assertEq(packed.unit(), stay.unit, "unit");
        vm.assertEq(packed.firstNight(), stay.firstNight, "first night");
        vm.assertEq(packed.nights(), stay.nights, "nights");
        vm.assertEq(uint72(uint256(PackedStay.unwrap(packed))), stay.nonce, "nonce");
    }

    /// @notice A night has begun when its check-in has come.
    function test_nights_begin_one_after_the_other(uint16 nights, uint32 time) external {
        vm.assume(nights != 0);
        uint256 checkIn = 1_800_000_000;
        vm.warp(time);
        uint256 expected;
        while (expected < nights && checkIn + expected * 1 days <= time) ++expected;

        PackedStay packed = PackedStay.wrap(bytes32(uint256(nights) << 72));
        vm.assertEq(packed.begun(checkIn + uint256(nights) * 1 days), expected, "begun");
    }

    /// @dev Around the nights, and in the units beside.
    function _verify(uint256 unit, uint256 firstNight, uint256 nights, bool isBooked, bool isBlocked) private view {
        uint256 bits = nights == 128 ? type(uint128).max : (1 << nights) - 1;
        _expect(unit, firstNight, isBooked ? bits : 0, isBlocked ? bits : 0);
        _expect(unit, firstNight + nights, 0, 0);
        if (firstNight >= 128) _expect(unit, firstNight - 128, 0, 0);
        _expect(unit + 1, firstNight, 0, 0);
    }

    function _expect(uint256 unit, uint256 firstNight, uint256 booked, uint256 blocked) private view {
        (uint128 seenBooked, uint128 seenBlocked) = _calendar.read(unit, firstNight);
        vm.assertEq(seenBooked, booked, "booked");
        vm.assertEq(seenBlocked, blocked, "blocked");
    }
}
