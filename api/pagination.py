"""Cursors: where a list goes on, and as of which block it was begun. Opaque to clients, checked in every part.

A list shows the market as of the block of its first page. Later pages show rows as they were there, even when they
changed since; rows born later do not appear. When that block has become final its state is forgotten: the list then goes
on as of the last finalized block, still without younger rows. A cursor whose block was reorganized away is refused.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

import orjson

from api.errors import Problem
from api.parameters import Listed
from indexer.store.reads import Head
from indexer.store.reads_lists import Key

_VERSION = 1
# What does not change which rows a list holds, nor their order.
_FREE = frozenset({"cursor", "limit", "min_block", "facets"})


@dataclass(frozen=True, slots=True)
class Begun:
    """The first page's moment. `sequence` is the newest change then, to find out what was reorganized since."""

    number: int
    hash: str
    timestamp: int
    sequence: int

    @classmethod
    def at(cls, head: Head) -> "Begun":
        return cls(head.number, head.hash, head.timestamp, head.sequence)


@dataclass(frozen=True, slots=True)
class Cursor:
    begun: Begun
    key: Key


def write_cursor(question: str, cursor: Cursor) -> str:
    begun = cursor.begun
    parts = [_VERSION, question, begun.number, begun.hash, begun.timestamp, begun.sequence, *cursor.key]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def read_cursor(question: str, text: str, *, like: tuple[type, ...]) -> Cursor:
    """`like` are the types of the key's parts in this list."""
    try:
        parts = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError) as error:
        raise Problem(
            "invalid-cursor", "The cursor is damaged: it must be sent back exactly as it was given."
        ) from error
    expected = (int, str, int, str, int, int, *like)
    if not isinstance(parts, list) or tuple(map(type, parts)) != expected or parts[0] != _VERSION:
        raise Problem("invalid-cursor", "The cursor is damaged, or was given by another version of the API.")
    if parts[1] != question:
        raise Problem("invalid-cursor", "The cursor belongs to a list with other filters or another sort.")
    if not all(0 <= part < 2**63 for part in parts if isinstance(part, int)):
        raise Problem("invalid-cursor", "The cursor is damaged: it names numbers that no block can have.")
    return Cursor(Begun(*parts[2:6]), tuple(parts[6:]))


def question_of(path: str, asked: Listed) -> str:
    """Names a list by its path, filters and sort: cursors of one list do not fit another."""
    filters = {name: str(value) for name, value in asked if name not in _FREE and value is not None}
    told = orjson.dumps([path, filters], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(told, digest_size=9).hexdigest()
