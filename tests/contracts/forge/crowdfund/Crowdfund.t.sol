// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Fairground} from "./Fairground.sol";

/// @notice Thousands of random acts around a few campaigns. Each is compared with the chronicle.
contract CrowdfundInvariants is Forge {
    Fairground private _fairground;

    function setUp() external {
        _fairground = new Fairground();
        _fairground.publish(8);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_fairground);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_fairground), _fairground.selectors());
    }

    /// @notice A fairground where nothing ever succeeds or fails proves nothing.
    function test_every_act_succeeds_and_is_refused() external {
        bytes4[] memory acts = _fairground.selectors();
        for (uint256 i; i < 4000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_fairground).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no act of the fairground fails");
        }

        for (uint256 i; i < acts.length; ++i) {
            bool isAct = acts[i] != _fairground.pledgeMore.selector && acts[i] != _fairground.waitForIt.selector
                && acts[i] != _fairground.changeMood.selector;
            if (!isAct) continue;
            vm.assertGe(_fairground.successes(acts[i]), 3, string.concat("successes of act ", vm.toString(i)));
            vm.assertGe(_fairground.refusals(acts[i]), 5, string.concat("refusals of act ", vm.toString(i)));
        }
    }

    /// @notice Invariants 1 and 9.
    function invariant_a_campaigns_money_is_held_paid_or_returned() external view {
        _fairground.verifyLast();
        _fairground.verifyMoney();
    }

    /// @notice Invariants 3 and 9.
    function afterInvariant() external {
        _fairground.closeEverything(block.timestamp % 2 == 0);
    }
}
