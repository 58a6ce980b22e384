"""Listings: find them, look at one, read its history."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request

from api import schemas, shapes
from api.answers import Answer, one
from api.errors import Problem
from api.filters import ListingsQuery
from api.finding import find_listings
from api.history import answer_history
from api.openapi import LIST_PROBLEMS, READ_PROBLEMS, STABLE, Json, answers
from api.parameters import Id, Listed, Waiting, read_hash
from api.plain import PlainList, PlainRead
from api.remembered import key_of
from api.services import Services

ListingId = Annotated[
    Id, Path(alias="listingId", description="keccak256(abi.encode(seller, sku)).", examples=[shapes.HASH])
]


class Listings:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        router.routes += [
            PlainRead("/v1/listings/{listingId}", self._look_up, check=read_hash),
            PlainList("/v1/listings", self._first_page),
        ]
        add = router.add_api_route
        add("/v1/listings", self.find, **_FIND)
        add("/v1/listings/{listingId}", self.look_up, **_LOOK_UP)
        add("/v1/listings/{listingId}/history", self.history, **_HISTORY)

    async def find(self, request: Request, asked: Annotated[ListingsQuery, Query()]) -> Answer:
        asked = asked.ordered()
        _check_together(asked)
        services = self._services
        await services.reach(asked.min_block)
        with services.reads as snapshot:
            if not asked.is_costly:
                return find_listings(request, snapshot, asked, render_past=services.render_past)
            key = key_of(request, snapshot.head)
        answer = services.remembered.get(key)
        if answer is None:
            answer = await services.search.run(
                lambda snapshot: find_listings(request, snapshot, asked, render_past=services.render_past)
            )
            services.remembered.put(key, answer)
        return answer

    async def look_up(self, request: Request, listing_id: ListingId, asked: Annotated[Waiting, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        return await self._look_up(request, listing_id)

    async def history(self, request: Request, listing_id: ListingId, asked: Annotated[Listed, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        with self._services.reads as snapshot:
            if snapshot.listing(listing_id) is None:
                raise _missing(listing_id, snapshot.head.number)
            return answer_history(request, snapshot, asked, entity_id=listing_id)

    async def _look_up(self, request: Request, listing_id: str) -> Answer:
        with self._services.reads as snapshot:
            found = snapshot.listing(listing_id)
            if found is None:
                raise _missing(listing_id, snapshot.head.number)
            return one(request, found, snapshot.head)

    async def _first_page(self, request: Request) -> Answer:
        return await self.find(request, _NO_FILTERS)


_NO_FILTERS = ListingsQuery().ordered()


def _check_together(asked: ListingsQuery) -> None:
    """Parameters that mean nothing without another one."""
    wrong: list[tuple[str, str]] = []
    if asked.token is None:
        sentence = "Amounts of different tokens cannot be compared: name the `token`, or the zero address for coins."
        prices = {"minPrice": asked.min_price, "maxPrice": asked.max_price}
        wrong += [(name, sentence) for name, price in prices.items() if price is not None]
        wrong += [("sort", sentence)] if asked.sort in ("price", "-price") else []
    if asked.sort == "relevance" and asked.q is None:
        wrong.append(("sort", "Relevance to what? Give words in `q`."))
    if wrong:
        detail = " ".join(f"{name}: {sentence}" for name, sentence in wrong)
        raise Problem("invalid-parameter", detail, errors=wrong)


def _missing(listing_id: str, number: int) -> Problem:
    return Problem("listing-not-found", f"As of block {number} there is no listing {listing_id}.")


_FIND: Json = {
    "summary": "Find listings",
    "description": "Newest first, active and not expired unless told otherwise. With `q`, the most relevant first: pages "
    f"then give the best ones not given before, as they stand now. {STABLE}",
    "tags": ["Listings"],
    "responses": answers(schemas.Listings, problems=LIST_PROBLEMS, as_of=True),
}
_LOOK_UP: Json = {
    "summary": "Look at a listing",
    "description": "Its terms for one unit, its stock, and its document in the state it was found.",
    "tags": ["Listings"],
    "responses": answers(shapes.One[schemas.Listing], problems=(*READ_PROBLEMS, "listing-not-found"), as_of=True),
}
_HISTORY: Json = {
    "summary": "Read the history of a listing",
    "description": f"Every event about it, oldest first. {STABLE}",
    "tags": ["Listings"],
    "responses": answers(shapes.Many[schemas.HistoryEntry], problems=(*LIST_PROBLEMS, "listing-not-found"), as_of=True),
}
