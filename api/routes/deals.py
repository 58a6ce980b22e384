"""Deals: find them, look at one and what may happen next, read its history."""

from collections.abc import Sequence

from api import parameters as p
from api import schemas
from api.envelope import many, one
from api.errors import Problem
from api.exchange import Answer, Request
from api.history import HISTORY_PARAMETERS, answer_history
from api.lists import begin, finish
from api.operations import listed, looked_up
from api.parameters import Parameter, choice, read_query, read_segment, several
from api.routing import Route
from api.services import Services
from indexer.store.reads_trades import DEAL_KEY, DealFilter, deals_query

DEAL_ID = Parameter(
    "dealId", p.HASH, "keccak256(abi.encode(chainId, escrow, deal)).", example=schemas.HASH, place="path"
)
STATUSES = ("Funded", "Fulfilled", "Completed", "Disputed", "Closed")
QUERY = (
    Parameter("buyer", p.ADDRESS, "Only deals this account bought."),
    Parameter("seller", p.ADDRESS, "Only deals this account sold."),
    Parameter("party", p.ADDRESS, "Only deals this account bought or sold.", example=schemas.ADDRESS),
    Parameter("status", several(*STATUSES), "Only these states, with commas between.", example="Funded,Fulfilled"),
    Parameter("listing", p.HASH, "Only deals about this listing."),
    Parameter("sort", choice("newest"), "By the block they were opened in, newest first.", default="newest"),
    p.LIMIT,
    p.NEXT,
    p.MIN_BLOCK,
)


class Deals:
    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", "/v1/deals", self.find, _FIND),
            Route("GET", "/v1/deals/{dealId}", self.look_up, _LOOK_UP),
            Route("GET", "/v1/deals/{dealId}/history", self.history, _HISTORY),
        )

    async def find(self, request: Request) -> Answer:
        values = read_query(request, QUERY)
        await self._services.reach(values["min_block"])
        wanted = DealFilter(
            buyer=values["buyer"],
            seller=values["seller"],
            party=values["party"],
            statuses=values["status"] or (),
            listing=values["listing"],
        )
        with self._services.reads as snapshot:
            walk = begin(request, snapshot, values, key=DEAL_KEY)
            query = deals_query(wanted, limit=values["limit"], after=walk.after)
            page = finish(walk, snapshot, query, self._services.render_past)
        return many(request, page.rows, page.head, next_cursor=page.next_cursor)

    async def look_up(self, request: Request) -> Answer:
        deal_id = read_segment(request, DEAL_ID)
        await self._services.reach(read_query(request, (p.MIN_BLOCK,))["min_block"])
        with self._services.reads as snapshot:
            found = snapshot.deal(deal_id)
            if found is None:
                raise _missing(deal_id, snapshot.head.number)
            return one(request, found, snapshot.head)

    async def history(self, request: Request) -> Answer:
        deal_id = read_segment(request, DEAL_ID)
        values = read_query(request, HISTORY_PARAMETERS)
        await self._services.reach(values["min_block"])
        with self._services.reads as snapshot:
            if snapshot.deal(deal_id) is None:
                raise _missing(deal_id, snapshot.head.number)
            return answer_history(request, snapshot, values, entity_id=deal_id)


def _missing(deal_id: str, number: int) -> Problem:
    return Problem("deal-not-found", f"As of block {number} there is no deal {deal_id}.")


_FIND = listed(
    "Find deals",
    "Newest first.",
    tag="Deals",
    model=schemas.Many[schemas.Deal],
    parameters=QUERY,
)
_LOOK_UP = looked_up(
    "Look at a deal",
    "Its frozen terms, where it stands, what was paid, and who may do what next, from when until when.",
    tag="Deals",
    model=schemas.One[schemas.Deal],
    parameters=(DEAL_ID, p.MIN_BLOCK),
    missing="deal-not-found",
)
_HISTORY = listed(
    "Read the history of a deal",
    "Every event about it, oldest first.",
    tag="Deals",
    model=schemas.Many[schemas.HistoryEntry],
    parameters=(DEAL_ID, *HISTORY_PARAMETERS),
    problems=("deal-not-found",),
)
