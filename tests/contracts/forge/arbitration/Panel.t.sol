// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Jury} from "./Jury.sol";

/// @notice A ruling is what a quorum voted for; what it earns is shared to the smallest unit.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 250
/// forge-config: long.invariant.runs = 200
/// forge-config: long.invariant.depth = 500
contract PanelInvariants is Forge {
    Jury private _jury;

    function setUp() external {
        _jury = new Jury();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_jury);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_jury), _jury.selectors());
    }

    function test_members_agree_and_are_paid() external {
        for (uint256 i; i < 200; ++i) {
            _jury.vote(_dice(i, "vote"));
            _jury.takeShare(_dice(i, "take"));
        }
        vm.assertGe(_jury.rulings(), 10, "rulings");
        vm.assertGe(_jury.takings(), 10, "takings");
    }

    function invariant_members_share_what_the_panel_earned() external view {
        _jury.verifyShares();
    }
}
