"""Accounts: profile, record and credits, and the reviews about or by them."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request

from api import schemas, shapes
from api.answers import Answer, one
from api.entities import answer_list
from api.openapi import LIST_PROBLEMS, READ_PROBLEMS, STABLE, Json, answers
from api.parameters import Address, Listed, Waiting, one_of, read_address
from api.plain import PlainRead
from api.services import Services
from indexer.model.account import Account
from indexer.model.identity import NOBODY, BlockNumber, Timestamp, checksummed
from indexer.model.resources.account import show_record
from indexer.store.reads_trades import REVIEW_KEY, reviews_query

AccountAddress = Annotated[Address, Path(description="The account, in any case.", examples=[shapes.ADDRESS])]
Role = Annotated[Literal["subject", "author"], one_of("subject", "author")]


class ReviewsQuery(Listed):
    role: Annotated[Role, Field(description="Reviews about the account, or by it.")] = "subject"


_STRANGER = Account.first_seen(NOBODY, number=BlockNumber(0), at=Timestamp(0))


class Accounts:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        router.routes.append(PlainRead("/v1/accounts/{address}", self._look_up, check=read_address))
        add = router.add_api_route
        add("/v1/accounts/{address}", self.look_up, **_LOOK_UP)
        add("/v1/accounts/{address}/reviews", self.reviews, **_REVIEWS)

    async def look_up(self, request: Request, address: AccountAddress, asked: Annotated[Waiting, Query()]) -> Answer:
        await self._services.reach(asked.min_block)
        return await self._look_up(request, address)

    async def reviews(
        self, request: Request, address: AccountAddress, asked: Annotated[ReviewsQuery, Query()]
    ) -> Answer:
        return await answer_list(
            self._services,
            request,
            asked,
            key=REVIEW_KEY,
            query=lambda walk: reviews_query(address, asked.role, limit=asked.limit, after=walk.after),
        )

    async def _look_up(self, request: Request, address: str) -> Answer:
        with self._services.reads as snapshot:
            found = snapshot.json("account", address) or self._stranger(address)
            return one(request, found, snapshot.head)

    def _stranger(self, address: str) -> bytes:
        """Every address is an account: one that did nothing yet has done nothing, and is not missing."""
        return orjson.dumps(
            {
                "chainId": self._services.config.chain_id,
                "address": checksummed(address),
                "profile": None,
                "record": show_record(_STRANGER),
                "credits": [],
                "firstAt": None,
                "firstBlock": None,
            }
        )


_LOOK_UP: Json = {
    "summary": "Look at an account",
    "description": "Its profile, its record over all deals, and payments that wait to be withdrawn. Every address has an "
    "answer.",
    "tags": ["Accounts"],
    "responses": answers(shapes.One[schemas.Account], problems=READ_PROBLEMS, as_of=True),
}
_REVIEWS: Json = {
    "summary": "Read reviews about or by an account",
    "description": f"By the block they were committed in, newest first. {STABLE}",
    "tags": ["Accounts"],
    "responses": answers(shapes.Many[schemas.Review], problems=LIST_PROBLEMS, as_of=True),
}
