"""A campaign, its rewards and its pledges as the API shows them."""

from indexer.model.campaign import NO_TIER, Campaign, CampaignStatus, Pledge, Tier
from indexer.model.document import DocumentKind
from indexer.model.identity import Timestamp, checksummed
from indexer.model.resources import Json, Renderer, Sources, optional_time, rfc3339, show_document, show_struct


def show_campaign(campaign: Campaign, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "contract": checksummed(campaign.contract),
        "campaignId": campaign.campaign_id,
        "campaign": show_struct(campaign.terms),
        "status": campaign.status,
        "raised": str(campaign.raised),
        "isFunded": campaign.is_funded,
        "backers": campaign.backers,
        "tiers": [_tier(tier) for tier in sources.inside(Tier, campaign.campaign_id)],
        "endsAt": rfc3339(campaign.terms.ends_at),
        "claimed": campaign.claimed,
        "paid": str(campaign.paid),
        "refunded": str(campaign.refunded),
        "nextTranche": _next_tranche(campaign),
        "veto": _veto(campaign),
        "deliverBy": rfc3339(campaign.terms.deliver_by),
        "deliveredAt": optional_time(campaign.delivered_at),
        "undeliveredAt": optional_time(campaign.undelivered_at),
        "document": show_document(sources.document(campaign.terms.document, DocumentKind.CAMPAIGN)),
        "publishedAt": rfc3339(campaign.published_at),
        "publishedBlock": campaign.published_block,
        "updatedAt": rfc3339(campaign.updated_at),
        "updatedBlock": campaign.updated_block,
    }


def show_pledge(pledge: Pledge, renderer: Renderer, _sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "campaignId": pledge.campaign_id,
        "backer": checksummed(pledge.backer),
        "status": pledge.status,
        "tier": None if pledge.tier == NO_TIER else pledge.tier,
        "amount": str(pledge.amount),
        "refunded": str(pledge.refunded),
        "vetoed": pledge.vetoed or None,
        "pledgedAt": rfc3339(pledge.pledged_at),
        "pledgedBlock": pledge.pledged_block,
        "updatedAt": rfc3339(pledge.updated_at),
    }


def _tier(tier: Tier) -> Json:
    return {
        "tier": tier.tier,
        "amount": str(tier.amount),
        "limit": tier.places or None,
        "taken": tier.taken,
        "left": tier.places - tier.taken if tier.places else None,
    }


def _next_tranche(campaign: Campaign) -> Json | None:
    if campaign.status is not CampaignStatus.OPEN:
        return None
    return {
        "tranche": campaign.claimed + 1,
        "dueAt": rfc3339(Timestamp(campaign.next_due_at)),
        "claimBy": rfc3339(campaign.lapses_at),
    }


def _veto(campaign: Campaign) -> Json | None:
    """Objections to one tranche do not count for the next."""
    if campaign.vetoed_tranche == 0:
        return None
    return {"tranche": campaign.vetoed_tranche, "pledged": str(campaign.vetoed)}
