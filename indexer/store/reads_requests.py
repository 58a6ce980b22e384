"""Which requests and tariffs a list holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from indexer.store.reads_lists import Condition, Key, ListQuery, Order
from indexer.store.reads_status import by_status, equal

REQUEST_KEY = (int, str)
TARIFF_KEY = (int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """`at` is the time that tells what has expired: that of the block the list was begun at."""

    at: int
    status: str = "open"
    buyer: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffFilter:
    """`cells` are a place and what it lies in: a tariff is good there when its area names one of them."""

    at: int
    status: str = "active"
    seller: str | None = None
    token: str | None = None
    cells: Sequence[str] = ()


def requests_query(
    wanted: RequestFilter, *, limit: int, after: Key | None, also: Sequence[Condition] = ()
) -> ListQuery:
    status = by_status(wanted.status, live="open", at=wanted.at, is_narrow=wanted.buyer is not None)
    return ListQuery(
        table="request",
        key=("request_id",),
        born="posted_block",
        order=Order(("posted_block", "request_id"), (True, False)),
        branches=((*status, *equal(buyer=wanted.buyer, token=wanted.token), *also),),
        columns=("chain_id", "request_id", "buyer", "status", "token", "expires_at", "document", "posted_block"),
        limit=limit,
        after=after,
    )


def tariffs_query(wanted: TariffFilter, *, limit: int, after: Key | None, also: Sequence[Condition] = ()) -> ListQuery:
    status = by_status(wanted.status, live="active", at=wanted.at, is_narrow=wanted.seller is not None)
    return ListQuery(
        table="tariff",
        key=("tariff_id",),
        born="published_block",
        order=Order(("published_block", "tariff_id"), (True, False)),
        branches=((*status, *equal(seller=wanted.seller, token=wanted.token), *_area(wanted.cells), *also),),
        columns=("chain_id", "tariff_id", "seller", "status", "token", "expires_at", "document", "published_block"),
        limit=limit,
        after=after,
    )


def _area(cells: Sequence[str]) -> list[Condition]:
    """Speaks of `document`, so it holds for rows of the past too."""
    if not cells:
        return []
    sql = "document in (select digest from service_area where cell in (select value from json_each(?)))"
    return [Condition(sql, (orjson.dumps(list(cells)).decode(),))]
