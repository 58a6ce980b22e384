"""Places to stay: find those that are free, look at one, its calendar and its stays, ask what nights cost."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request

from api import shapes
from api.answers import Answer, many, one
from api.dates import Date
from api.entities import Entity, add_entity, answer_list, described_list
from api.errors import invalid_parameters
from api.lists import begin
from api.openapi import LIST_PROBLEMS, READ_PROBLEMS, STABLE, Json, answers
from api.parameters import INCOMPARABLE, Address, Id, Listed, Money, Waiting, one_of
from api.schemas import places as shown
from api.services import Services
from api.words import Worded, answer_words
from indexer.model.place import MAX_NIGHTS, Place
from indexer.model.quote import DAY, quote
from indexer.model.resources.place import show_quote, show_unit
from indexer.store.reads import Snapshot
from indexer.store.reads_places import (
    NEWEST_KEY,
    PRICE_KEY,
    STAY_KEY,
    UNIT_KEY,
    Nights,
    PlaceFilter,
    first_free_unit,
    is_granted,
    places_query,
    read_calendar,
    read_place,
    stays_query,
)

MOST_DAYS = 400
_DAYS = 90
STATUSES = ("active", "expired", "withdrawn", "any")
SORTS = ("newest", "price", "-price")

_IDENTITY = "keccak256(abi.encode(host, sku))."
PlaceId = Annotated[Id, Path(alias="placeId", description=_IDENTITY, examples=[shapes.HASH])]
Status = Annotated[Literal["active", "expired", "withdrawn", "any"], one_of(*STATUSES)]
Sort = Annotated[Literal["newest", "price", "-price"], one_of(*SORTS)]
CheckIn = Annotated[Date | None, Field(description="The date of arrival.", examples=["2026-12-24"])]
CheckOut = Annotated[
    Date | None, Field(description="The date of leaving: somebody else may arrive on it.", examples=["2026-12-27"])
]


class PlacesQuery(Worded):
    host: Annotated[Address | None, Field(description="Only places of this account.", examples=[shapes.ADDRESS])] = None
    token: Annotated[
        Address | None, Field(description="Only prices in this token; the zero address is the native coin.")
    ] = None
    max_price: Annotated[Money | None, Field(description="The most a night may cost. Needs `token`.")] = None
    check_in: CheckIn = None
    check_out: CheckOut = None
    status: Annotated[Status, Field(description="`active` leaves out what has expired.")] = "active"
    sort: Annotated[Sort, Field(description="By publication or by the price of a night, which needs `token`.")] = (
        "newest"
    )


class QuoteQuery(Waiting):
    check_in: Annotated[CheckIn, Field(alias="checkIn")] = None
    check_out: Annotated[CheckOut, Field(alias="checkOut")] = None


class NightsQuery(Listed):
    from_: Annotated[
        Date | None, Field(alias="from", description="The first night; the date of the block unless told otherwise.")
    ] = None
    to: Annotated[
        Date | None,
        Field(description=f"The day after the last night, at most {MOST_DAYS} days later; {_DAYS} by default."),
    ] = None


class Places:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _PLACE)
        add = router.add_api_route
        add("/v1/places", self.find, **_FIND)
        add("/v1/places/{placeId}/stays", self.stays, **_STAYS)
        add("/v1/places/{placeId}/nights", self.nights, **_NIGHTS)
        add("/v1/places/{placeId}/quote", self.quote, **_QUOTE)

    async def find(self, request: Request, asked: Annotated[PlacesQuery, Query()]) -> Answer:
        if asked.token is None and (asked.max_price is not None or asked.sort != "newest"):
            raise invalid_parameters(("token", INCOMPARABLE))
        nights = _nights(asked.check_in, asked.check_out)
        return await answer_words(
            self._services,
            request,
            asked,
            key=NEWEST_KEY if asked.sort == "newest" else PRICE_KEY,
            query=lambda walk, found: places_query(
                PlaceFilter(
                    at=walk.begun.timestamp,
                    status=asked.status,
                    host=asked.host,
                    token=asked.token,
                    max_price=asked.max_price,
                    nights=nights,
                ),
                sort=asked.sort,
                limit=asked.limit,
                after=walk.after,
                also=found,
            ),
            is_costly=nights is not None,
        )

    async def stays(self, request: Request, place_id: PlaceId, asked: Annotated[Listed, Query()]) -> Answer:
        return await answer_list(
            self._services,
            request,
            asked,
            key=STAY_KEY,
            query=lambda walk: stays_query(place_id, limit=asked.limit, after=walk.after),
            owner=(_PLACE, place_id),
        )

    async def nights(self, request: Request, place_id: PlaceId, asked: Annotated[NightsQuery, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        with self._services.reads as snapshot:
            _PLACE.read(snapshot, place_id)
            first = snapshot.head.timestamp // DAY if asked.from_ is None else asked.from_
            end = first + _DAYS if asked.to is None else asked.to
            if not first < end <= first + MOST_DAYS:
                raise invalid_parameters(("to", f"From 1 to {MOST_DAYS} days after `from`."))
            walk = begin(request, snapshot, asked, key=UNIT_KEY)
            after = int(walk.after[0]) if walk.after else -1
            nights = Nights(first, end - first)
            units = read_calendar(snapshot, place_id, nights, limit=asked.limit + 1, after=after)
        told = units[: asked.limit]
        rows = [orjson.dumps(show_unit(unit, pages, first=first, end=end)) for unit, pages in told]
        cursor = walk.cursor((told[-1][0],)) if len(units) > len(told) else None
        return many(request, rows, snapshot.head, next_cursor=cursor)

    async def quote(self, request: Request, place_id: PlaceId, asked: Annotated[QuoteQuery, Query()]) -> Answer:
        nights = _nights(asked.check_in, asked.check_out)
        if nights is None:
            raise invalid_parameters(("checkIn", "A quote needs both dates."))
        await self._services.reach(asked.min_block)
        with self._services.reads as snapshot:
            _PLACE.read(snapshot, place_id)
            place = read_place(snapshot, place_id)
            assert place is not None, "its JSON was just read from the same row"
            told = orjson.dumps(_quoted(snapshot, place, nights))
            return one(request, told, snapshot.head)


def _quoted(snapshot: Snapshot, place: Place, nights: Nights) -> Json:
    quoted = quote(place.terms, first_night=nights.first, nights=nights.count)
    return {
        **show_quote(place, quoted, first_night=nights.first, nights=nights.count),
        "isGranted": is_granted(place, nights, at=snapshot.head.timestamp),
        "freeUnit": first_free_unit(snapshot, place, nights),
    }


def _nights(check_in: int | None, check_out: int | None) -> Nights | None:
    if check_in is None and check_out is None:
        return None
    if check_in is None or check_out is None:
        raise invalid_parameters(("checkIn" if check_in is None else "checkOut", "Both dates are needed, or none."))
    if not check_in < check_out <= check_in + MAX_NIGHTS:
        raise invalid_parameters(("checkOut", f"From 1 to {MAX_NIGHTS} days after `checkIn`."))
    return Nights(check_in, check_out - check_in)


_PLACE = Entity(
    name="place",
    path="/v1/places",
    parameter="placeId",
    identity=_IDENTITY,
    tag="Places",
    shape=shown.Place,
    shown="What a night costs and by which terms, in the host's own words and unpacked, and its document.",
)
_FIND = described_list(
    _PLACE,
    summary="Find places",
    description="Newest first, active and not expired unless told otherwise. With `checkIn` and `checkOut` only those "
    "that take such a stay and have a unit that is free, now, for all of its nights.",
    shape=shown.Places,
)
_OF_PLACE = (*LIST_PROBLEMS, _PLACE.problem)
_STAYS: Json = {
    "summary": "Read the stays at a place",
    "description": f"By their first night, the earliest first. {STABLE}",
    "tags": ["Places"],
    "responses": answers(shapes.Many[shown.Stay], problems=_OF_PLACE, as_of=True),
}
_NIGHTS: Json = {
    "summary": "Read the calendar of a place",
    "description": "The nights that are booked or blocked, by unit. Units that are not told are free.",
    "tags": ["Places"],
    "responses": answers(shapes.Many[shown.UnitNights], problems=_OF_PLACE, as_of=True),
}
_QUOTE: Json = {
    "summary": "Ask what a stay costs",
    "description": "Equal to the contract's own quote to the wei, where `isGranted`: what nobody could book, the contract "
    "refuses to quote. Needs both dates.",
    "tags": ["Places"],
    "responses": answers(shapes.One[shown.Quote], problems=(*READ_PROBLEMS, _PLACE.problem), as_of=True),
}
