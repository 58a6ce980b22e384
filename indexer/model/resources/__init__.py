"""Rows as the API shows them: JSON, rendered once when a row or its document changes.

Here is what all of them are made of; a module for each market says what its rows show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Protocol, TypeVar, get_type_hints

import orjson

from indexer.model.acts import ActTable
from indexer.model.document import Document, DocumentKind, cid_of
from indexer.model.identity import Address, Amount, ChainId, Digest, Packed, Timestamp, checksummed

# RFC 3339 ends with the year 9999; a uint40 does not.
_LAST_TIME = 253_402_300_799
_EPOCH = date(1970, 1, 1)

Json = dict[str, Any]
Row = TypeVar("Row")
_Struct = Callable[[Any], Json]


class Sources(Protocol):
    """What a row shows beside its own columns."""

    def document(self, digest: Digest, kind: DocumentKind) -> Document:
        """Pending where nobody has looked yet."""

    def inside(self, kind: type[Row], owner: str) -> Sequence[Row]:
        """The rows of another table that are shown inside of this one, in the order of their keys."""


@dataclass(frozen=True, slots=True)
class Renderer:
    chain_id: ChainId
    acts: ActTable

    def render(self, row: Row, show: "Show[Row]", sources: Sources) -> bytes:
        return orjson.dumps(show(row, self, sources))


Show = Callable[[Row, Renderer, Sources], Json]


@lru_cache(maxsize=16_384)
def rfc3339(time: Timestamp) -> str:
    days, seconds = divmod(min(time, _LAST_TIME), 86_400)
    minutes, second = divmod(seconds, 60)
    return f"{date_of(days)}T{minutes // 60:02}:{minutes % 60:02}:{second:02}Z"


def optional_time(time: Timestamp | None) -> str | None:
    return None if time is None else rfc3339(time)


def show_document(document: Document) -> Json:
    return {
        "digest": document.digest,
        "cid": cid_of(document.digest),
        "state": document.state,
        "reason": document.reason,
        "content": None if document.content is None else orjson.Fragment(document.content),
    }


def show_struct(struct: Any) -> Json:
    """A struct of Solidity, member by member: these are the exact terms that a transaction hashes, so times stay
    numbers."""
    return _shower(type(struct))(struct)  # type: ignore[arg-type] # a class is hashable


@cache
def _shower(kind: type[Any]) -> _Struct:
    hints = get_type_hints(kind)
    names = [_camel(name) for name in hints]
    found = [(at, _shown(hint)) for at, hint in enumerate(hints.values())]
    convert = [(at, shown) for at, shown in found if shown is not None]

    def show(struct: Any) -> Json:
        values = list(struct)
        for at, shown in convert:
            values[at] = shown(values[at])
        return dict(zip(names, values, strict=True))

    return show


def _shown(hint: Any) -> Callable[[Any], Any] | None:
    if hint is Address:
        return checksummed
    if hint in (Amount, Packed):
        return str
    return _shower(hint) if hasattr(hint, "_fields") else None


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


@lru_cache(maxsize=4_096)
def date_of(days: int) -> str:
    return (_EPOCH + timedelta(days)).isoformat()
