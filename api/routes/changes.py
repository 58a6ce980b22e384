"""Changes: what is new, as it is committed, from where you left off."""

from collections.abc import Sequence

from api.errors import Problem
from api.exchange import Answer, Request
from api.operations import READ_PROBLEMS
from api.parameters import MAX_BLOCK, Parameter, Refused, integer, read_query
from api.routing import Content, Operation, Route
from api.services import Services

_POSITION = integer(0, MAX_BLOCK)
QUERY = (Parameter("after", _POSITION, "Go on after this sequence number. `Last-Event-ID` says it as well, and wins."),)
_HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # Proxies that buffer would turn news into history.
    (b"x-accel-buffering", b"no"),
)


class Changes:
    def __init__(self, services: Services) -> None:
        self._feed = services.feed

    def routes(self) -> Sequence[Route]:
        return (Route("GET", "/v1/changes", self.follow, _FOLLOW),)

    async def follow(self, request: Request) -> Answer:
        after = read_query(request, QUERY)["after"]
        last = request.header(b"last-event-id")
        if last:
            after = _position(last)
        return Answer(headers=_HEADERS, stream=self._feed.stream(after))


def _position(text: str) -> int:
    try:
        position: int = _POSITION.read(text)
    except Refused as refused:
        detail = f"Last-Event-ID {text[:40]!r}: {refused}"
        raise Problem("invalid-parameter", detail, errors=[("Last-Event-ID", str(refused))]) from refused
    return position


_FOLLOW = Operation(
    "Follow changes",
    "Server-sent events from a log that is kept: `id` is the sequence number, `event` the kind (listing, deal, account, "
    "review, document, block, reorg), `data` names what changed and in which block. Reconnect with `Last-Event-ID` and "
    "nothing is missed. After `reorg`, what you know of later blocks is void. `reset` says that the index was built anew: "
    "forget everything. A reader that takes nothing for ten seconds is let go.",
    "Changes",
    answers={
        200: (
            Content(
                "text/event-stream",
                schema={"type": "string"},
                example='id: 42\nevent: deal\ndata: {"sequence":42,"kind":"deal","id":"0x9f…","block":{"number":7,"hash":"0x3c…"}}\n\n',
            ),
        )
    },
    problems=tuple(slug for slug in READ_PROBLEMS if slug != "block-not-reached"),
    parameters=QUERY,
)
