// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable, IArbitrator} from "../interfaces/IArbitrator.sol";
import {Answered, Case, CaseStatus, IArbitratorAdapter} from "../interfaces/IArbitratorAdapter.sol";
import {Claim, Deal, DealState, IEscrow, Status} from "../interfaces/IEscrow.sol";
import {DealTerms} from "../libraries/DealTerms.sol";

/// @title Arbitrator adapter
/// @notice Lets a deal name an arbitrator of ERC-792 as its arbiter.
/// @dev Documented in IArbitratorAdapter.
contract ArbitratorAdapter is IArbitratorAdapter {
    using DealTerms for Deal;

    uint256 private constant CHOICES = 2;
    uint256 private constant META_EVIDENCE = 0;
    uint16 private constant WHOLE = 10_000;

    /// @notice The escrow whose claims are ruled on here.
    IEscrow public immutable ESCROW;

    /// @notice Who rules.
    IArbitrator public immutable ARBITRATOR;

    /// @notice What the arbitrator needs to know about every dispute, in its own encoding.
    bytes public extraData;

    mapping(bytes32 dealId => Case found) private _cases;
    mapping(uint256 disputeId => bytes32 dealId) private _dealIds;

    /// @param metaEvidence a URI of what disputes are about, and what each ruling means, as ERC-1497 describes it
    constructor(IEscrow escrow, IArbitrator arbitrator, bytes memory data, string memory metaEvidence) {
        (ESCROW, ARBITRATOR) = (escrow, arbitrator);
        extraData = data;
        emit MetaEvidence(META_EVIDENCE, metaEvidence);
    }

    /// @inheritdoc IArbitratorAdapter
    function createDispute(Deal calldata deal) external payable returns (uint256 disputeId) {
        bytes32 dealId = _requireContested(deal);
        if (_cases[dealId].status != CaseStatus.None) revert CaseExists(dealId);
        _requireParty(deal);
        if (deal.arbiter != address(this)) revert NotOurDeal(deal.arbiter);
        if (deal.arbiterBps != 0) revert ShareNotTaken(deal.arbiterBps);
        bytes memory data = extraData;
        uint256 cost = ARBITRATOR.arbitrationCost(data);
        if (msg.value != cost) revert WrongFee(cost, msg.value);

        _cases[dealId].status = CaseStatus.Open;

        // Only the arbitrator knows how it names the dispute.
        disputeId = ARBITRATOR.createDispute{value: cost}(CHOICES, data);
        _cases[dealId].disputeId = uint240(disputeId);
        _dealIds[disputeId] = dealId;
        emit Dispute(ARBITRATOR, disputeId, META_EVIDENCE, uint256(dealId));
    }

    /// @inheritdoc IArbitratorAdapter
    function submitEvidence(Deal calldata deal, string calldata evidence) external {
        bytes32 dealId = _requireContested(deal);
        _requireParty(deal);
        if (deal.arbiter != address(this)) revert NotOurDeal(deal.arbiter);

        emit Evidence(ARBITRATOR, uint256(dealId), msg.sender, evidence);
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 disputeId, uint256 ruling) external {
        bytes32 dealId = _dealIds[disputeId];
        if (_cases[dealId].status != CaseStatus.Open) revert DisputeUnknown(disputeId);
        if (msg.sender != address(ARBITRATOR)) revert NotArbitrator(msg.sender);
        if (ruling > CHOICES) revert BadRuling(ruling);

        (_cases[dealId].status, _cases[dealId].answer) = (CaseStatus.Ruled, Answered(ruling));
        emit Ruling(ARBITRATOR, disputeId, ruling);
    }

    /// @inheritdoc IArbitratorAdapter
    function carryOut(Deal calldata deal) external {
        bytes32 dealId = deal.idOf(address(ESCROW));
        Case memory found = _cases[dealId];
        if (found.status != CaseStatus.Ruled) revert NotRuled(dealId);

        uint16 sellerBps = deal.silenceBps;
        if (found.answer == Answered.Buyer) sellerBps = 0;
        if (found.answer == Answered.Seller) sellerBps = WHOLE;
        ESCROW.rule(deal, sellerBps);
    }

    /// @inheritdoc IArbitratorAdapter
    function caseOf(bytes32 dealId) external view returns (Case memory found) {
        return _cases[dealId];
    }

    function _requireContested(Deal calldata deal) private view returns (bytes32 dealId) {
        dealId = deal.idOf(address(ESCROW));
        DealState memory state = ESCROW.stateOf(dealId);
        if (state.status != Status.Disputed || state.claim != Claim.Contested) revert NotContested(dealId);
    }

    function _requireParty(Deal calldata deal) private view {
        if (msg.sender != deal.buyer && msg.sender != deal.seller) revert NotDealParty(msg.sender);
    }
}
