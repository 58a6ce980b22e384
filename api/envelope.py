"""Answers about the index: data and the block it is true at, joined as bytes."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api.exchange import JSON, Answer, Header, Request
from indexer.store.reads import Head

# Part of every ETag: raised when the same rows are told in another way.
_SHAPE = b"1"
_REVALIDATE: Header = (b"cache-control", b"no-cache")


def one(request: Request, data: bytes, head: Head) -> Answer:
    body = b'{"data":%b,"asOf":%b}' % (data, head.render())
    return Answer(body, headers=_headers(head), etag=_etag(request, head))


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
    return Answer(body, headers=_headers(head), etag=_etag(request, head))


def _headers(head: Head) -> tuple[Header, ...]:
    return (JSON, _REVALIDATE, (b"x-block-number", b"%d" % head.number), (b"x-block-hash", head.hash.encode()))


def _etag(request: Request, head: Head) -> str:
    """The block hash and the question. The sequence too: documents arrive while the block stays the same."""
    scope = request.scope
    told = b"%b %b %d %b?%b" % (_SHAPE, head.hash.encode(), head.sequence, scope["raw_path"], scope["query_string"])
    return hashlib.blake2b(told, digest_size=12).hexdigest()
