// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable, IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title Central arbitrator
/// @notice An arbitrator of ERC-792 that rules as it is told, at a price that may change.
contract CentralArbitrator is IArbitrator {
    uint256 public cost;
    uint256 public count;
    mapping(uint256 disputeId => address arbitrable) public arbitrableOf;
    mapping(uint256 disputeId => bytes extraData) public extraDataOf;

    error FeeNotPaid(uint256 cost, uint256 paid);

    function ask(uint256 newCost) external {
        cost = newCost;
    }

    /// @inheritdoc IArbitrator
    function createDispute(uint256, bytes calldata extraData) external payable returns (uint256 disputeId) {
        if (msg.value < cost) revert FeeNotPaid(cost, msg.value);
        disputeId = ++count;
        (arbitrableOf[disputeId], extraDataOf[disputeId]) = (msg.sender, extraData);
    }

    function giveRuling(uint256 disputeId, uint256 ruling) external {
        IArbitrable(arbitrableOf[disputeId]).rule(disputeId, ruling);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return cost;
    }
}
