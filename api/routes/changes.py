"""Changes: what is new, as it is committed, from where you left off."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ENTITIES, Problem
from api.openapi import READ_PROBLEMS, Json, answers
from api.parameters import MAX_BLOCK, Asked, BlockNumber, Refused, whole
from api.services import Services
from api.streams import ChangeStream

_read_position = whole(0, MAX_BLOCK)


class ChangesQuery(Asked):
    after: Annotated[
        BlockNumber | None,
        Field(description="Go on after this sequence number. `Last-Event-ID` says it as well, and wins."),
    ] = None


class Changes:
    def __init__(self, services: Services) -> None:
        self._feed = services.feed
        self._metrics = services.metrics

    def add_to(self, router: APIRouter) -> None:
        router.add_api_route("/v1/changes", self.follow, response_class=Response, **_FOLLOW)

    async def follow(self, request: Request, asked: Annotated[ChangesQuery, Query()]) -> ChangeStream:
        last = request.headers.get("last-event-id")
        after = _position(last) if last else asked.after
        return ChangeStream(self._feed.stream(after), self._metrics)


def _position(text: str) -> int:
    try:
        return _read_position(text)
    except Refused as refused:
        detail = f"Last-Event-ID {text[:40]!r}: {refused}"
        raise Problem("invalid-parameter", detail, errors=[("Last-Event-ID", str(refused))]) from refused


_KINDS = (*ENTITIES, "account", "review", "document", "block", "reorg")
_EXAMPLE = """\
id: 42
event: deal
data: {"sequence":42,"kind":"deal","id":"0x9f…","block":{"number":7,"hash":"0x3c…"}}

"""
_FOLLOW: Json = {
    "summary": "Follow changes",
    "description": "Server-sent events from a log that is kept: `id` is the sequence number, `event` the kind "
    f"({', '.join(_KINDS)}), `data` names what changed and in which block. Reconnect with "
    "`Last-Event-ID` and nothing is missed. After `reorg`, what you know of later blocks is void. `reset` says that the "
    "index was built anew: forget everything. A reader that takes nothing for ten seconds is let go.",
    "tags": ["Changes"],
    "responses": answers(
        problems=[slug for slug in READ_PROBLEMS if slug != "block-not-reached"],
        content={"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    ),
}
