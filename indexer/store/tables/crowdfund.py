"""Campaigns, their rewards, and the pledges for them."""

from indexer.model.account import Account
from indexer.model.campaign import Campaign, CampaignTerms, Pledge, Tier
from indexer.model.document import DocumentKind
from indexer.model.resources.campaign import show_campaign, show_pledge
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Inside, Naming, Table

TIER: Table[Tier] = Table(
    name="tier",
    kind=Tier,
    key=("campaign_id", "tier"),
    fixed=frozenset({"amount", "places"}),
    layout=RowLayout(Tier),
    is_followed=False,
)

PLEDGE: Table[Pledge] = Table(
    name="pledge",
    kind=Pledge,
    key=("campaign_id", "backer"),
    fixed=frozenset({"pledged_block", "pledged_at"}),
    layout=RowLayout(Pledge),
    show=show_pledge,
    # The campaign changes with each pledge.
    is_followed=False,
)

CAMPAIGN: Table[Campaign] = Table(
    name="campaign",
    kind=Campaign,
    key=("campaign_id",),
    fixed=frozenset({"contract", *CampaignTerms._fields, "published_block", "published_at"}),
    layout=RowLayout(Campaign, ordered=("raised",)),
    show=show_campaign,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.CAMPAIGN}),
        of=lambda campaign: (campaign.terms.document, DocumentKind.CAMPAIGN),
    ),
    inside=(Inside(Tier, "campaign_id"),),
    leads_to=lambda campaign: ((Account, (campaign.terms.creator,)),),
)

TABLES = (TIER, PLEDGE, CAMPAIGN)
