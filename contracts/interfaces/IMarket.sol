// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "./IEscrow.sol";

/// @title Market
/// @notice A policy that vouches that a seller agreed to a deal.
/// @dev Anybody may deploy one. It never has custody of a deal's money, and cannot keep a deal from closing.
interface IMarket {
    /// @notice Only the escrow may ask for this.
    error NotEscrow(address caller);

    /// @notice Vouches for the deal, and takes what it sells out of stock.
    /// @dev Only the escrow, once, while it opens the deal. Reverts with the reason when the seller did not agree.
    /// @param authorization what the market needs to check, in its own encoding
    /// @return magic this function's selector, or `IWatchingMarket.onDealClosed.selector` of a market that wants to be told
    function authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization) external returns (bytes4 magic);
}

/// @title Watching market
/// @notice A market that wants to be told when a deal of its own comes to nothing.
interface IWatchingMarket is IMarket {
    /// @notice Hears that a deal closed with its price in question: it was not simply paid.
    /// @dev Only the escrow, once, after it paid, and only of deals the market asked for when it vouched. It gets
    /// 100,000 gas; whatever it does or fails to do, the deal is closed.
    /// @param sellerBps the seller's share of the price
    function onDealClosed(bytes32 dealId, Deal calldata deal, uint16 sellerBps) external;
}
