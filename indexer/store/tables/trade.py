"""Deals, whatever market they came from, and listings at a fixed price."""

from indexer.model.account import Account
from indexer.model.deal import Amendment, Deal, DealTerms
from indexer.model.document import DocumentKind
from indexer.model.listing import Listing
from indexer.model.resources.deal import show_deal
from indexer.model.resources.listing import show_listing
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Inside, Naming, Table

LISTING: Table[Listing] = Table(
    name="listing",
    kind=Listing,
    key=("listing_id",),
    fixed=frozenset({"market", "seller", "sku", "published_block", "published_at"}),
    layout=RowLayout(Listing, ordered=("price",)),
    show=show_listing,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.LISTING}),
        of=lambda listing: (listing.terms.document, DocumentKind.LISTING),
    ),
)

AMENDMENT: Table[Amendment] = Table(
    name="amendment",
    kind=Amendment,
    key=("deal_id", "ordinal"),
    fixed=frozenset({"agreement", "amended_block", "amended_at"}),
    layout=RowLayout(Amendment),
    # The deal that shows it is followed.
    is_followed=False,
)

DEAL: Table[Deal] = Table(
    name="deal",
    kind=Deal,
    key=("deal_id",),
    fixed=frozenset({"escrow", "payer", *DealTerms._fields, "opened_block", "opened_at"}),
    layout=RowLayout(Deal, prefixes={"paid": "paid_"}),
    show=show_deal,
    naming=Naming(
        column="agreement",
        kinds=frozenset(DocumentKind) - {DocumentKind.PROFILE, DocumentKind.REVIEW, DocumentKind.EVIDENCE},
        of=lambda deal: (deal.terms.agreement, deal.agreement_kind),
        with_content=False,
    ),
    inside=(Inside(Amendment, "deal_id"),),
    leads_to=lambda deal: ((Account, (deal.terms.buyer,)), (Account, (deal.terms.seller,))),
)

TABLES = (LISTING, AMENDMENT, DEAL)
