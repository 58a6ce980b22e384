"""The shapes of campaigns and pledges."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas import Document
from api.shapes import Address, Count, Hash, Many, Money, Seconds, Shape, Time

UnixTime = Annotated[int, Field(ge=0, description="Unix time.")]
Number = Annotated[int, Field(ge=1, le=4, examples=[1])]


class CampaignTerms(Shape):
    """Exactly the struct that the creator published."""

    creator: Address
    token: Address
    goal: Money
    ends_at: UnixTime
    claim_period: Seconds
    deliver_by: UnixTime
    tranches: Number
    tranche_period: Seconds
    tiers: Hash
    document: Hash
    salt: Hash


class Tier(Shape):
    """A reward. `limit` and `left` are null where as many may choose it as want."""

    tier: Count
    amount: Money
    limit: Count | None
    taken: Count
    left: Count | None


class NextTranche(Shape):
    """What the creator may claim once the goal is met, later than `dueAt` and until `claimBy`. After that it lapses."""

    tranche: Number
    due_at: Time
    claim_by: Time


class Veto(Shape):
    """Pledges of backers who object to a tranche; more than half of what was raised stops the campaign."""

    tranche: Number
    pledged: Money


class Campaign(Shape):
    """`status` is what an act made of it: an open one takes pledges until `endsAt`; after that it failed unless
    `isFunded`, and lapses when `nextTranche` is not claimed in time. `tiers` are its rewards, in their order."""

    chain_id: int
    contract: Address
    campaign_id: Hash
    campaign: CampaignTerms
    status: Literal["open", "stopped", "paid"]
    raised: Money
    is_funded: bool
    backers: Count
    tiers: list[Tier]
    ends_at: Time
    claimed: Count
    paid: Money
    refunded: Money
    next_tranche: NextTranche | None
    veto: Veto | None
    deliver_by: Time
    delivered_at: Time | None
    undelivered_at: Time | None
    document: Document
    published_at: Time
    published_block: Count
    updated_at: Time
    updated_block: Count


class Campaigns(Many[Campaign]):
    """`correctedQuery` is there when nothing was found for the words as they were typed."""

    corrected_query: str = ""


class Pledge(Shape):
    """`tier` is null for who wants no reward, `vetoed` the last tranche the backer objected to."""

    chain_id: int
    campaign_id: Hash
    backer: Address
    status: Literal["held", "withdrawn", "refunded"]
    tier: Count | None
    amount: Money
    refunded: Money
    vetoed: Number | None
    pledged_at: Time
    pledged_block: Count
    updated_at: Time
