"""Listings: find them, look at one, read its history."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request

from api import schemas
from api.answers import Answer
from api.entities import Entity, add_entity, described_list
from api.errors import invalid_parameters
from api.filters import ListingsQuery
from api.finding import find_listings
from api.plain import PlainList
from api.remembered import key_of
from api.services import Services


class Listings:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _LISTING)
        router.routes.append(PlainList("/v1/listings", self._first_page))
        router.add_api_route("/v1/listings", self.find, **_FIND)

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
        raise invalid_parameters(*wrong)


_LISTING = Entity(
    name="listing",
    path="/v1/listings",
    parameter="listingId",
    identity="keccak256(abi.encode(seller, sku)).",
    tag="Listings",
    shape=schemas.Listing,
    shown="Its terms for one unit, its stock, and its document in the state it was found.",
)
_FIND = described_list(
    _LISTING,
    summary="Find listings",
    description="Newest first, active and not expired unless told otherwise. With `q`, the most relevant first: pages "
    "then give the best ones not given before, as they stand now.",
    shape=schemas.Listings,
)
