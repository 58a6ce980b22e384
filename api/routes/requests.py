"""What buyers look for, and the standing tariffs of sellers."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request

from api import shapes
from api.answers import Answer
from api.dates import Cell, around
from api.entities import Entity, add_entity, described_list
from api.parameters import Address, one_of
from api.schemas import requests as shown
from api.services import Services
from api.words import Worded, answer_words
from indexer.store.reads_requests import (
    REQUEST_KEY,
    TARIFF_KEY,
    RequestFilter,
    TariffFilter,
    requests_query,
    tariffs_query,
)

RequestStatus = Annotated[
    Literal["open", "expired", "accepted", "withdrawn", "any"],
    one_of("open", "expired", "accepted", "withdrawn", "any"),
]
TariffStatus = Annotated[Literal["active", "expired", "revoked", "any"], one_of("active", "expired", "revoked", "any")]
Token = Annotated[Address | None, Field(description="Only what is paid in this token; the zero address is the coin.")]


class RequestsQuery(Worded):
    buyer: Annotated[Address | None, Field(description="Only requests of this account.", examples=[shapes.ADDRESS])] = (
        None
    )
    token: Token = None
    status: Annotated[RequestStatus, Field(description="`open` leaves out what has expired.")] = "open"


class TariffsQuery(Worded):
    seller: Annotated[Address | None, Field(description="Only tariffs of this account.", examples=[shapes.ADDRESS])] = (
        None
    )
    token: Token = None
    cell: Annotated[
        Cell | None,
        Field(
            description="Only tariffs that are good in this H3 cell, by their document.", examples=["881f1d4889fffff"]
        ),
    ] = None
    status: Annotated[
        TariffStatus, Field(description="`active` leaves out what has expired; what the seller took back is `revoked`.")
    ] = "active"


class Requests:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _REQUEST)
        add_entity(router, self._services, _TARIFF)
        router.add_api_route("/v1/requests", self.find_requests, **_FIND_REQUESTS)
        router.add_api_route("/v1/tariffs", self.find_tariffs, **_FIND_TARIFFS)

    async def find_requests(self, request: Request, asked: Annotated[RequestsQuery, Query()]) -> Answer:
        return await answer_words(
            self._services,
            request,
            asked,
            key=REQUEST_KEY,
            query=lambda walk, found: requests_query(
                RequestFilter(at=walk.begun.timestamp, status=asked.status, buyer=asked.buyer, token=asked.token),
                limit=asked.limit,
                after=walk.after,
                also=found,
            ),
        )

    async def find_tariffs(self, request: Request, asked: Annotated[TariffsQuery, Query()]) -> Answer:
        return await answer_words(
            self._services,
            request,
            asked,
            key=TARIFF_KEY,
            query=lambda walk, found: tariffs_query(
                TariffFilter(
                    at=walk.begun.timestamp,
                    status=asked.status,
                    seller=asked.seller,
                    token=asked.token,
                    cells=around(asked.cell) if asked.cell else (),
                ),
                limit=asked.limit,
                after=walk.after,
                also=found,
            ),
            is_costly=asked.cell is not None,
        )


_REQUEST = Entity(
    name="request",
    path="/v1/requests",
    parameter="requestId",
    identity="keccak256(abi.encode(buyer, salt)).",
    tag="Requests",
    shape=shown.Request,
    shown="What the buyer needs, until when, and its document.",
)
_TARIFF = Entity(
    name="tariff",
    path="/v1/tariffs",
    parameter="tariffId",
    identity="The EIP-712 digest that its seller signed.",
    tag="Requests",
    shape=shown.Tariff,
    shown="What a ride or an hour costs and by which terms, and its document, which names the area it is good in.",
)
_FIND_REQUESTS = described_list(
    _REQUEST,
    summary="Find requests",
    description="Newest first, open and not expired unless told otherwise.",
    shape=shown.Requests,
)
_FIND_TARIFFS = described_list(
    _TARIFF,
    summary="Find tariffs",
    description="Newest first; only those that can be accepted now, unless told otherwise. With `cell`, those whose "
    "document is not verified yet are left out: nobody knows where they are good.",
    shape=shown.Tariffs,
)
