// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "./IEscrow.sol";

/// @title Market
/// @notice A policy that vouches that a seller agreed to a deal.
/// @dev Anybody may deploy one. It never has custody of a deal's money.
interface IMarket {
    /// @notice Only the escrow may ask for this.
    error NotEscrow(address caller);

    /// @notice Vouches for the deal, and takes what it sells out of stock.
    /// @dev Only the escrow, once, while it opens the deal. Reverts with the reason when the seller did not agree.
    /// @param authorization what the market needs to check, in its own encoding
    /// @return magic this function's selector
    function authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization) external returns (bytes4 magic);
}
