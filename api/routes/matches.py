"""Who serves whom, for a batch that is sent here. Nothing is kept, so any matcher is as good as this one."""

import asyncio
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.requests import Request

from api.answers import JSON, NO_STORE, Answer
from api.bodies import body_of, expect
from api.errors import Problem
from api.openapi import Json, answers
from api.parameters import Asked
from api.schemas.matches import MAX_ID, MAX_SIDE, Batch, Matched, Place
from api.services import Services
from indexer.discovery import matching
from indexer.discovery.matching import MatchingError

# Room for the longest names in the widest letters.
MAX_BATCH_BYTES = 2 * MAX_SIDE * (6 * MAX_ID + 64)
# A batch takes a core for a tenth of a second: one at a time leaves the others to whoever asks for less.
_MATCHERS = 1
_MAX_FAULTS = 10


class Matches:
    def __init__(self, _services: Services) -> None:
        self._matchers = asyncio.Semaphore(_MATCHERS)

    def add_to(self, router: APIRouter) -> None:
        router.add_api_route("/v1/matches", self.match, methods=["POST"], **_MATCH)

    async def match(self, request: Request, _asked: Annotated[Asked, Query()]) -> Answer:
        expect(request, ("application/json",))
        batch = _read(await body_of(request, limit=MAX_BATCH_BYTES))
        try:
            async with self._matchers:
                report = await asyncio.to_thread(matching.match, _places(batch.requests), _places(batch.providers))
        except MatchingError as error:
            raise Problem("invalid-body", str(error)) from error
        return Answer(orjson.dumps({"data": report.as_json()}), headers=(JSON, NO_STORE))


def _read(body: bytes) -> Batch:
    try:
        return Batch.model_validate_json(body)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        told = [(".".join(map(str, fault["loc"])) or "body", fault["msg"]) for fault in faults[:_MAX_FAULTS]]
        raise Problem("invalid-body", f"The batch has {len(faults)} faults.", errors=told) from error


def _places(places: list[Place]) -> list[matching.Place]:
    return [matching.Place(place.id, place.cell) for place in places]


_EXAMPLE = {
    "requests": [{"id": "ada", "cell": "8839338c5dfffff"}],
    "providers": [{"id": "driver-17", "cell": "8839338c59fffff"}, {"id": "driver-4", "cell": "8839338c0bfffff"}],
}
_MATCH: Json = {
    "summary": "Match requests with providers",
    "description": "Assigns each request at most one provider, so that all together travel the fewest steps from cell to "
    f"cell; {matching.MAX_STEPS} at most for each. At most {MAX_SIDE} requests and as many providers. Nothing is kept, and "
    "the answer depends on the batch alone: whoever has the batch can verify it.",
    "tags": ["Requests"],
    "responses": answers(
        Matched, problems=("invalid-body", "unknown-parameter", "body-too-large", "unsupported-media-type")
    ),
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Batch"}, "example": _EXAMPLE},
            },
        }
    },
}
