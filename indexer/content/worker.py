"""Which documents become which state, and when to try again. Deciding is pure; fetching is the library's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from indexer.content.canonical import Json
from indexer.content.cid import Cid
from indexer.content.documents import verify_document
from indexer.content.errors import DocumentRefused, SourceError
from indexer.model.document import DocumentKind, DocumentState
from indexer.model.identity import Digest

FIRST_RETRY_SECONDS: Final = 30
LAST_RETRY_SECONDS: Final = 24 * 3600

_MAX_REASON: Final = 500


class Fetcher(Protocol):
    """What a Library is to the worker."""

    async def get(self, cid: Cid) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Resolution:
    """`data` is the canonical JSON and `content` the same parsed, both only when verified."""

    digest: Digest
    kind: DocumentKind
    state: DocumentState
    reason: str | None = None
    data: bytes | None = None
    content: Json | None = None

    @property
    def size(self) -> int | None:
        return None if self.data is None else len(self.data)


class ContentWorker:
    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def resolve(self, digest: str, kind: DocumentKind) -> Resolution:
        """Never raises for what others did: a document that cannot be had or read is a state."""
        cid = Cid.raw(digest)
        try:
            data = await self._fetcher.get(cid)
        except SourceError as error:
            return Resolution(cid.digest, kind, DocumentState.UNAVAILABLE, reason=_short(str(error)))
        return decide(cid, data, kind)


def decide(cid: Cid, data: bytes, kind: DocumentKind) -> Resolution:
    """Checks the bytes against the digest before anything reads them."""
    if not cid.names(data):
        return Resolution(cid.digest, kind, DocumentState.UNAVAILABLE, reason=f"the bytes are those of {Cid.of(data)}")
    try:
        document = verify_document(data, kind)
    except DocumentRefused as error:
        return Resolution(cid.digest, kind, DocumentState.INVALID, reason=_short(str(error)))
    return Resolution(cid.digest, kind, DocumentState.VERIFIED, data=data, content=document.content)


def next_try(attempts: int, now: int) -> int:
    """Unix seconds of the next try after `attempts` failed ones: 30 s, doubling, at most a day apart."""
    doublings = min(max(attempts - 1, 0), LAST_RETRY_SECONDS.bit_length())
    return now + min(FIRST_RETRY_SECONDS << doublings, LAST_RETRY_SECONDS)


def _short(reason: str) -> str:
    return reason if len(reason) <= _MAX_REASON else reason[: _MAX_REASON - 1] + "…"
