"""Campaigns: find them, look at one, and who pledged what."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request

from api import shapes
from api.answers import Answer
from api.entities import Entity, add_entity, answer_list, described_list
from api.errors import invalid_parameters
from api.openapi import LIST_PROBLEMS, STABLE, Json, answers
from api.parameters import INCOMPARABLE, Address, BlockNumber, Id, Listed, one_of
from api.schemas import campaigns as shown
from api.services import Services
from api.words import Worded, answer_words
from indexer.store.reads_campaigns import KEYS, PLEDGE_KEY, CampaignFilter, campaigns_query, pledges_query

STATUSES = ("live", "succeeded", "failed", "lapsed", "stopped", "paid", "any")
SORTS = ("newest", "ending", "-raised")

_IDENTITY = "The hash of the chain, the contract and the campaign's terms."
CampaignId = Annotated[Id, Path(alias="campaignId", description=_IDENTITY, examples=[shapes.HASH])]
Status = Annotated[Literal["live", "succeeded", "failed", "lapsed", "stopped", "paid", "any"], one_of(*STATUSES)]
Sort = Annotated[Literal["newest", "ending", "-raised"], one_of(*SORTS)]


class CampaignsQuery(Worded):
    creator: Annotated[
        Address | None, Field(description="Only campaigns of this account.", examples=[shapes.ADDRESS])
    ] = None
    backer: Annotated[Address | None, Field(description="Only campaigns this account pledged to.")] = None
    token: Annotated[
        Address | None, Field(description="Only pledges in this token; the zero address is the native coin.")
    ] = None
    ends_before: Annotated[
        BlockNumber | None, Field(description="Only campaigns that take pledges until before this Unix time.")
    ] = None
    status: Annotated[
        Status,
        Field(
            description="`live` takes pledges; `succeeded` met its goal and its tranches fall due; `failed` did not meet "
            "it; `lapsed` had a tranche not claimed in time."
        ),
    ] = "live"
    sort: Annotated[
        Sort, Field(description="By publication, by the end, or by what was raised, which needs `token`.")
    ] = "newest"


class PledgesQuery(Listed):
    backer: Annotated[Address | None, Field(description="Only the pledge of this account.")] = None


class Campaigns:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _CAMPAIGN)
        router.add_api_route("/v1/campaigns", self.find, **_FIND)
        router.add_api_route("/v1/campaigns/{campaignId}/pledges", self.pledges, **_PLEDGES)

    async def find(self, request: Request, asked: Annotated[CampaignsQuery, Query()]) -> Answer:
        if asked.token is None and asked.sort == "-raised":
            raise invalid_parameters(("sort", INCOMPARABLE))
        return await answer_words(
            self._services,
            request,
            asked,
            key=KEYS[asked.sort],
            query=lambda walk, found: campaigns_query(
                CampaignFilter(
                    at=walk.begun.timestamp,
                    status=asked.status,
                    creator=asked.creator,
                    backer=asked.backer,
                    token=asked.token,
                    ends_before=asked.ends_before,
                ),
                sort=asked.sort,
                limit=asked.limit,
                after=walk.after,
                also=found,
            ),
            is_costly=asked.backer is not None,
        )

    async def pledges(
        self, request: Request, campaign_id: CampaignId, asked: Annotated[PledgesQuery, Query()]
    ) -> Answer:
        return await answer_list(
            self._services,
            request,
            asked,
            key=PLEDGE_KEY,
            query=lambda walk: pledges_query(campaign_id, backer=asked.backer, limit=asked.limit, after=walk.after),
            owner=(_CAMPAIGN, campaign_id),
        )


_CAMPAIGN = Entity(
    name="campaign",
    path="/v1/campaigns",
    parameter="campaignId",
    identity=_IDENTITY,
    tag="Campaigns",
    shape=shown.Campaign,
    shown="Its terms, what was raised, what is left of its rewards, what the creator was paid and whether it delivered.",
)
_FIND = described_list(
    _CAMPAIGN,
    summary="Find campaigns",
    description="Newest first, and only those that take pledges, unless told otherwise.",
    shape=shown.Campaigns,
)
_PLEDGES: Json = {
    "summary": "Read the pledges to a campaign",
    "description": f"By the block of the backer's first pledge, newest first. {STABLE}",
    "tags": ["Campaigns"],
    "responses": answers(shapes.Many[shown.Pledge], problems=(*LIST_PROBLEMS, "campaign-not-found"), as_of=True),
}
