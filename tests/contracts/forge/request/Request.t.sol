// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Tariff} from "../../../../contracts/interfaces/IRequest.sol";
import {Request} from "../../../../contracts/markets/Request.sol";
import {Forge, FuzzSelector} from "../Forge.sol";
import {Errands} from "./Errands.sol";

/// @notice What is accepted is what its seller signed and has not taken back; a ride costs what its tariff says.
contract RequestInvariants is Forge {
    Errands private _errands;

    function setUp() external {
        _errands = new Errands();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_errands);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_errands), _errands.selectors());
    }

    /// @notice Where nobody drives nothing is proved.
    function test_offers_are_accepted_and_rides_end_in_every_way() external {
        bytes4[] memory acts = _errands.selectors();
        for (uint256 i; i < 2000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_errands).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no errand fails");
        }

        vm.assertGe(_errands.accepted(), 20, "accepted");
        vm.assertGe(_errands.refusals(), 20, "refusals");
        vm.assertGe(_errands.driven(), 10, "driven");
        vm.assertGe(_errands.cancelled(), 5, "cancelled");
        vm.assertGe(_errands.missed(), 2, "missed");
        vm.assertGe(_errands.reclaimed(), 5, "reclaimed");
    }

    /// @notice Invariants 12 and 13: sellers alone take back what they signed; what was accepted is held until it ends.
    function invariant_what_is_held_was_signed_and_accepted() external view {
        _errands.verifyEpochs();
        _errands.verifyHeld();
    }
}

/// @notice The fare by itself, over all numbers.
contract Fares is Forge {
    Request private _market = new Request(address(this));

    /// @notice Never below the minimum; a longer or slower way never costs less; one rounding at most.
    function test_a_fare_grows_with_distance_and_time(Tariff memory tariff, uint32 meters, uint32 duration)
        external
        view
    {
        uint256 fare = _market.fareOf(tariff, meters, duration);
        vm.assertGe(fare, tariff.minimum, "minimum");
        if (meters != type(uint32).max) vm.assertGe(_market.fareOf(tariff, meters + 1, duration), fare, "farther");
        if (duration != type(uint32).max) vm.assertGe(_market.fareOf(tariff, meters, duration + 1), fare, "longer");
        if (fare == tariff.minimum) return;
        uint256 exact = tariff.perKilometer * uint256(meters) * 60 + tariff.perMinute * uint256(duration) * 1000;
        vm.assertLe((fare - tariff.base) * 60_000, exact, "rounded down");
        vm.assertGe((fare - tariff.base + 1) * 60_000, exact + 1, "by less than one");
    }

    /// @notice Whole kilometers and minutes need no rounding at all.
    function test_whole_kilometers_and_minutes_are_exact(Tariff memory tariff, uint16 kilometers, uint16 hour)
        external
        view
    {
        uint256 fare =
            tariff.base + uint256(tariff.perKilometer) * kilometers + uint256(tariff.perMinute) * hour;
        if (fare < tariff.minimum) fare = tariff.minimum;
        vm.assertEq(_market.fareOf(tariff, uint32(kilometers) * 1000, uint32(hour) * 60), fare, "exact");
    }
}
