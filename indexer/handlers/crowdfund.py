"""Campaigns, from the publication to the delivery, and the pledges for them. Follows Crowdfund.sol act by act."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.crowdfund import (
    CampaignDelivered,
    CampaignPublished,
    CampaignStopped,
    CampaignUndelivered,
    PledgeMade,
    PledgeRefunded,
    PledgeWithdrawn,
    TierOffered,
    TrancheClaimed,
    TrancheVetoed,
)
from indexer.handlers.noting import counted, heard_of, named, noted
from indexer.model.campaign import NO_TIER, Campaign, CampaignStatus, Pledge, PledgeStatus, Tier
from indexer.model.document import DocumentKind
from indexer.model.identity import NO_MONEY, Amount, CampaignId, Timestamp


def on_campaign_published(event: CampaignPublished, at: Point, rows: Rows) -> Iterator[Change]:
    block, terms = at.block, event.campaign
    yield Put(
        Campaign(
            campaign_id=event.campaign_id,
            contract=at.contract,
            terms=terms,
            status=CampaignStatus.OPEN,
            raised=NO_MONEY,
            is_funded=False,
            backers=0,
            claimed=0,
            paid=NO_MONEY,
            refunded=NO_MONEY,
            lapses_at=Timestamp(terms.ends_at + terms.claim_period),
            vetoed_tranche=0,
            vetoed=NO_MONEY,
            delivered_at=None,
            undelivered_at=None,
            published_block=block.number,
            published_at=block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield NameDocument(terms.document, DocumentKind.CAMPAIGN)
    yield heard_of(event.creator, at, rows)


def on_tier_offered(event: TierOffered, at: Point, rows: Rows) -> Iterator[Change]:
    """The campaign shows its rewards, so it is rendered with each."""
    yield Put(Tier(event.campaign_id, event.tier, event.amount, event.limit, 0))
    yield noted(rows.get(Campaign, event.campaign_id), at)


def on_pledge_made(event: PledgeMade, at: Point, rows: Rows) -> Iterator[Change]:
    """Who withdrew may pledge again, and keeps the place in the list of pledges."""
    campaign, block = rows.get(Campaign, event.campaign_id), at.block
    earlier = rows.find(Pledge, event.campaign_id, event.backer)
    yield Put(
        Pledge(
            campaign_id=event.campaign_id,
            backer=event.backer,
            status=PledgeStatus.HELD,
            tier=event.tier,
            amount=event.amount,
            refunded=NO_MONEY,
            vetoed=0,
            pledged_block=earlier.pledged_block if earlier else block.number,
            pledged_at=earlier.pledged_at if earlier else block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield from _place(event.campaign_id, event.tier, rows, taken=1)
    yield _raised(campaign, event.raised, at, backers=campaign.backers + 1)
    yield heard_of(event.backer, at, rows)


def on_pledge_withdrawn(event: PledgeWithdrawn, at: Point, rows: Rows) -> Iterator[Change]:
    campaign, pledge = rows.get(Campaign, event.campaign_id), rows.get(Pledge, event.campaign_id, event.backer)
    yield noted(pledge, at, status=PledgeStatus.WITHDRAWN, refunded=event.amount)
    yield from _place(event.campaign_id, pledge.tier, rows, taken=-1)
    yield _raised(campaign, event.raised, at, backers=campaign.backers - 1)


def on_tranche_claimed(event: TrancheClaimed, at: Point, rows: Rows) -> Iterator[Change]:
    campaign = rows.get(Campaign, event.campaign_id)
    terms = campaign.terms
    is_last = event.tranche == terms.tranches
    yield noted(
        campaign,
        at,
        status=CampaignStatus.PAID if is_last else campaign.status,
        claimed=event.tranche,
        paid=Amount(campaign.paid + event.amount),
        lapses_at=Timestamp(terms.ends_at + event.tranche * terms.tranche_period + terms.claim_period),
    )


def on_tranche_vetoed(event: TrancheVetoed, at: Point, rows: Rows) -> Iterator[Change]:
    pledge = rows.get(Pledge, event.campaign_id, event.backer)
    yield noted(pledge, at, vetoed=event.tranche)
    campaign = rows.get(Campaign, event.campaign_id)
    yield noted(campaign, at, vetoed_tranche=event.tranche, vetoed=event.vetoed)


def on_campaign_stopped(event: CampaignStopped, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(rows.get(Campaign, event.campaign_id), at, status=CampaignStatus.STOPPED)


def on_pledge_refunded(event: PledgeRefunded, at: Point, rows: Rows) -> Iterator[Change]:
    """What is left may be less than what was pledged, once the creator has some."""
    campaign, pledge = rows.get(Campaign, event.campaign_id), rows.get(Pledge, event.campaign_id, event.backer)
    yield noted(pledge, at, status=PledgeStatus.REFUNDED, refunded=event.amount)
    yield noted(campaign, at, refunded=Amount(campaign.refunded + event.amount))


def on_campaign_delivered(event: CampaignDelivered, at: Point, rows: Rows) -> Iterator[Change]:
    """The creator says so; the evidence is there for everybody to look at."""
    campaign, block = rows.get(Campaign, event.campaign_id), at.block
    yield noted(campaign, at, delivered_at=block.timestamp)
    creator = rows.account(campaign.terms.creator, block=block)
    yield counted(creator, at, campaigns_delivered=creator.campaigns_delivered + 1)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_campaign_undelivered(event: CampaignUndelivered, at: Point, rows: Rows) -> Iterator[Change]:
    campaign, block = rows.get(Campaign, event.campaign_id), at.block
    yield noted(campaign, at, undelivered_at=block.timestamp)
    creator = rows.account(campaign.terms.creator, block=block)
    yield counted(creator, at, campaigns_undelivered=creator.campaigns_undelivered + 1)


def _raised(campaign: Campaign, raised: Amount, at: Point, *, backers: int) -> Put:
    return noted(campaign, at, raised=raised, is_funded=raised >= campaign.terms.goal, backers=backers)


def _place(campaign_id: CampaignId, number: int, rows: Rows, *, taken: int) -> Iterator[Change]:
    if number != NO_TIER:
        tier = rows.get(Tier, campaign_id, number)
        yield Put(tier._replace(taken=tier.taken + taken))


HANDLERS: Handlers = {
    CampaignPublished: on_campaign_published,
    TierOffered: on_tier_offered,
    PledgeMade: on_pledge_made,
    PledgeWithdrawn: on_pledge_withdrawn,
    TrancheClaimed: on_tranche_claimed,
    TrancheVetoed: on_tranche_vetoed,
    CampaignStopped: on_campaign_stopped,
    PledgeRefunded: on_pledge_refunded,
    CampaignDelivered: on_campaign_delivered,
    CampaignUndelivered: on_campaign_undelivered,
}
