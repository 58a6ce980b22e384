// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IProfiles} from "./interfaces/IProfiles.sol";

/// @title Profiles
/// @notice Who somebody is and how to reach them, told by themselves.
contract Profiles is IProfiles {
    /// @inheritdoc IProfiles
    function update(bytes32 document) external {
        emit ProfileUpdated(msg.sender, document);
    }
}
