// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../interfaces/IEscrow.sol";
import {IMarket, IWatchingMarket} from "../interfaces/IMarket.sol";

/// @title Watching market
/// @notice Vouches for everything and wants to be told how it ends; what it is told it remembers, or refuses to hear.
contract WatchingMarket is IWatchingMarket {
    enum Manner {
        Listen,
        Refuse,
        BurnGas // uses all the gas it is given
    }

    bytes32 public dealId;
    bytes32 public dealHash;
    Manner public manner;
    uint64 public calls;
    uint16 public sellerBps;
    uint32 public gasGiven;

    error Refused();

    /// @notice Sets how news are received.
    function behave(Manner manner_) external {
        manner = manner_;
    }

    /// @inheritdoc IMarket
    function authorize(bytes32, Deal calldata, bytes calldata) external pure returns (bytes4 magic) {
        return IWatchingMarket.onDealClosed.selector;
    }

    /// @inheritdoc IWatchingMarket
    function onDealClosed(bytes32 dealId_, Deal calldata deal, uint16 sellerBps_) external {
        uint256 given = gasleft();
        if (manner == Manner.Refuse) revert Refused();
        while (manner == Manner.BurnGas) continue;
        // Three words for the first time: 100,000 gas are enough for them.
        (dealId, dealHash) = (dealId_, keccak256(abi.encode(deal)));
        (sellerBps, gasGiven) = (sellerBps_, uint32(given));
        ++calls;
    }
}
