// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Arbitrator
/// @notice Whom a contract can ask to rule, by ERC-792.
interface IArbitrator {
    /// @notice Opens a dispute and takes the fee.
    /// @param choices how many rulings there are besides refusing to rule
    /// @param extraData what the arbitrator needs to know, in its own encoding
    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 disputeId);

    /// @notice What a dispute costs now, in the native coin.
    function arbitrationCost(bytes calldata extraData) external view returns (uint256 cost);
}

/// @title Arbitrable
/// @notice What an arbitrator rules on, by ERC-792, and what it can read about it, by ERC-1497.
interface IArbitrable {
    /// @notice The arbitrator ruled.
    event Ruling(IArbitrator indexed arbitrator, uint256 indexed disputeId, uint256 ruling);

    /// @notice What disputes are about, and what each ruling means.
    event MetaEvidence(uint256 indexed metaEvidenceId, string evidence);

    /// @notice A dispute was opened.
    event Dispute(
        IArbitrator indexed arbitrator, uint256 indexed disputeId, uint256 metaEvidenceId, uint256 evidenceGroupId
    );

    /// @notice Somebody concerned added a piece of evidence.
    event Evidence(
        IArbitrator indexed arbitrator, uint256 indexed evidenceGroupId, address indexed party, string evidence
    );

    /// @notice Gives the ruling on a dispute.
    /// @dev Only the arbitrator, once.
    function rule(uint256 disputeId, uint256 ruling) external;
}
