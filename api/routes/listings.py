"""Listings: find them, look at one, read its history."""

from collections.abc import Sequence
from typing import Any

from api import parameters as p
from api import schemas
from api.envelope import many, one
from api.errors import Problem
from api.exchange import Answer, Request
from api.history import HISTORY_PARAMETERS, answer_history
from api.lists import begin, finish
from api.operations import listed, looked_up
from api.parameters import Parameter, choice, read_query, read_segment
from api.routing import Route
from api.services import Services
from indexer.store.reads_listings import NEWEST_KEY, PRICE_KEY, ListingFilter, listings_query

LISTING_ID = Parameter("listingId", p.HASH, "keccak256(abi.encode(seller, sku)).", example=schemas.HASH, place="path")
STATUSES = ("active", "expired", "soldOut", "withdrawn", "any")
QUERY = (
    Parameter("seller", p.ADDRESS, "Only listings of this account.", example=schemas.ADDRESS),
    Parameter("token", p.ADDRESS, "Only prices in this token; the zero address is the native coin."),
    Parameter("minPrice", p.MONEY, "The least a unit may cost. Needs `token`."),
    Parameter("maxPrice", p.MONEY, "The most a unit may cost. Needs `token`."),
    Parameter("status", choice(*STATUSES), "`active` leaves out what has expired.", default="active"),
    Parameter("sort", choice("newest", "price", "-price"), "`price` and `-price` need `token`.", default="newest"),
    p.LIMIT,
    p.NEXT,
    p.MIN_BLOCK,
)


class Listings:
    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", "/v1/listings", self.find, _FIND),
            Route("GET", "/v1/listings/{listingId}", self.look_up, _LOOK_UP),
            Route("GET", "/v1/listings/{listingId}/history", self.history, _HISTORY),
        )

    async def find(self, request: Request) -> Answer:
        values = read_query(request, QUERY)
        _check_prices(values)
        await self._services.reach(values["min_block"])
        sort: str = values["sort"]
        with self._services.reads as snapshot:
            walk = begin(request, snapshot, values, key=NEWEST_KEY if sort == "newest" else PRICE_KEY)
            wanted = ListingFilter(
                at=walk.begun.timestamp,
                status=values["status"],
                seller=values["seller"],
                token=values["token"],
                min_price=values["minPrice"],
                max_price=values["maxPrice"],
            )
            query = listings_query(wanted, sort=sort, limit=values["limit"], after=walk.after)
            page = finish(walk, snapshot, query, self._services.render_past)
        return many(request, page.rows, page.head, next_cursor=page.next_cursor)

    async def look_up(self, request: Request) -> Answer:
        listing_id = read_segment(request, LISTING_ID)
        await self._services.reach(read_query(request, (p.MIN_BLOCK,))["min_block"])
        with self._services.reads as snapshot:
            found = snapshot.listing(listing_id)
            if found is None:
                raise _missing(listing_id, snapshot.head.number)
            return one(request, found, snapshot.head)

    async def history(self, request: Request) -> Answer:
        listing_id = read_segment(request, LISTING_ID)
        values = read_query(request, HISTORY_PARAMETERS)
        await self._services.reach(values["min_block"])
        with self._services.reads as snapshot:
            if snapshot.listing(listing_id) is None:
                raise _missing(listing_id, snapshot.head.number)
            return answer_history(request, snapshot, values, entity_id=listing_id)


def _check_prices(values: dict[str, Any]) -> None:
    needy = [name for name in ("minPrice", "maxPrice") if values[name] is not None]
    if values["sort"] != "newest":
        needy.append("sort")
    if needy and values["token"] is None:
        sentence = (
            "Amounts of different tokens cannot be compared: name the `token`, the zero address for the native coin."
        )
        raise Problem(
            "invalid-parameter", f"{', '.join(needy)}: {sentence}", errors=[(name, sentence) for name in needy]
        )


def _missing(listing_id: str, number: int) -> Problem:
    return Problem("listing-not-found", f"As of block {number} there is no listing {listing_id}.")


_FIND = listed(
    "Find listings",
    "Newest first, active and not expired unless told otherwise.",
    tag="Listings",
    model=schemas.Listings,
    parameters=QUERY,
)
_LOOK_UP = looked_up(
    "Look at a listing",
    "Its terms for one unit, its stock, and its document in the state it was found.",
    tag="Listings",
    model=schemas.One[schemas.Listing],
    parameters=(LISTING_ID, p.MIN_BLOCK),
    missing="listing-not-found",
)
_HISTORY = listed(
    "Read the history of a listing",
    "Every event about it, oldest first.",
    tag="Listings",
    model=schemas.Many[schemas.HistoryEntry],
    parameters=(LISTING_ID, *HISTORY_PARAMETERS),
    problems=("listing-not-found",),
)
