// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../interfaces/IEscrow.sol";
import {IMarket} from "../interfaces/IMarket.sol";

/// @title Open market
/// @notice Vouches for everything, so that the escrow can be tested alone.
contract OpenMarket is IMarket {
    /// @inheritdoc IMarket
    function authorize(bytes32, Deal calldata, bytes calldata) external pure returns (bytes4 magic) {
        return IMarket.authorize.selector;
    }
}
