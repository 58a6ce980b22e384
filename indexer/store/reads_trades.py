"""Which deals, histories and reviews a list holds, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from indexer.store.reads import Snapshot
from indexer.store.reads_lists import Condition, Key, ListQuery, Order

_DEALS_NEWEST = Order(("opened_block", "deal_id"), (True, False))
_REVIEWS_NEWEST = Order(("committed_block", "deal_id", "author"), (True, False, False))
DEAL_KEY = (int, str)
REVIEW_KEY = (int, str, str)
HISTORY_KEY = (int, int)


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFilter:
    buyer: str | None = None
    seller: str | None = None
    party: str | None = None
    statuses: Sequence[str] = ()
    listing: str | None = None


def deals_query(wanted: DealFilter, *, limit: int, after: Key | None) -> ListQuery:
    columns = {"buyer": wanted.buyer, "seller": wanted.seller, "listing_id": wanted.listing}
    conditions = [Condition(f"{column} = ?", (value,)) for column, value in columns.items() if value is not None]
    # Each status and each side is a walk through an index of its own. Nobody is both sides of a deal, so none comes twice.
    # A plus keeps the planner from the index of statuses, where whole statuses would be read to find one account's.
    sign = "+" if conditions or wanted.party else ""
    statuses = [[Condition(f"{sign}status = ?", (status,))] for status in wanted.statuses] or [[]]
    sides = [[Condition(f"{side} = ?", (wanted.party,))] for side in ("buyer", "seller")] if wanted.party else [[]]
    return ListQuery(
        table="deal",
        key=("deal_id",),
        born="opened_block",
        order=_DEALS_NEWEST,
        branches=tuple((*conditions, *status, *side) for status, side in product(statuses, sides)),
        columns=("chain_id", "deal_id", "buyer", "seller", "listing_id", "status", "opened_block"),
        limit=limit,
        after=after,
    )


def reviews_query(address: str, role: str, *, limit: int, after: Key | None) -> ListQuery:
    """`role` is subject or author."""
    return ListQuery(
        table="review",
        key=("deal_id", "author"),
        born="committed_block",
        order=_REVIEWS_NEWEST,
        branches=((Condition(f"{role} = ?", (address,)),),),
        columns=("chain_id", "deal_id", "author", "subject", "committed_block"),
        limit=limit,
        after=after,
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event of an entity. `arguments` is JSON, as rendered by the indexer."""

    block_number: int
    log_index: int
    block_hash: str
    at: int
    transaction_hash: str
    contract: str
    name: str
    arguments: str


def read_history(
    snapshot: Snapshot, entity_id: str, *, until: int, limit: int, after: Key | None
) -> list[HistoryEntry]:
    """Events in the order they happened, up to a block. Events are never changed, only undone."""
    block, index = after or (-1, -1)
    rows = snapshot.rows(
        "select event.block_number, event.log_index, block.hash, block.timestamp, event.transaction_hash,"
        " event.contract, event.name, event.arguments"
        " from event join block on block.chain_id = event.chain_id and block.number = event.block_number"
        " where event.chain_id = ? and event.entity_id = ? and event.block_number <= ?"
        " and (event.block_number, event.log_index) > (?, ?)"
        " order by event.block_number, event.log_index limit ?",
        (snapshot.chain_id, entity_id, until, block, index, limit),
    )
    return [HistoryEntry(*row) for row in rows]
