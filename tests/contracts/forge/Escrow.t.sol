// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "./Forge.sol";
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

    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0] = FuzzSelector(address(_street), new bytes4[](1));
        excluded[0].selectors[0] = Street.closeEverything.selector;
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
