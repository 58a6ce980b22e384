"""Accounts: profile, record and credits, and the reviews about or by them."""

from collections.abc import Sequence

import orjson

from api import parameters as p
from api import schemas
from api.envelope import many, one
from api.exchange import Answer, Request
from api.lists import begin, finish
from api.operations import listed, looked_up
from api.parameters import Parameter, choice, read_query, read_segment
from api.routing import Route
from api.services import Services
from indexer.model.identity import checksummed
from indexer.store.reads_trades import REVIEW_KEY, reviews_query

ADDRESS = Parameter("address", p.ADDRESS, "The account, in any case.", example=schemas.ADDRESS, place="path")
REVIEWS_QUERY = (
    Parameter("role", choice("subject", "author"), "Reviews about the account, or by it.", default="subject"),
    p.LIMIT,
    p.NEXT,
    p.MIN_BLOCK,
)
_NO_RECORD = {
    "salesOpen": 0,
    "salesClosed": 0,
    "purchasesOpen": 0,
    "purchasesClosed": 0,
    "refunds": 0,
    "missedDeadlines": 0,
    "disputesLost": 0,
    "depositsForfeited": 0,
    "reviews": 0,
    "scoreSum": 0,
    "scoreMean": None,
}


class Accounts:
    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", "/v1/accounts/{address}", self.look_up, _LOOK_UP),
            Route("GET", "/v1/accounts/{address}/reviews", self.reviews, _REVIEWS),
        )

    async def look_up(self, request: Request) -> Answer:
        address = read_segment(request, ADDRESS)
        await self._services.reach(read_query(request, (p.MIN_BLOCK,))["min_block"])
        with self._services.reads as snapshot:
            found = snapshot.account(address) or self._stranger(address)
            return one(request, found, snapshot.head)

    async def reviews(self, request: Request) -> Answer:
        address = read_segment(request, ADDRESS)
        values = read_query(request, REVIEWS_QUERY)
        await self._services.reach(values["min_block"])
        with self._services.reads as snapshot:
            walk = begin(request, snapshot, values, key=REVIEW_KEY)
            query = reviews_query(address, values["role"], limit=values["limit"], after=walk.after)
            page = finish(walk, snapshot, query, self._services.render_past)
        return many(request, page.rows, page.head, next_cursor=page.next_cursor)

    def _stranger(self, address: str) -> bytes:
        """Every address is an account: one that did nothing yet has done nothing, and is not missing."""
        return orjson.dumps(
            {
                "chainId": self._services.config.chain_id,
                "address": checksummed(address),
                "profile": None,
                "record": _NO_RECORD,
                "credits": [],
                "firstAt": None,
                "firstBlock": None,
            }
        )


_LOOK_UP = looked_up(
    "Look at an account",
    "Its profile, its record over all deals, and payments that wait to be withdrawn. Every address has an answer.",
    tag="Accounts",
    model=schemas.One[schemas.Account],
    parameters=(ADDRESS, p.MIN_BLOCK),
)
_REVIEWS = listed(
    "Read reviews about or by an account",
    "By the block they were committed in, newest first.",
    tag="Accounts",
    model=schemas.Many[schemas.Review],
    parameters=(ADDRESS, *REVIEWS_QUERY),
)
