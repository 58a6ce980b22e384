// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuard} from "solady/src/utils/ReentrancyGuard.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

import {Claim, Deal, DealState, IEscrow, Status} from "../interfaces/IEscrow.sol";
import {IPanel} from "../interfaces/IPanel.sol";
import {DealTerms} from "../libraries/DealTerms.sol";
import {Payments} from "../libraries/Payments.sol";

/// @title Panel
/// @notice People whom a deal can name together as its arbiter: enough of them agree, and the ruling is made.
/// @dev Documented in IPanel. What came in is what is held and what was taken: a token that calls its receiver before it
/// moves the money would show more, so nobody takes a share while another one is being sent.
contract Panel is IPanel, ReentrancyGuard {
    using DealTerms for Deal;

    struct Vote {
        bool isCast;
        uint16 sellerBps;
    }

    /// @notice The escrow whose claims are ruled on here.
    IEscrow public immutable ESCROW;

    /// @notice How many members there are.
    uint256 public immutable MEMBERS;

    /// @notice How many of them have to agree.
    uint8 public immutable QUORUM;

    /// @notice The least share of what a ruling divides that a deal has to grant.
    uint16 public immutable FEE_BPS;

    /// @notice The least time in seconds that a deal has to grant for an answer.
    uint32 public immutable ANSWER_PERIOD;

    /// @inheritdoc IPanel
    mapping(address account => bool) public isMember;

    /// @inheritdoc IPanel
    mapping(bytes32 dealId => mapping(uint16 sellerBps => uint8 votes)) public votesFor;

    mapping(bytes32 dealId => mapping(address member => Vote vote)) private _votes;
    mapping(address token => uint256 amount) private _taken;
    mapping(address member => mapping(address token => uint256 amount)) private _takenBy;

    /// @param document sha-256 digest of a document in which the panel says how it works
    constructor(
        IEscrow escrow,
        address[] memory members,
        uint8 quorum,
        uint16 feeBps,
        uint32 answerPeriod,
        bytes32 document
    ) {
        bool isMajority = uint256(quorum) * 2 > members.length && quorum <= members.length;
        if (!isMajority) revert BadQuorum(quorum, members.length);
        if (feeBps > DealTerms.MAX_ARBITER_BPS) revert BadShare(feeBps);
        for (uint256 i; i < members.length; ++i) {
            address member = members[i];
            if (member == address(0) || isMember[member]) revert BadMember(member);
            isMember[member] = true;
        }

        (ESCROW, MEMBERS, QUORUM) = (escrow, members.length, quorum);
        (FEE_BPS, ANSWER_PERIOD) = (feeBps, answerPeriod);
        emit PanelFormed(members, quorum, feeBps, answerPeriod, document);
    }

    receive() external payable {}

    /// @inheritdoc IPanel
    function vote(Deal calldata deal, uint16 sellerBps) external {
        bytes32 dealId = deal.idOf(address(ESCROW));
        DealState memory state = ESCROW.stateOf(dealId);
        if (state.status != Status.Disputed || state.claim != Claim.Contested) revert NotContested(dealId);
        if (!isMember[msg.sender]) revert NotMember(msg.sender);
        if (deal.arbiter != address(this)) revert NotOurDeal(deal.arbiter);
        if (deal.arbiterBps < FEE_BPS) revert FeeTooLow(deal.arbiterBps, FEE_BPS);
        if (deal.rulingPeriod < ANSWER_PERIOD) revert AnswerTooSoon(deal.rulingPeriod, ANSWER_PERIOD);
        if (sellerBps > 10_000) revert BadShare(sellerBps);

        Vote memory before = _votes[dealId][msg.sender];
        if (before.isCast) --votesFor[dealId][before.sellerBps];
        uint8 votes = ++votesFor[dealId][sellerBps];
        _votes[dealId][msg.sender] = Vote(true, sellerBps);
        emit VoteCast(dealId, msg.sender, sellerBps, votes);

        if (votes == QUORUM) ESCROW.rule(deal, sellerBps);
    }

    /// @inheritdoc IPanel
    function takeShare(address token, address to) external nonReentrant returns (uint256 amount) {
        if (!isMember[msg.sender]) revert NotMember(msg.sender);
        amount = shareOf(msg.sender, token);
        if (amount == 0) revert NothingToTake(msg.sender, token);
        // Money sent to nobody, or back to the panel, would count twice.
        if (to == address(0) || to == address(this)) revert ShareNotSent(to, token, amount);

        _taken[token] += amount;
        _takenBy[msg.sender][token] += amount;
        emit ShareTaken(msg.sender, token, to, amount);

        if (!Payments.send(token, to, amount)) revert ShareNotSent(to, token, amount);
    }

    /// @inheritdoc IPanel
    function collect(address token) external returns (uint256 amount) {
        return ESCROW.withdraw(token, address(this));
    }

    /// @inheritdoc IPanel
    function voteOf(bytes32 dealId, address member) external view returns (bool hasVoted, uint16 sellerBps) {
        Vote memory cast = _votes[dealId][member];
        return (cast.isCast, cast.sellerBps);
    }

    /// @inheritdoc IPanel
    function shareOf(address member, address token) public view returns (uint256 amount) {
        if (!isMember[member]) return 0;
        uint256 held = token == address(0) ? address(this).balance : SafeTransferLib.balanceOf(token, address(this));
        return (held + _taken[token]) / MEMBERS - _takenBy[member][token];
    }
}
