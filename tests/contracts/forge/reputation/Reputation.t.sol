// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Village} from "./Village.sol";

/// @notice A record is what closed deals and their parties made it, and nothing else.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 250
/// forge-config: long.invariant.runs = 200
/// forge-config: long.invariant.depth = 500
contract ReputationInvariants is Forge {
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

    /// @notice A village where nobody is reviewed proves nothing.
    function test_reviews_are_revealed_and_outcomes_recorded() external {
        bytes4[] memory acts = _village.selectors();
        for (uint256 i; i < 1000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_village).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no act of the village fails");
        }

        vm.assertGe(_village.revealed(), 10, "reviews revealed");
        vm.assertGe(_village.recorded(), 20, "outcomes recorded");
    }

    /// @notice Invariant 6.
    function invariant_records_are_what_closed_deals_made_them() external view {
        _village.verifyRecords();
    }
}
