// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Bank} from "./Bank.sol";

/// @notice Whoever lends, repays, sells, agrees, collects or defaults: everybody has what the rules say, to the wei.
/// forge-config: default.invariant.runs = 100
/// forge-config: default.invariant.depth = 500
/// forge-config: long.invariant.runs = 200
/// forge-config: long.invariant.depth = 500
contract LoanInvariants is Forge {
    Bank private _bank;

    function setUp() external {
        _bank = new Bank();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_bank);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_bank), _bank.selectors());
    }

    /// @notice A bank where nothing happens proves nothing.
    function test_things_happen_and_are_refused() external {
        bytes4[] memory acts = _bank.selectors();
        for (uint256 i; i < 2000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone, bytes memory reason) =
                address(_bank).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            if (!isDone) {
                assembly {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }

        vm.assertGe(_bank.acts(), 500, "acts");
        vm.assertGe(_bank.refusals(), 200, "refusals");
    }

    /// @notice Invariants 1 and 10.
    function invariant_the_contract_holds_what_it_owes() external view {
        _bank.verifySolvency();
    }

    /// @notice Invariants 2 and 3, for loans.
    function afterInvariant() external {
        _bank.verifyPurses();
        _bank.verifyDebts();
        _bank.closeEverything();
        _bank.verifyPurses();
    }
}
