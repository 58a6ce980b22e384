// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "./ICredits.sol";

/// The terms of one campaign. They travel in calldata and are never stored: their hash is the campaign's id, so a term
/// that differs names another campaign. Money is in the token's smallest unit, times in seconds (`…At`, `…By` are Unix
/// times, `…Period` are durations).
struct Campaign {
    address creator; // receives the pledges if the goal is met
    address token; // ERC-20, or zero for the native coin
    uint128 goal; // with less than this at the end, every pledge goes back
    uint40 endsAt; // pledges are taken until this time
    uint32 claimPeriod; // how long the creator may claim a tranche that is due; after that the rest goes back
    uint40 deliverBy; // when the creator promises to have delivered
    uint8 tranches; // the creator is paid in this many equal parts, 1 to 4
    uint32 tranchePeriod; // the first is due when the campaign ends, each other one this long after the one before
    bytes32 tiers; // keccak256(abi.encode(Tier[]))
    bytes32 document; // sha-256 digest of the campaign document; the digest is its CID
    bytes32 salt; // tells otherwise equal campaigns apart
}

/// A reward for a pledge. Its number is its place in the list, from 0.
struct Tier {
    uint128 amount; // the least that must be pledged for it
    uint32 limit; // how many backers may choose it, at most 65,535; zero for as many as want
}

/// Where a campaign stands.
enum Phase {
    None, // never published
    Open, // takes pledges
    Failed, // ended below the goal: pledges go back
    Succeeded, // ended at or above the goal: tranches fall due
    Lapsed, // a tranche was not claimed in time: what is left goes back
    Stopped, // vetoed by the backers or given up by the creator: what is left goes back
    Paid // every tranche is claimed
}

/// What is stored about a campaign: two words, the second from the first veto or the first divided refund on.
struct CampaignState {
    uint16[8] sold; // backers who chose each tier that has a limit
    uint104 raised; // the sum of the pledges; refunds do not lower it, withdrawals do
    uint8 claimed; // tranches paid to the creator
    bool isStopped; // by a veto or by the creator
    bool isDelivered; // the creator says that everything is delivered
    bool isUndelivered; // a backer reported that the promised time passed
    uint104 vetoed; // pledges against the tranche below
    uint8 tranche; // the tranche that the last veto was about
    uint104 refunded; // pledges that were refunded from what was left after the first tranche
}

/// What is stored about a backer of a campaign: one word, empty once withdrawn or refunded.
struct Pledge {
    uint104 amount; // what was pledged
    uint8 tier; // the reward, or 255 for none
    bool isLimited; // the pledge takes a place of its tier
    uint8 vetoed; // the last tranche that the backer vetoed, or zero
}

/// @title Crowdfund
/// @notice Collects pledges for a campaign: the creator gets them if the goal is met, else every backer his own.
/// @dev Tranche `t` of `n` is `raised * t / n - raised * (t - 1) / n`, each quotient rounded down; it is due at
/// `endsAt + (t - 1) * tranchePeriod`. Before the first tranche is claimed a refund is the pledge. After that the rest
/// is divided in the order of the refunds: after pledges of `q` are refunded, `rest * q / raised` is paid, rounded
/// down. So each backer gets his share rounded down, or one unit more, and the last unit leaves with the last backer.
/// @dev Payments are pushed as `ICredits` says: who cannot receive finds a credit, and stops nobody else.
/// @dev Nobody is needed but the caller: every refund is an act of its own, and its cost does not grow with the crowd.
/// @dev Warning: a creator can lift a campaign over its goal with money of his own, under another name, at the last
/// second. It is his at stake as well, and back with the tranches. Tranches limit what he can take at once.
/// @dev Warning: pledges are votes. Who pledged more than half can stop the campaign after its end, and who holds half
/// or more can prevent that.
/// @dev Warning: tokens that take back, rebase or freeze balances can leave this contract short of that token alone.
/// @dev Everybody may call every act unless its notice names who may. An act out of time reverts with `TooLate` or
/// `TooEarly` of `IEscrow`.
interface ICrowdfund is ICredits {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A creator asks for pledges.
    event CampaignPublished(bytes32 indexed campaignId, address indexed creator, Campaign campaign);

