"""Deals: find them, look at one and what may happen next, read its history."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request

from api import schemas, shapes
from api.answers import Answer
from api.entities import Entity, add_entity, answer_list, described_list
from api.parameters import Address, Id, Listed, listing_of, one_of, some_of
from api.services import Services
from indexer.store.reads_trades import DEAL_KEY, DealFilter, deals_query

STATUSES = ("Funded", "Fulfilled", "Completed", "Disputed", "Closed")

Statuses = Annotated[str, some_of(*STATUSES), listing_of(*STATUSES)]


class DealsQuery(Listed):
    buyer: Annotated[Address | None, Field(description="Only deals this account bought.")] = None
    seller: Annotated[Address | None, Field(description="Only deals this account sold.")] = None
    party: Annotated[
        Address | None, Field(description="Only deals this account bought or sold.", examples=[shapes.ADDRESS])
    ] = None
    status: Annotated[
        Statuses | None,
        Field(description="Only these states, with commas between.", examples=["Funded,Fulfilled"]),
    ] = None
    listing: Annotated[
        Id | None, Field(description="Only deals about this listing, auction, place, request or tariff.")
    ] = None
    sort: Annotated[
        Annotated[Literal["newest"], one_of("newest")],
        Field(description="By the block they were opened in, newest first."),
    ] = "newest"


class Deals:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _DEAL)
        router.add_api_route("/v1/deals", self.find, **_FIND)

    async def find(self, request: Request, asked: Annotated[DealsQuery, Query()]) -> Answer:
        wanted = DealFilter(
            buyer=asked.buyer,
            seller=asked.seller,
            party=asked.party,
            statuses=asked.status.split(",") if asked.status else (),
            listing=asked.listing,
        )
        return await answer_list(
            self._services,
            request,
            asked,
            key=DEAL_KEY,
            query=lambda walk: deals_query(wanted, limit=asked.limit, after=walk.after),
        )


_DEAL = Entity(
    name="deal",
    path="/v1/deals",
    parameter="dealId",
    identity="The hash of the chain, the escrow and the deal's terms.",
    tag="Deals",
    shape=schemas.Deal,
    shown="Its frozen terms, where it stands, what was paid, and who may do what next, from when until when.",
)
_FIND = described_list(_DEAL, summary="Find deals", description="Newest first.")
