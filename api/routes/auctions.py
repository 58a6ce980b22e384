"""Auctions: find them, look at one, its bids, and what is odd about its bidders."""

from itertools import groupby
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request

from api import shapes
from api.answers import Answer, many
from api.entities import Entity, add_entity, answer_list, described_list
from api.errors import invalid_parameters
from api.openapi import LIST_PROBLEMS, READ_PROBLEMS, STABLE, Json, answers
from api.parameters import INCOMPARABLE, Address, BlockNumber, Id, Listed, Waiting, one_of
from api.schemas import auctions as shown
from api.services import Services
from api.words import Worded, answer_words
from indexer.discovery.flags import ObservedAuction, PlacedBid, ShillScore, shill_scores
from indexer.model.identity import checksummed
from indexer.store.reads import Snapshot
from indexer.store.reads_auctions import BID_KEY, KEYS, AuctionFilter, auctions_query, bids_query, read_rivalry

STATUSES = ("open", "ended", "sold", "failed", "expired", "cancelled", "any")
SORTS = ("newest", "ending", "price", "-price")

_IDENTITY = "The hash of the chain, the market and the lot."
AuctionId = Annotated[Id, Path(alias="auctionId", description=_IDENTITY, examples=[shapes.HASH])]
Status = Annotated[Literal["open", "ended", "sold", "failed", "expired", "cancelled", "any"], one_of(*STATUSES)]
Sort = Annotated[Literal["newest", "ending", "price", "-price"], one_of(*SORTS)]


class AuctionsQuery(Worded):
    seller: Annotated[
        Address | None, Field(description="Only auctions of this account.", examples=[shapes.ADDRESS])
    ] = None
    bidder: Annotated[Address | None, Field(description="Only auctions this account bid in.")] = None
    token: Annotated[
        Address | None, Field(description="Only bids in this token; the zero address is the native coin.")
    ] = None
    ends_before: Annotated[
        BlockNumber | None, Field(description="Only auctions that end before this Unix time, as far as is known now.")
    ] = None
    status: Annotated[
        Status, Field(description="`open` takes bids; `ended` waits until somebody settles or expires it.")
    ] = "open"
    sort: Annotated[
        Sort,
        Field(description="By publication, by the end, or by the least that can be bid, which needs `token`."),
    ] = "newest"


class Auctions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _AUCTION)
        router.add_api_route("/v1/auctions", self.find, **_FIND)
        router.add_api_route("/v1/auctions/{auctionId}/bids", self.bids, **_BIDS)
        router.add_api_route("/v1/auctions/{auctionId}/flags", self.flags, **_FLAGS)

    async def find(self, request: Request, asked: Annotated[AuctionsQuery, Query()]) -> Answer:
        if asked.token is None and asked.sort in ("price", "-price"):
            raise invalid_parameters(("sort", INCOMPARABLE))
        return await answer_words(
            self._services,
            request,
            asked,
            key=KEYS[asked.sort],
            query=lambda walk, found: auctions_query(
                AuctionFilter(
                    at=walk.begun.timestamp,
                    status=asked.status,
                    seller=asked.seller,
                    bidder=asked.bidder,
                    token=asked.token,
                    ends_before=asked.ends_before,
                ),
                sort=asked.sort,
                limit=asked.limit,
                after=walk.after,
                also=found,
            ),
            is_costly=asked.bidder is not None,
        )

    async def bids(self, request: Request, auction_id: AuctionId, asked: Annotated[Listed, Query()]) -> Answer:
        return await answer_list(
            self._services,
            request,
            asked,
            key=BID_KEY,
            query=lambda walk: bids_query(auction_id, limit=asked.limit, after=walk.after),
            owner=(_AUCTION, auction_id),
        )

    async def flags(self, request: Request, auction_id: AuctionId, asked: Annotated[Waiting, Query()]) -> Answer:
        await self._services.reach(asked.min_block)

        def judge(snapshot: Snapshot) -> Answer:
            _AUCTION.read(snapshot, auction_id)
            return many(request, _flags(snapshot, auction_id), snapshot.head, next_cursor=None)

        return await self._services.search.run(judge)


def _flags(snapshot: Snapshot, auction_id: str) -> list[bytes]:
    """Of those who bid in this auction, the most suspicious first; judged by all auctions of its seller."""
    observed: dict[str, ObservedAuction] = {}
    for (name, begun, closed), rows in groupby(read_rivalry(snapshot, auction_id), key=lambda row: row[:3]):
        observed[name] = ObservedAuction(begun, closed, [PlacedBid(*row[3:]) for row in rows])
    here = observed.get(auction_id)
    if here is None:
        return []
    scores = shill_scores(observed.values())
    bidders = sorted({bid.bidder for bid in here.bids}, key=lambda bidder: (-scores[bidder].score, bidder))
    return [orjson.dumps(_flag(bidder, scores[bidder])) for bidder in bidders]


def _flag(bidder: str, score: ShillScore) -> Json:
    return {
        "bidder": checksummed(bidder),
        "kind": "shillBidding",
        "isFlagged": score.is_suspicious,
        "score": score.score,
        "auctions": score.auctions,
        "ratings": score.ratings,
    }


_AUCTION = Entity(
    name="auction",
    path="/v1/auctions",
    parameter="auctionId",
    identity=_IDENTITY,
    tag="Auctions",
    shape=shown.Auction,
    shown="Its lot, the highest bid, the least that can be bid, when it ends, and the document in the state it was found.",
)
_FIND = described_list(
    _AUCTION,
    summary="Find auctions",
    description="Newest first, and only those that take bids, unless told otherwise.",
    shape=shown.Auctions,
)
_BIDS: Json = {
    "summary": "Read the bids of an auction",
    "description": f"The highest first. {STABLE}",
    "tags": ["Auctions"],
    "responses": answers(shapes.Many[shown.Bid], problems=(*LIST_PROBLEMS, "auction-not-found"), as_of=True),
}
_FLAGS: Json = {
    "summary": "Read what is odd about the bidders of an auction",
    "description": "One entry for each of them, the most suspicious first, judged by the newest 100 auctions of the seller "
    "(indexer/discovery/flags.py says how). A flag is a reason to look, no proof, and takes nothing from anybody.",
    "tags": ["Auctions"],
    "responses": answers(shapes.Many[shown.Flag], problems=(*READ_PROBLEMS, "auction-not-found"), as_of=True),
}
