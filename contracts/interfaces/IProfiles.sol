// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Profiles
/// @notice Who somebody is and how to reach them, told by themselves.
/// @dev Events only: nothing is stored, an index keeps the latest one of each account.
interface IProfiles {
    /// @notice An account published its profile.
    event ProfileUpdated(address indexed account, bytes32 document);

    /// @notice Publishes the caller's profile, or removes it with an empty digest.
    /// @param document sha-256 digest of the profile document; the digest is its CID
    function update(bytes32 document) external;
}