    /// @notice A campaign offers a reward.
    event TierOffered(bytes32 indexed campaignId, uint8 tier, uint128 amount, uint32 limit);

    /// @notice A backer pledged, and the money is held.
    event PledgeMade(bytes32 indexed campaignId, address indexed backer, uint8 tier, uint256 amount, uint256 raised);

    /// @notice A backer withdrew a pledge before the campaign ended.
    event PledgeWithdrawn(bytes32 indexed campaignId, address indexed backer, uint256 amount, uint256 raised);

    /// @notice The creator was paid a tranche.
    event TrancheClaimed(bytes32 indexed campaignId, uint8 tranche, uint256 amount);

    /// @notice A backer objects to the next tranche.
    event TrancheVetoed(
        bytes32 indexed campaignId, address indexed backer, uint8 tranche, uint256 weight, uint256 vetoed
    );

    /// @notice The campaign is stopped for ever, by its backers or its creator. What is left goes back.
    event CampaignStopped(bytes32 indexed campaignId);

    /// @notice A backer got back a pledge, or its share of what is left.
    event PledgeRefunded(bytes32 indexed campaignId, address indexed backer, uint256 amount);

    /// @notice The creator says that everything is delivered.
    event CampaignDelivered(bytes32 indexed campaignId, bytes32 evidence);

    /// @notice A backer reported that the promised time passed without delivery.
    event CampaignUndelivered(bytes32 indexed campaignId, address indexed backer);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice This campaign was published before. Use another salt to publish the same again.
    error CampaignExists(bytes32 campaignId);

    /// @notice There is no such campaign. Check that the terms are exactly those that were published.
    error CampaignUnknown(bytes32 campaignId);

    /// @notice This campaign does not take or give back pledges at will: it has ended, or was stopped.
    error CampaignNotOpen(bytes32 campaignId, Phase phase);

    /// @notice No tranche of this campaign can be claimed or vetoed now.
    error CampaignNotSucceeded(bytes32 campaignId, Phase phase);

    /// @notice The pledges of this campaign are not to be refunded now.
    error CampaignNotRefundable(bytes32 campaignId, Phase phase);

    /// @notice There is nothing left of this campaign that could be stopped.
    error CampaignOver(bytes32 campaignId, Phase phase);

    /// @notice The creator was not paid yet, so there is nothing to deliver.
    error NothingClaimed(bytes32 campaignId);

    /// @notice The creator already said that everything is delivered.
    error AlreadyDelivered(bytes32 campaignId);

    /// @notice It was already reported that this campaign did not deliver.
    error AlreadyReported(bytes32 campaignId);

    /// @notice Only the creator of the campaign may do this.
    error NotCreator(address caller);

    /// @notice A creator cannot back the own campaign.
    error CreatorCannotPledge(address creator);

    /// @notice This account has no pledge here.
    error NoPledge(bytes32 campaignId, address backer);

    /// @notice This account has a pledge here. Withdraw it first to pledge another amount.
    error AlreadyPledged(bytes32 campaignId, address backer);

    /// @notice This account already objected to this tranche.
    error AlreadyVetoed(bytes32 campaignId, uint8 tranche);

    /// @notice A term is larger than its type.
    error StrayBits(uint256 stray);

    /// @notice A campaign needs a goal, and one that can be reached.
    error BadGoal(uint256 goal, uint256 limit);

    /// @notice A campaign ends in the future, within the longest time the protocol allows.
    error BadEnd(uint256 endsAt, uint256 latest);

    /// @notice A campaign cannot promise to deliver before it ends.
    error BadDelivery(uint256 deliverBy, uint256 endsAt);

    /// @notice A waiting time of the campaign is zero, or longer than the protocol allows.
    error BadPeriod(uint256 period, uint256 limit);

    /// @notice A creator is paid in one to four parts.
    error BadTranches(uint256 tranches, uint256 limit);

