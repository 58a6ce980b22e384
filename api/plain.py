"""Hot reads: a question without a query goes past FastAPI to the same endpoint, in a third of the time.

The route declared with FastAPI stands behind: it describes the read in OpenAPI, answers every question that has a query,
and refuses every value that is not taken here.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from api.parameters import Refused

Read = Callable[[Request, str], Awaitable[Response]]


class PlainRead(Route):
    """`path` ends with its only parameter; `check` reads it as FastAPI would."""

    def __init__(self, path: str, endpoint: Read, *, check: Callable[[str], str]) -> None:
        super().__init__(path, endpoint, methods=["GET"], include_in_schema=False)
        self._prefix = path[: path.index("{")]
        self._read = endpoint
        self._check = check

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope["path"]
        if path.startswith(self._prefix) and not scope["query_string"] and scope["method"] == "GET":
            with suppress(Refused):
                return Match.FULL, {"route": self, "value": self._check(path[len(self._prefix) :])}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._read(Request(scope, receive), scope["value"])
        await response(scope, receive, send)


class PlainList(Route):
    """A list asked for without filters: its first page."""

    def __init__(self, path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> None:
        super().__init__(path, endpoint, methods=["GET"], include_in_schema=False)
        self._answer = endpoint

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["path"] == self.path and not scope["query_string"] and scope["method"] == "GET":
            return Match.FULL, {"route": self}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)
