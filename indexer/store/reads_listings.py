"""Which listings a list holds, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.store.reads_lists import Condition, Key, ListQuery, Order

_NEWEST = Order(("published_block", "listing_id"), (True, False))
_CHEAPEST = Order(("price_key", "listing_id"), (False, False))
_DEAREST = Order(("price_key", "listing_id"), (True, True))
_ORDERS = {"newest": _NEWEST, "price": _CHEAPEST, "-price": _DEAREST}
NEWEST_KEY = (int, str)
PRICE_KEY = (str, str)
_PRICE_DIGITS = 39


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFilter:
    """`at` is the time that tells what has expired: that of the block the list was begun at."""

    at: int
    status: str = "active"
    seller: str | None = None
    token: str | None = None
    min_price: int | None = None
    max_price: int | None = None


def listings_query(
    wanted: ListingFilter, *, sort: str, limit: int, after: Key | None, also: Sequence[Condition] = ()
) -> ListQuery:
    conditions = [*filter_listings(wanted), *also]
    return ListQuery(
        table="listing",
        key=("listing_id",),
        born="published_block",
        order=_ORDERS[sort],
        branches=(tuple(conditions),),
        columns=(
            "chain_id",
            "listing_id",
            "seller",
            "status",
            "token",
            "price_key",
            "expires_at",
            "document",
            "published_block",
        ),
        limit=limit,
        after=after,
    )


def filter_listings(wanted: ListingFilter) -> list[Condition]:
    return [*_status(wanted), *_terms(wanted)]


def _status(wanted: ListingFilter) -> list[Condition]:
    if wanted.status == "any":
        return []
    # A plus keeps the planner from the index of statuses, where a whole status would be read to find one seller's.
    column = "+status" if wanted.seller else "status"
    if wanted.status in ("active", "expired"):
        sign = ">" if wanted.status == "active" else "<="
        return [Condition(f"{column} = 'active'"), Condition(f"expires_at {sign} ?", (wanted.at,))]
    return [Condition(f"{column} = ?", (wanted.status,))]


def _terms(wanted: ListingFilter) -> list[Condition]:
    conditions = []
    if wanted.seller is not None:
        conditions.append(Condition("seller = ?", (wanted.seller,)))
    if wanted.token is not None:
        conditions.append(Condition("token = ?", (wanted.token,)))
    if wanted.min_price is not None:
        conditions.append(Condition("price_key >= ?", (_price_key(wanted.min_price),)))
    if wanted.max_price is not None:
        conditions.append(Condition("price_key <= ?", (_price_key(wanted.max_price),)))
    return conditions


def _price_key(price: int) -> str:
    return str(price).zfill(_PRICE_DIGITS)
