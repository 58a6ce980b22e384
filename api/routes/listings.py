"""Listings: find them, look at one, read its history."""

from collections.abc import Sequence
from typing import Any

from api import parameters as p
from api import schemas
from api.envelope import one
from api.errors import Problem
from api.exchange import Answer, Request
from api.finding import find_listings
from api.history import HISTORY_PARAMETERS, answer_history
from api.operations import listed, looked_up
from api.parameters import Parameter, choice, pattern, read_query, read_segment, several
from api.remembered import key_of
from api.routing import Route
from api.services import Services

LISTING_ID = Parameter("listingId", p.HASH, "keccak256(abi.encode(seller, sku)).", example=schemas.HASH, place="path")
STATUSES = ("active", "expired", "soldOut", "withdrawn", "any")
CATEGORY = pattern(
    r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*){0,3}",
    "A category is lower-case words with - between, and / between levels, such as home/ceramics.",
    longest=80,
)
QUERY = (
    Parameter("q", p.WORDS, "Words to find, the last one may be unfinished. Typos are corrected.", example="vase"),
    Parameter("category", CATEGORY, "This category and all below it.", example="home"),
    Parameter("kind", choice("physical", "digital", "service"), "Only listings of this kind."),
    Parameter("seller", p.ADDRESS, "Only listings of this account.", example=schemas.ADDRESS),
    Parameter("token", p.ADDRESS, "Only prices in this token; the zero address is the native coin."),
    Parameter("minPrice", p.MONEY, "The least a unit may cost. Needs `token`."),
    Parameter("maxPrice", p.MONEY, "The most a unit may cost. Needs `token`."),
    Parameter("status", choice(*STATUSES), "`active` leaves out what has expired.", default="active"),
    Parameter(
        "sort",
        choice("newest", "price", "-price", "relevance"),
        "`relevance`, the default with `q`, needs `q`; `price` and `-price` need `token`; `newest` is the default.",
    ),
    Parameter("facets", several("category"), "Count what is found by this, leaving out its own filter."),
    p.LIMIT,
    p.NEXT,
    p.MIN_BLOCK,
)
# Their cost grows with the market, so they are asked beside the event loop.
_COSTLY = ("q", "category", "kind", "facets")


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
        values["sort"] = values["sort"] or ("relevance" if values["q"] else "newest")
        _check_together(values)
        services = self._services
        await services.reach(values["min_block"])
        with services.reads as snapshot:
            if not any(values[name] for name in _COSTLY):
                return find_listings(request, snapshot, values, render_past=services.render_past)
            key = key_of(request, snapshot.head)
        answer = services.remembered.get(key)
        if answer is None:
            answer = await services.search.run(
                lambda snapshot: find_listings(request, snapshot, values, render_past=services.render_past)
            )
            services.remembered.put(key, answer)
        return answer

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


def _check_together(values: dict[str, Any]) -> None:
    """Parameters that mean nothing without another one."""
    wrong: list[tuple[str, str]] = []
    if values["token"] is None:
        sentence = "Amounts of different tokens cannot be compared: name the `token`, or the zero address for coins."
        wrong += [(name, sentence) for name in ("minPrice", "maxPrice") if values[name] is not None]
        wrong += [("sort", sentence)] if values["sort"] in ("price", "-price") else []
    if values["sort"] == "relevance" and values["q"] is None:
        wrong.append(("sort", "Relevance to what? Give words in `q`."))
    if wrong:
        detail = " ".join(f"{name}: {sentence}" for name, sentence in wrong)
        raise Problem("invalid-parameter", detail, errors=wrong)


def _missing(listing_id: str, number: int) -> Problem:
    return Problem("listing-not-found", f"As of block {number} there is no listing {listing_id}.")


_FIND = listed(
    "Find listings",
    "Newest first, active and not expired unless told otherwise. With `q`, the most relevant first: pages then give the "
    "best ones not given before, as they stand now.",
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
