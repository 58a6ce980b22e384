"""Answers as bytes: with a strong ETag, compressed for whoever takes that, and as of a block."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.compression import compress, negotiate
from indexer.store.reads import Head

Header = tuple[bytes, bytes]

JSON: Header = (b"content-type", b"application/json")
NO_STORE: Header = (b"cache-control", b"no-store")
REVALIDATE: Header = (b"cache-control", b"no-cache")

# Part of every ETag: raised when the same rows are told in another way.
_SHAPE = b"1"


class Answer(Response):
    """`etag` is without quotes. What is already packed is not compressed again."""

    def __init__(
        self,
        body: bytes = b"",
        *,
        status: int = 200,
        headers: Sequence[Header] = (JSON,),
        etag: str | None = None,
        compressible: bool = True,
    ) -> None:
        # Not the base's: it encodes, counts and copies what is bytes already.
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = list(headers)
        self.etag = etag
        self.compressible = compressible

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        asked = dict(scope["headers"])
        # A copy: a kept answer is sent more than once.
        status, body, headers = self.status_code, bytes(self.body), [*self.raw_headers]
        encoding = None
        if self.compressible:
            headers.append((b"vary", b"accept-encoding"))
            encoding = negotiate(asked.get(b"accept-encoding", b"").decode("latin-1"), len(body))
        if self.etag is not None:
            tag = f'"{self.etag}-{encoding}"' if encoding else f'"{self.etag}"'
            headers.append((b"etag", tag.encode()))
            if _matches(asked.get(b"if-none-match", b"").decode("latin-1"), tag):
                status, body, encoding = 304, b"", None
        if encoding:
            body = compress(body, encoding)
            headers.append((b"content-encoding", encoding.encode()))
        if status not in (204, 304):
            headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def one(request: Request, data: bytes, head: Head) -> Answer:
    body = b'{"data":%b,"asOf":%b}' % (data, head.render())
    return Answer(body, headers=_as_of(head), etag=_etag(request, head))


def many(
    request: Request,
    rows: Sequence[bytes],
    head: Head,
    *,
    next_cursor: str | None,
    extra: Mapping[str, Any] | None = None,
) -> Answer:
    """`extra` is further members of the envelope."""
    cursor = orjson.dumps(next_cursor)
    told = b"," + orjson.dumps(extra)[1:-1] if extra else b""
    body = b'{"data":[%b],"nextCursor":%b,"asOf":%b%b}' % (b",".join(rows), cursor, head.render(), told)
    return Answer(body, headers=_as_of(head), etag=_etag(request, head))


def _as_of(head: Head) -> tuple[Header, ...]:
    return (JSON, REVALIDATE, (b"x-block-number", b"%d" % head.number), (b"x-block-hash", head.hash.encode()))


def _etag(request: Request, head: Head) -> str:
    """The block hash and the question. The sequence too: documents arrive while the block stays the same."""
    scope = request.scope
    told = b"%b %b %d %b?%b" % (_SHAPE, head.hash.encode(), head.sequence, scope["raw_path"], scope["query_string"])
    return hashlib.blake2b(told, digest_size=12).hexdigest()


def _matches(condition: str, tag: str) -> bool:
    if not condition:
        return False
    return condition.strip() == "*" or tag in (given.strip().removeprefix("W/") for given in condition.split(","))
