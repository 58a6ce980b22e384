// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Place} from "../../../../contracts/interfaces/IBooking.sol";
import {PlaceTerms} from "../../../../contracts/libraries/PlaceTerms.sol";
import {Quotes} from "../../../../contracts/libraries/Quotes.sol";
import {RefundSchedule} from "../../../../contracts/libraries/RefundSchedule.sol";
import {Forge} from "../Forge.sol";

/// @notice No place that can be published has a stay that cannot be priced, or a schedule that the escrow refuses.
contract QuotesTest is Forge {
    uint256 private constant NOW = 1_800_000_000;

    /// @notice Each night adds at least what it costs alone, less the discount; nothing overflows.
    function test_a_stay_costs_its_nights(uint128 usual, uint128 weekend, uint16 factor, uint256 seed) external pure {
        Place memory place;
        (place.nightPrice, place.weekendPrice) = (usual, weekend);
        uint256 first = _dice(seed, "first") % 2 ** 24;
        uint256 nights = _within(_dice(seed, "nights"), 1, 128);
        uint256 last = first + _dice(seed, "last") % 128;
        place.seasons = first | uint256(uint24(last)) << 24 | uint256(factor) << 48;
        uint256 bps = _dice(seed, "off") % 10_001;
        place.discounts = uint96(_within(_dice(seed, "from"), 1, 128) | bps << 8);

        uint256 expected;
        for (uint256 night = first; night < first + nights; ++night) {
            uint256 price = (night % 7 == 1 || night % 7 == 2) && weekend != 0 ? weekend : usual;
            expected += night <= uint24(last) && factor != 0 ? price * factor / 10_000 : price;
        }
        if (nights >= uint8(place.discounts)) expected = expected * (10_000 - bps) / 10_000;
        if (factor == 0 || last >= 2 ** 24) return;
        vm.assertEq(Quotes.priceOf(place, first, nights), expected, "price");
    }

    /// @notice Whatever policy a place may have, the schedule is one that the escrow takes, ending at check-in.
    function test_a_policy_that_is_published_makes_a_schedule_that_is_held(uint256 seed) external {
        vm.warp(NOW);
        Place memory place = _sound();
        for (uint256 i; i < 4; ++i) {
            uint256 dice = _dice(seed ^ i, "step");
            uint256 secondsBefore = [uint256(0), 1, 7 days, 14 days][dice % 4];
            uint256 bps = [uint256(0), 5000, 10_000, 10_001][dice / 4 % 4];
            place.policy |= uint192((secondsBefore | bps << 32) << 48 * i);
            if (dice / 16 % 3 == 0) break;
        }
        (bool isSound,) = address(this).call(abi.encodeCall(this.check, (place)));
        if (!isSound) return;
        uint256 checkIn = NOW + 1 + seed % 731 days;
        vm.assertEq(RefundSchedule.check(Quotes.scheduleOf(place.policy, checkIn)), checkIn, "the last step");
    }

    /// @notice Steps that come closer to check-in are a policy.
    function test_a_sound_policy_is_published(uint256 seed) external {
        vm.warp(NOW);
        Place memory place = _sound();
        uint256 steps = seed % 4;
        uint256 secondsBefore = _dice(seed, "first") % (365 days + 1);
        for (uint256 i; i < steps && (i == 0 || secondsBefore != 0); ++i) {
            uint256 bps = _dice(secondsBefore, "share") % 10_001;
            place.policy |= uint192((secondsBefore | bps << 32) << 48 * i);
            secondsBefore = secondsBefore * (_dice(seed, "closer") % 100) / 100;
        }
        this.check(place);
        uint256 checkIn = NOW + 1 + _dice(seed, "later") % 731 days;
        uint256 refunds = Quotes.scheduleOf(place.policy, checkIn);
        vm.assertEq(RefundSchedule.check(refunds), checkIn, "the last step");
        vm.assertEq(refunds >> 224, 1, "by the clock");
    }

    function check(Place memory place) external view {
        PlaceTerms.check(place);
    }

    function _sound() private pure returns (Place memory place) {
        (place.nightPrice, place.units, place.expiresAt) = (1, 1, type(uint40).max);
        (place.minNights, place.maxNights, place.horizon) = (1, 128, 730);
    }
}
