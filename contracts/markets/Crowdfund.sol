// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credits} from "../Credits.sol";
import {Campaign, CampaignState, ICrowdfund, Phase, Pledge, Tier} from "../interfaces/ICrowdfund.sol";
import {CampaignTerms} from "../libraries/CampaignTerms.sol";
import {Deadlines} from "../libraries/Deadlines.sol";
import {Payments} from "../libraries/Payments.sol";
import {Stake, Stakes} from "../libraries/Stakes.sol";
import {Tallies, Tally} from "../libraries/Tallies.sol";

/// @title Crowdfund
/// @notice Collects pledges for a campaign: the creator gets them if the goal is met, else every backer his own.
/// @dev Documented in ICrowdfund. Every act has three paragraphs: checks, effects, interactions; nothing is written
/// after an interaction, except the credit of a payment that failed. No act costs more when there are more backers.
contract Crowdfund is ICrowdfund, Credits {
    using CampaignTerms for Campaign;

    /// What only matters once a campaign has succeeded.
    struct Ballot {
        uint104 vetoed; // pledges against the tranche
        uint8 tranche; // what the last veto was about
        uint104 refunded; // pledges whose share of the rest was refunded
    }

    struct Fund {
        Tally tally;
        Ballot ballot;
        mapping(address backer => Stake stake) stakes;
    }

    mapping(bytes32 campaignId => Fund fund) private _funds;

    // ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICrowdfund
    function publish(Campaign calldata campaign, Tier[] calldata tiers) external returns (bytes32 campaignId) {
        campaignId = campaign.idOf();
        if (_funds[campaignId].tally.isPublished()) revert CampaignExists(campaignId);
        campaign.requireWidths();
        _requireCreator(campaign);
        campaign.check(tiers);

        _funds[campaignId].tally = Tallies.EMPTY;
        emit CampaignPublished(campaignId, msg.sender, campaign);
        for (uint256 i; i < tiers.length; ++i) {
            emit TierOffered(campaignId, uint8(i), tiers[i].amount, tiers[i].limit);
        }
    }

    // ── Pledging ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICrowdfund
    function pledge(Campaign calldata campaign, Tier[] calldata tiers, uint8 tier, uint256 amount) external payable {
        (bytes32 campaignId, Fund storage fund, Tally tally) = _loadOpen(campaign);
        if (msg.sender == campaign.creator) revert CreatorCannotPledge(msg.sender);
        if (fund.stakes[msg.sender].exists()) revert AlreadyPledged(campaignId, msg.sender);
        bool isLimited = campaign.checkChoice(tiers, tier, amount, tally);
        uint256 most = Tallies.MAX_RAISED - tally.raised();
        if (amount > most) revert PledgeTooHigh(amount, most);
        bool isNative = campaign.token == address(0);
        uint256 native = isNative ? amount : 0;
        if (msg.value != native) revert WrongPayment(native, msg.value);

        tally = tally.plus(amount);
        if (isLimited) tally = tally.withPlaceTaken(tier);
        fund.tally = tally;
        fund.stakes[msg.sender] = Stakes.pack(amount, tier, isLimited);
        emit PledgeMade(campaignId, msg.sender, tier, amount, tally.raised());

        if (!isNative) Payments.pull(campaign.token, amount);
    }

    /// @inheritdoc ICrowdfund
    function withdrawPledge(Campaign calldata campaign) external {
        (bytes32 campaignId, Fund storage fund, Tally tally) = _loadOpen(campaign);
        Stake stake = _stakeOf(campaignId, fund, msg.sender);
        Deadlines.requireUntil(campaign.endsAt - CampaignTerms.LOCK_PERIOD);

        uint256 amount = stake.amount();
        tally = tally.minus(amount);
        if (stake.isLimited()) tally = tally.withPlaceFreed(stake.tier());
        fund.tally = tally;
        fund.stakes[msg.sender] = Stakes.NONE;
        emit PledgeWithdrawn(campaignId, msg.sender, amount, tally.raised());

        _push(campaign.token, msg.sender, amount);
    }

    // ── After the end ────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICrowdfund
    function claim(Campaign calldata campaign) external {
        (bytes32 campaignId, Fund storage fund, Tally tally) = _loadSucceeded(campaign);
        _requireCreator(campaign);
        uint256 tranche = tally.claimed() + 1;
        Deadlines.requireAfter(campaign.dueAt(tranche));

        uint256 amount = _paid(campaign, tally, tranche) - _paid(campaign, tally, tranche - 1);
        fund.tally = tally.withTrancheClaimed();
        emit TrancheClaimed(campaignId, uint8(tranche), amount);

        _push(campaign.token, msg.sender, amount);
    }

    /// @inheritdoc ICrowdfund
    function veto(Campaign calldata campaign) external {
        (bytes32 campaignId, Fund storage fund, Tally tally) = _loadSucceeded(campaign);
        Stake stake = _stakeOf(campaignId, fund, msg.sender);
        Deadlines.requireUntil(campaign.dueAt(campaign.tranches));
        uint8 tranche = campaign.nextTranche();
        if (stake.vetoed() == tranche) revert AlreadyVetoed(campaignId, tranche);

        Ballot memory ballot = fund.ballot;
        uint256 vetoed = stake.amount();
        if (ballot.tranche == tranche) vetoed += ballot.vetoed;
        fund.ballot = Ballot(uint104(vetoed), tranche, ballot.refunded);
        fund.stakes[msg.sender] = stake.withVeto(tranche);
        emit TrancheVetoed(campaignId, msg.sender, tranche, stake.amount(), vetoed);
        if (vetoed * 2 > tally.raised()) _stop(campaignId, fund, tally);
    }

    /// @inheritdoc ICrowdfund
    function stop(Campaign calldata campaign) external {
        (bytes32 campaignId, Fund storage fund, Tally tally, Phase phase) = _load(campaign);
        if (phase != Phase.Open && phase != Phase.Succeeded) revert CampaignOver(campaignId, phase);
        _requireCreator(campaign);

        _stop(campaignId, fund, tally);
    }

    /// @inheritdoc ICrowdfund
    function refund(Campaign calldata campaign, address backer) external {
        (bytes32 campaignId, Fund storage fund, Tally tally, Phase phase) = _load(campaign);
        bool isRefundable = phase == Phase.Failed || phase == Phase.Lapsed || phase == Phase.Stopped;
        if (!isRefundable) revert CampaignNotRefundable(campaignId, phase);
        uint256 amount = _stakeOf(campaignId, fund, backer).amount();

        fund.stakes[backer] = Stakes.NONE;
        if (tally.claimed() != 0) amount = _takeShare(campaign, fund, tally, amount);
        emit PledgeRefunded(campaignId, backer, amount);

        _push(campaign.token, backer, amount);
    }

    // ── Delivery ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICrowdfund
    function deliver(Campaign calldata campaign, bytes32 evidence) external {
        (bytes32 campaignId, Fund storage fund, Tally tally) = _loadUndelivered(campaign);
        _requireCreator(campaign);

        fund.tally = tally.delivered();
        emit CampaignDelivered(campaignId, evidence);
    }

    /// @inheritdoc ICrowdfund
    function reportUndelivered(Campaign calldata campaign) external {
        (bytes32 campaignId, Fund storage fund, Tally tally) = _loadUndelivered(campaign);
        if (tally.isUndelivered()) revert AlreadyReported(campaignId);
        _stakeOf(campaignId, fund, msg.sender);
        Deadlines.requireAfter(campaign.deliverBy);

        fund.tally = tally.undelivered();
        emit CampaignUndelivered(campaignId, msg.sender);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc ICrowdfund
    function idOf(Campaign calldata campaign) external view returns (bytes32 campaignId) {
        return campaign.idOf();
    }

    /// @inheritdoc ICrowdfund
    function hashTiers(Tier[] calldata tiers) external pure returns (bytes32 tiersHash) {
        return CampaignTerms.hash(tiers);
    }

    /// @inheritdoc ICrowdfund
    function phaseOf(Campaign calldata campaign) external view returns (Phase phase) {
        return campaign.phase(_funds[campaign.idOf()].tally);
    }

    /// @inheritdoc ICrowdfund
    function stateOf(bytes32 campaignId) external view returns (CampaignState memory state) {
        (Tally tally, Ballot memory ballot) = (_funds[campaignId].tally, _funds[campaignId].ballot);
        for (uint256 i; i < state.sold.length; ++i) {
            state.sold[i] = tally.sold(i);
        }
        (state.raised, state.claimed) = (uint104(tally.raised()), uint8(tally.claimed()));
        state.isStopped = tally.isStopped();
        (state.isDelivered, state.isUndelivered) = (tally.isDelivered(), tally.isUndelivered());
        (state.vetoed, state.tranche, state.refunded) = (ballot.vetoed, ballot.tranche, ballot.refunded);
    }

    /// @inheritdoc ICrowdfund
    function pledgeOf(bytes32 campaignId, address backer) external view returns (Pledge memory made) {
        return _funds[campaignId].stakes[backer].unpack();
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    function _load(Campaign calldata campaign)
        private
        view
        returns (bytes32 campaignId, Fund storage fund, Tally tally, Phase phase)
    {
        campaignId = campaign.idOf();
        fund = _funds[campaignId];
        tally = fund.tally;
        phase = campaign.phase(tally);
        if (phase == Phase.None) revert CampaignUnknown(campaignId);
    }

    function _loadOpen(Campaign calldata campaign)
        private
        view
        returns (bytes32 campaignId, Fund storage fund, Tally tally)
    {
        Phase phase;
        (campaignId, fund, tally, phase) = _load(campaign);
        if (phase != Phase.Open) revert CampaignNotOpen(campaignId, phase);
    }

    function _loadSucceeded(Campaign calldata campaign)
        private
        view
        returns (bytes32 campaignId, Fund storage fund, Tally tally)
    {
        Phase phase;
        (campaignId, fund, tally, phase) = _load(campaign);
        if (phase != Phase.Succeeded) revert CampaignNotSucceeded(campaignId, phase);
    }

    function _loadUndelivered(Campaign calldata campaign)
        private
        view
        returns (bytes32 campaignId, Fund storage fund, Tally tally)
    {
        (campaignId, fund, tally,) = _load(campaign);
        if (tally.claimed() == 0) revert NothingClaimed(campaignId);
        if (tally.isDelivered()) revert AlreadyDelivered(campaignId);
    }

    function _stakeOf(bytes32 campaignId, Fund storage fund, address backer) private view returns (Stake stake) {
        stake = fund.stakes[backer];
        if (!stake.exists()) revert NoPledge(campaignId, backer);
    }

    function _requireCreator(Campaign calldata campaign) private view {
        if (msg.sender != campaign.creator) revert NotCreator(msg.sender);
    }

    function _stop(bytes32 campaignId, Fund storage fund, Tally tally) private {
        fund.tally = tally.stopped();
        emit CampaignStopped(campaignId);
    }

    /// @dev What the creator has once this many tranches are claimed.
    function _paid(Campaign calldata campaign, Tally tally, uint256 tranches) private pure returns (uint256 amount) {
        return CampaignTerms.share(tally.raised(), tranches, campaign.tranches);
    }

    /// @dev What a pledge gets of the rest, so that all of them together get exactly the rest.
    function _takeShare(Campaign calldata campaign, Fund storage fund, Tally tally, uint256 pledged)
        private
        returns (uint256 amount)
    {
        (uint256 raised, uint256 before) = (tally.raised(), fund.ballot.refunded);
        uint256 rest = raised - _paid(campaign, tally, tally.claimed());
        fund.ballot.refunded = uint104(before + pledged);
        return CampaignTerms.share(rest, before + pledged, raised) - CampaignTerms.share(rest, before, raised);
    }
}
