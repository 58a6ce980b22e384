"""Deals: find them, look at one and what may happen next, read its history."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request

from api import schemas, shapes
from api.answers import Answer, many, one
from api.errors import Problem
from api.history import answer_history
from api.lists import begin, finish
from api.openapi import LIST_PROBLEMS, READ_PROBLEMS, STABLE, Json, answers
from api.parameters import Address, Id, Listed, Waiting, listing_of, one_of, read_hash, some_of
from api.plain import PlainRead
from api.services import Services
from indexer.store.reads_trades import DEAL_KEY, DealFilter, deals_query

STATUSES = ("Funded", "Fulfilled", "Completed", "Disputed", "Closed")

Statuses = Annotated[str, some_of(*STATUSES), listing_of(*STATUSES)]
DealId = Annotated[
    Id, Path(alias="dealId", description="keccak256(abi.encode(chainId, escrow, deal)).", examples=[shapes.HASH])
]


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
    listing: Annotated[Id | None, Field(description="Only deals about this listing.")] = None
    sort: Annotated[
        Annotated[Literal["newest"], one_of("newest")],
        Field(description="By the block they were opened in, newest first."),
    ] = "newest"


class Deals:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        router.routes.append(PlainRead("/v1/deals/{dealId}", self._look_up, check=read_hash))
        add = router.add_api_route
        add("/v1/deals", self.find, **_FIND)
        add("/v1/deals/{dealId}", self.look_up, **_LOOK_UP)
        add("/v1/deals/{dealId}/history", self.history, **_HISTORY)

    async def find(self, request: Request, asked: Annotated[DealsQuery, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        wanted = DealFilter(
            buyer=asked.buyer,
            seller=asked.seller,
            party=asked.party,
            statuses=asked.status.split(",") if asked.status else (),
            listing=asked.listing,
        )
        with self._services.reads as snapshot:
            walk = begin(request, snapshot, asked, key=DEAL_KEY)
            query = deals_query(wanted, limit=asked.limit, after=walk.after)
            page = finish(walk, snapshot, query, self._services.render_past)
        return many(request, page.rows, page.head, next_cursor=page.next_cursor)

    async def look_up(self, request: Request, deal_id: DealId, asked: Annotated[Waiting, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        return await self._look_up(request, deal_id)

    async def history(self, request: Request, deal_id: DealId, asked: Annotated[Listed, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        with self._services.reads as snapshot:
            if snapshot.deal(deal_id) is None:
                raise _missing(deal_id, snapshot.head.number)
            return answer_history(request, snapshot, asked, entity_id=deal_id)

    async def _look_up(self, request: Request, deal_id: str) -> Answer:
        with self._services.reads as snapshot:
            found = snapshot.deal(deal_id)
            if found is None:
                raise _missing(deal_id, snapshot.head.number)
            return one(request, found, snapshot.head)


def _missing(deal_id: str, number: int) -> Problem:
    return Problem("deal-not-found", f"As of block {number} there is no deal {deal_id}.")


_FIND: Json = {
    "summary": "Find deals",
    "description": f"Newest first. {STABLE}",
    "tags": ["Deals"],
    "responses": answers(shapes.Many[schemas.Deal], problems=LIST_PROBLEMS, as_of=True),
}
_LOOK_UP: Json = {
    "summary": "Look at a deal",
    "description": "Its frozen terms, where it stands, what was paid, and who may do what next, from when until when.",
    "tags": ["Deals"],
    "responses": answers(shapes.One[schemas.Deal], problems=(*READ_PROBLEMS, "deal-not-found"), as_of=True),
}
_HISTORY: Json = {
    "summary": "Read the history of a deal",
    "description": f"Every event about it, oldest first. {STABLE}",
    "tags": ["Deals"],
    "responses": answers(shapes.Many[schemas.HistoryEntry], problems=(*LIST_PROBLEMS, "deal-not-found"), as_of=True),
}
