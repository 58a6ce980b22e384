"""Events of Crowdfund.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.events import credit
from indexer.model.campaign import CampaignTerms
from indexer.model.identity import Address, Amount, CampaignId, Digest


class CampaignPublished(NamedTuple):
    campaign_id: CampaignId
    creator: Address
    campaign: CampaignTerms


class TierOffered(NamedTuple):
    campaign_id: CampaignId
    tier: int
    amount: Amount
    limit: int


class PledgeMade(NamedTuple):
    campaign_id: CampaignId
    backer: Address
    tier: int
    amount: Amount
    raised: Amount


class PledgeWithdrawn(NamedTuple):
    campaign_id: CampaignId
    backer: Address
    amount: Amount
    raised: Amount


class TrancheClaimed(NamedTuple):
    campaign_id: CampaignId
    tranche: int
    amount: Amount


class TrancheVetoed(NamedTuple):
    campaign_id: CampaignId
    backer: Address
    tranche: int
    weight: Amount
    vetoed: Amount


class CampaignStopped(NamedTuple):
    campaign_id: CampaignId


class PledgeRefunded(NamedTuple):
    campaign_id: CampaignId
    backer: Address
    amount: Amount


class CampaignDelivered(NamedTuple):
    campaign_id: CampaignId
    evidence: Digest


class CampaignUndelivered(NamedTuple):
    campaign_id: CampaignId
    backer: Address


EVENTS = (
    CampaignPublished,
    TierOffered,
    PledgeMade,
    PledgeWithdrawn,
    TrancheClaimed,
    TrancheVetoed,
    CampaignStopped,
    PledgeRefunded,
    CampaignDelivered,
    CampaignUndelivered,
    *credit.EVENTS,
)
