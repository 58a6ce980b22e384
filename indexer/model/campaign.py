"""A campaign, the rewards it offers, and what was pledged for it."""

from enum import StrEnum
from typing import Any, NamedTuple

from indexer.model.identity import Address, Amount, BlockNumber, CampaignId, Digest, Hash, Seconds, Timestamp

# The number of the reward of who wants none.
NO_TIER = 255


class CampaignStatus(StrEnum):
    """What an act made of it. The rest is a matter of time: whether it still takes pledges, failed, or lapsed."""

    OPEN = "open"
    STOPPED = "stopped"
    PAID = "paid"


class PledgeStatus(StrEnum):
    HELD = "held"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"


class CampaignTerms(NamedTuple):
    """The struct whose hash is the campaign's id. Field order and names are those of Solidity."""

    creator: Address
    token: Address
    goal: Amount
    ends_at: Timestamp
    claim_period: Seconds
    deliver_by: Timestamp
    tranches: int
    tranche_period: Seconds
    tiers: Hash
    document: Digest
    salt: Hash


class Campaign(NamedTuple):
    """`raised` is what was pledged and not withdrawn, `paid` what the creator has of it; `backers` have a pledge.
    `lapses_at` is until when the next tranche can be claimed, once the goal is met."""

    campaign_id: CampaignId
    contract: Address
    terms: CampaignTerms
    status: CampaignStatus
    raised: Amount
    is_funded: bool
    backers: int
    claimed: int
    paid: Amount
    refunded: Amount
    lapses_at: Timestamp
    vetoed_tranche: int
    vetoed: Amount
    delivered_at: Timestamp | None
    undelivered_at: Timestamp | None
    published_block: BlockNumber
    published_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.campaign_id,)

    @property
    def next_due_at(self) -> Timestamp:
        """The first tranche is due when the campaign ends."""
        return Timestamp(self.terms.ends_at + self.claimed * self.terms.tranche_period)


class Tier(NamedTuple):
    """`places` is how many may choose it, 0 for as many as want; `taken` how many did."""

    campaign_id: CampaignId
    tier: int
    amount: Amount
    places: int
    taken: int

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.campaign_id, self.tier)


class Pledge(NamedTuple):
    """`refunded` is what came back of it; `vetoed` the last tranche that the backer objected to, or 0."""

    campaign_id: CampaignId
    backer: Address
    status: PledgeStatus
    tier: int
    amount: Amount
    refunded: Amount
    vetoed: int
    pledged_block: BlockNumber
    pledged_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str, str]:
        return (self.campaign_id, self.backer)
