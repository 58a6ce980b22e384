// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "./IEscrow.sol";

/// @title Panel
/// @notice People whom a deal can name together as its arbiter: enough of them agree, and the ruling is made.
/// @dev Anybody may deploy one. Members, quorum, fee and answer time never change. The fee that a ruling earns comes to
/// the panel and belongs to all members in equal parts.
/// @dev A deal that grants the panel less than its fee or its answer time is not ruled on: the arbiter stays silent.
interface IPanel {
    /// @notice These people can be named as an arbiter.
    /// @dev Once, at deployment.
    event PanelFormed(address[] members, uint8 quorum, uint16 feeBps, uint32 answerPeriod, bytes32 document);

    /// @notice A member said how the claim should be ruled.
    event VoteCast(bytes32 indexed dealId, address indexed member, uint16 sellerBps, uint8 votes);

    /// @notice A member took a share of what the panel earned.
    event ShareTaken(address indexed member, address indexed token, address to, uint256 amount);

    /// @notice A panel has members who differ from each other, and no zero address among them.
    error BadMember(address member);

    /// @notice More than half of the members have to agree, and at most all of them.
    error BadQuorum(uint256 quorum, uint256 members);

    /// @notice No claim on this deal waits for a ruling.
    error NotContested(bytes32 dealId);

    /// @notice Only a member of the panel may do this.
    error NotMember(address caller);

    /// @notice This deal names somebody else as its arbiter.
    error NotOurDeal(address arbiter);

    /// @notice The deal pays the panel too little.
    error FeeTooLow(uint256 arbiterBps, uint256 feeBps);

    /// @notice The deal gives the panel too little time to answer.
    error AnswerTooSoon(uint256 rulingPeriod, uint256 answerPeriod);

    /// @notice A share is at most 10,000 basis points.
    error BadShare(uint256 bps);

    /// @notice There is nothing to take.
    error NothingToTake(address member, address token);

    /// @notice The money could not be sent to this address. Take it to another one.
    error ShareNotSent(address to, address token, uint256 amount);

    /// @notice Says how a contested claim should be ruled. With the vote that completes the quorum, it is.
    /// @dev Only a member; a later vote replaces an earlier one. The escrow refuses a ruling after `rulingPeriod`.
    function vote(Deal calldata deal, uint16 sellerBps) external;

    /// @notice Sends the caller's part of what the panel earned in a token.
    /// @dev Only a member. Rounded down; what does not divide waits for the next fee.
    function takeShare(address token, address to) external returns (uint256 amount);

    /// @notice Fetches a fee that the escrow could not deliver to the panel.
    function collect(address token) external returns (uint256 amount);

    /// @notice Whether this account is a member.
    function isMember(address account) external view returns (bool);

    /// @notice How many members want this share for the seller.
    function votesFor(bytes32 dealId, uint16 sellerBps) external view returns (uint8 votes);

    /// @notice What a member said last.
    function voteOf(bytes32 dealId, address member) external view returns (bool hasVoted, uint16 sellerBps);

    /// @notice What a member can take of a token.
    function shareOf(address member, address token) external view returns (uint256 amount);
}
