// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Street} from "./Street.sol";

/// @notice Thousands of random trades. Each act compares itself with the table and the ledger; see Turns.
contract EscrowInvariants is Forge {
    Street private _street;

    function setUp() external {
        _street = new Street();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_street);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_street), _street.selectors());
    }

    /// @notice A street where nothing ever succeeds proves nothing.
    function test_every_act_of_the_table_happens() external {
        bytes4[] memory acts = _street.selectors();
        for (uint256 i; i < 6000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_street).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no act of the street fails");
        }

        string[] memory names = _street.actNames();
        for (uint256 i; i < names.length; ++i) {
            vm.assertGe(_street.successes(keccak256(bytes(names[i]))), 3, names[i]);
        }
        vm.assertGe(_street.successes(keccak256("sponsor")), 3, "sponsor");
    }

    /// @notice Invariant 1.
    function invariant_the_escrow_holds_exactly_what_it_owes() external view {
        _street.verifySolvency();
    }

    /// @notice Invariants 2 and 3.
    function afterInvariant() external {
        _street.closeEverything(block.timestamp % 2 == 0);
    }
}
