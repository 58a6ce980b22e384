// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Negotiation} from "./Negotiation.sol";

/// @notice An agreement changes by both signatures alone, and each is used once.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 250
/// forge-config: long.invariant.runs = 200
/// forge-config: long.invariant.depth = 500
contract AmendmentsInvariants is Forge {
    Negotiation private _negotiation;

    function setUp() external {
        _negotiation = new Negotiation();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_negotiation);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_negotiation), _negotiation.selectors());
    }

    function test_agreements_are_changed_and_refused() external {
        for (uint256 i; i < 100; ++i) {
            _negotiation.amend(_dice(i, "busy"));
        }
        vm.assertGe(_negotiation.agreed(), 10, "agreed");
        vm.assertGe(_negotiation.refused(), 10, "refused");
    }

    /// @notice Invariant 14.
    function invariant_both_signed_every_amendment() external view {
        _negotiation.verifyCounts();
    }
}