    /// @notice These are more rewards than a campaign can have.
    error TooManyTiers(uint256 tiers, uint256 limit);

    /// @notice A reward needs a price, and at most 65,535 places.
    error BadTier(uint256 tier, uint256 amount, uint256 limit);

    /// @notice These are not the rewards of the campaign.
    error WrongTiers(bytes32 expected, bytes32 given);

    /// @notice The campaign has no such reward.
    error TierUnknown(uint256 tier, uint256 tiers);

    /// @notice All places of this reward are taken.
    error TierSoldOut(uint256 tier, uint256 limit);

    /// @notice This is less than the reward asks for, or nothing at all.
    error PledgeTooLow(uint256 amount, uint256 least);

    /// @notice This is more than a campaign can hold.
    error PledgeTooHigh(uint256 amount, uint256 most);

    // ── Acts, in the order a campaign happens ────────────────────────────────────────────────────────────────────

    /// @notice Asks for pledges.
    /// @dev Only the creator. The campaign can be published once.
    /// @param tiers the rewards, at most eight; may be empty
    function publish(Campaign calldata campaign, Tier[] calldata tiers) external returns (bytes32 campaignId);

    /// @notice Pledges an amount, for a reward or for none.
    /// @dev Everybody but the creator, once until it is withdrawn, until the campaign ends. In the native coin
    /// `msg.value` is exactly the amount; else it is zero and the token is pulled from the caller.
    /// @param tiers the rewards as they were published
    /// @param tier the number of the reward, or 255 for none
    /// @param amount at least what the reward asks for
    function pledge(Campaign calldata campaign, Tier[] calldata tiers, uint8 tier, uint256 amount) external payable;

    /// @notice Takes the caller's pledge back, and frees the place of its reward.
    /// @dev Only a backer, until 24 hours before the campaign ends: after that everybody can rely on what is there.
    function withdrawPledge(Campaign calldata campaign) external;

    /// @notice Pays the creator the next tranche that is due.
    /// @dev Only the creator, after the tranche is due and until `claimPeriod` after that.
    function claim(Campaign calldata campaign) external;

    /// @notice Objects to the next tranche that is not due yet, with the weight of the caller's pledge.
    /// @dev Only a backer, once for each tranche but the first, from when the tranche before is due until it is due
    /// itself: a tranche can never be vetoed and claimed in the same block. Objections by more than half of what was
    /// pledged stop the campaign, and with it tranches that are due and not claimed. They do not count for the next
    /// tranche.
    function veto(Campaign calldata campaign) external;

    /// @notice Gives the campaign up: what is left goes back to the backers.
    /// @dev Only the creator, at any time before the last tranche is claimed.
    function stop(Campaign calldata campaign) external;

    /// @notice Gives a backer back what a campaign that failed, lapsed or was stopped owes him.
    function refund(Campaign calldata campaign, address backer) external;

    /// @notice Says that everything is delivered.
    /// @dev Only the creator, once, after the first tranche is claimed.
    /// @dev Warning: nobody judges this on chain. The evidence is there for everybody to look at.
    function deliver(Campaign calldata campaign, bytes32 evidence) external;

    /// @notice Reports that the promised time passed without delivery.
    /// @dev Only a backer, once for each campaign, after `deliverBy` and after the first tranche is claimed.
    function reportUndelivered(Campaign calldata campaign) external;

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The id of the campaign with these terms: their hash with chain id and contract.
    function idOf(Campaign calldata campaign) external view returns (bytes32 campaignId);

    /// @notice The hash of rewards that a campaign's terms name.
    function hashTiers(Tier[] calldata tiers) external pure returns (bytes32 tiersHash);

    /// @notice Where a campaign stands now.
    function phaseOf(Campaign calldata campaign) external view returns (Phase phase);

    /// @notice What is stored about a campaign.
    function stateOf(bytes32 campaignId) external view returns (CampaignState memory state);

    /// @notice What is stored about a backer of a campaign.
    function pledgeOf(bytes32 campaignId, address backer) external view returns (Pledge memory made);
}
