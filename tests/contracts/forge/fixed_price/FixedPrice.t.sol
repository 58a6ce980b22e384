// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {Bazaar} from "./Bazaar.sol";

/// @notice What is sold is what its seller published or signed, and never more of it than there is.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 250
/// forge-config: long.invariant.runs = 200
/// forge-config: long.invariant.depth = 500
contract FixedPriceInvariants is Forge {
    Bazaar private _bazaar;

    function setUp() external {
        _bazaar = new Bazaar();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_bazaar);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_bazaar), _bazaar.selectors());
    }

    /// @notice A bazaar where nobody buys proves nothing.
    function test_things_are_bought_and_refused() external {
        bytes4[] memory acts = _bazaar.selectors();
        for (uint256 i; i < 1000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_bazaar).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no act of the bazaar fails");
        }

        vm.assertGe(_bazaar.sales(), 20, "sales");
        vm.assertGe(_bazaar.refusals(), 20, "refusals");
    }

    /// @notice Invariant 7.
    function invariant_a_shelf_holds_what_was_put_there_and_not_sold() external view {
        _bazaar.verifyShelves();
    }
}
