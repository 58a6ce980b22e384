"""Auctions and the bids for them."""

from indexer.model.account import Account
from indexer.model.auction import Auction, Bid, Lot
from indexer.model.document import DocumentKind
from indexer.model.resources.auction import show_auction, show_bid
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Naming, Table

AUCTION: Table[Auction] = Table(
    name="auction",
    kind=Auction,
    key=("auction_id",),
    fixed=frozenset({"market", *Lot._fields, "published_block", "published_at"}),
    layout=RowLayout(Auction, ordered=("minimum",)),
    show=show_auction,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.LISTING}),
        of=lambda auction: (auction.lot.document, DocumentKind.LISTING),
    ),
    leads_to=lambda auction: ((Account, (auction.lot.seller,)),),
)

BID: Table[Bid] = Table(
    name="bid",
    kind=Bid,
    key=("auction_id", "number"),
    fixed=frozenset({"bidder", "amount", "placed_block", "placed_at"}),
    layout=RowLayout(Bid),
    show=show_bid,
    # The auction changes with each bid.
    is_followed=False,
)

TABLES = (BID, AUCTION)
