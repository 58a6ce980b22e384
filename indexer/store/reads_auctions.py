"""Which auctions and bids a list holds, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.store.reads import Snapshot
from indexer.store.reads_lists import Condition, Key, ListQuery, Order
from indexer.store.reads_status import equal

_NEWEST = Order(("published_block", "auction_id"), (True, False))
_ENDING = Order(("closes_at", "auction_id"), (False, False))
_CHEAPEST = Order(("minimum_key", "auction_id"), (False, False))
_DEAREST = Order(("minimum_key", "auction_id"), (True, True))
_ORDERS = {"newest": _NEWEST, "ending": _ENDING, "price": _CHEAPEST, "-price": _DEAREST}
KEYS: dict[str, tuple[type, ...]] = {
    "newest": (int, str),
    "ending": (int, str),
    "price": (str, str),
    "-price": (str, str),
}
BID_KEY = (int,)
# Older auctions tell little of who bids today.
MOST_AUCTIONS = 100
MOST_BIDS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctionFilter:
    """`at` is the time that tells which open auctions take bids: that of the block the list was begun at."""

    at: int
    status: str = "open"
    seller: str | None = None
    bidder: str | None = None
    token: str | None = None
    ends_before: int | None = None


def auctions_query(
    wanted: AuctionFilter, *, sort: str, limit: int, after: Key | None, also: Sequence[Condition] = ()
) -> ListQuery:
    return ListQuery(
        table="auction",
        key=("auction_id",),
        born="published_block",
        order=_ORDERS[sort],
        branches=((*_status(wanted), *_terms(wanted), *also),),
        columns=(
            *("chain_id", "auction_id", "seller", "status", "token", "minimum_key", "closes_at", "document"),
            "published_block",
        ),
        limit=limit,
        after=after,
    )


def bids_query(auction_id: str, *, limit: int, after: Key | None) -> ListQuery:
    """The highest first."""
    return ListQuery(
        table="bid",
        key=("auction_id", "number"),
        born="placed_block",
        order=Order(("number",), (True,)),
        branches=((Condition("auction_id = ?", (auction_id,)),),),
        columns=("chain_id", "auction_id", "number", "placed_block"),
        limit=limit,
        after=after,
    )


def _status(wanted: AuctionFilter) -> list[Condition]:
    """An open auction is one that takes bids; `ended` are those that only wait to be settled."""
    if wanted.status == "any":
        return []
    # A plus keeps the planner from the index of statuses, where a whole status would be read to find one account's.
    column = "+status" if wanted.seller or wanted.bidder else "status"
    if wanted.status in ("open", "ended"):
        sign = ">=" if wanted.status == "open" else "<"
        return [Condition(f"{column} = 'open'"), Condition(f"closes_at {sign} ?", (wanted.at,))]
    return [Condition(f"{column} = ?", (wanted.status,))]


def _terms(wanted: AuctionFilter) -> list[Condition]:
    conditions = equal(seller=wanted.seller, token=wanted.token)
    if wanted.ends_before is not None:
        conditions.append(Condition("closes_at < ?", (wanted.ends_before,)))
    if wanted.bidder is not None:
        conditions.append(Condition("auction_id in (select auction_id from bid where bidder = ?)", (wanted.bidder,)))
    return conditions


def read_rivalry(snapshot: Snapshot, auction_id: str) -> list[tuple[str, int, int, str, int, int]]:
    """Every bid in the newest auctions of the same seller, this one among them, each auction's from the first on:
    auction, its start and end, bidder, amount, time."""
    rows = snapshot.rows(
        "with latest as (select auction_id, starts_at, published_at, closes_at from auction"
        " where chain_id = ? and seller = (select seller from auction where chain_id = ? and auction_id = ?)"
        " order by auction_id = ? desc, published_block desc, auction_id limit ?)"
        " select auction_id, max(starts_at, published_at), closes_at, bidder, amount, placed_at"
        " from latest join bid using (auction_id) where chain_id = ? order by auction_id, number limit ?",
        (
            *(snapshot.chain_id, snapshot.chain_id, auction_id, auction_id, MOST_AUCTIONS),
            *(snapshot.chain_id, MOST_BIDS),
        ),
    )
    return [(auction, begun, closed, bidder, int(amount), at) for auction, begun, closed, bidder, amount, at in rows]
