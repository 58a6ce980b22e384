// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Village} from "./Village.sol";

/// @notice No two stays share a night, whoever books, cancels, blocks or quarrels.
/// forge-config: default.invariant.runs = 50
/// forge-config: default.invariant.depth = 200
/// forge-config: long.invariant.runs = 200
/// forge-config: long.invariant.depth = 500
contract BookingInvariants is Forge {
    Village private _village;

    function setUp() external {
        _village = new Village();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_village);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_village), _village.selectors());
    }

    /// @notice A village where nobody stays proves nothing.
    function test_stays_are_booked_refused_and_ended() external {
        bytes4[] memory acts = _village.selectors();
        for (uint256 i; i < 1500; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_village).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no act of the village fails");
        }

        vm.assertGe(_village.bookings(), 30, "bookings");
        vm.assertGe(_village.refusals(), 20, "refusals");
        vm.assertGe(_village.endings(), 10, "endings");
    }

    /// @notice Invariant 7.
    function invariant_no_two_stays_share_a_night() external view {
        _village.verifyCalendars();
    }

    function invariant_the_market_knows_each_place() external view {
        _village.verifyPlaces();
    }
}
