"""A question and its answer, as thin as ASGI allows: by-id reads spend their time in the store, not here."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from api.errors import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

JSON: Header = (b"content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `stream` stands in for `body` where the end is not known; `etag` is without quotes."""

    body: bytes = b""
    status: int = 200
    headers: Sequence[Header] = (JSON,)
    etag: str | None = None
    compress: bool = True
    stream: AsyncGenerator[bytes, None] | None = field(default=None, compare=False)


class Request:
    """One question. Headers and query are parsed when somebody asks for them."""

    __slots__ = ("_headers", "_query", "_receive", "path", "scope", "segments")

    def __init__(self, scope: Scope, receive: Receive, *, segments: Mapping[str, str]) -> None:
        self.scope = scope
        self.path: str = scope["path"]
        self.segments = segments
        self._receive = receive
        self._headers: dict[bytes, bytes] | None = None
        self._query: list[tuple[str, str]] | None = None

    @property
    def method(self) -> str:
        method: str = self.scope["method"]
        return method

    @property
    def client(self) -> str:
        client: tuple[str, int] | None = self.scope.get("client")
        return client[0] if client else "unknown"

    def header(self, name: bytes) -> str:
        if self._headers is None:
            self._headers = dict(self.scope["headers"])
        return self._headers.get(name, b"").decode("latin-1")

    @property
    def query(self) -> list[tuple[str, str]]:
        if self._query is None:
            self._query = _parsed(self.scope["query_string"])
        return self._query

    async def body(self, limit: int) -> bytes:
        """The whole body, given up as soon as it is longer than the limit."""
        declared = self.header(b"content-length")
        if declared.isdigit() and int(declared) > limit:
            raise _too_large(limit)
        pieces: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Problem("invalid-body", f"The connection ended after {size} bytes.")
            piece: bytes = message.get("body", b"")
            size += len(piece)
            if size > limit:
                raise _too_large(limit)
            pieces.append(piece)
            if not message.get("more_body"):
                return b"".join(pieces)

    async def disconnected(self) -> None:
        """Returns when the client has gone."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


def _parsed(query: bytes) -> list[tuple[str, str]]:
    if not query:
        return []
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=50)
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(
            "invalid-parameter", "The query string is not percent-encoded UTF-8 of at most 50 fields."
        ) from error


def _too_large(limit: int) -> Problem:
    return Problem("body-too-large", f"At most {limit} bytes are taken here.", headers=[(b"connection", b"close")])


Endpoint = Callable[[Request], Awaitable[Answer]]
