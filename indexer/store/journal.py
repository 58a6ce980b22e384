"""Take back blocks that the chain replaced: each row as it was before the block, put back newest first."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from indexer.model.identity import BlockNumber, ChainId
from indexer.store.tables import TABLES
from indexer.store.tables.table import Key

DOCUMENT = "document"

_INSERT = (
    "insert into undo (chain_id, block_number, position, table_name, row_key, row_before) values (?, ?, ?, ?, ?, ?)"
)
_NEWEST_FIRST = """
select table_name, row_key, row_before from undo
where chain_id = ? and block_number > ? order by block_number desc, position desc
"""


class Undo(NamedTuple):
    """`before` is the row of the model as it was, or None where the block created it."""

    block: BlockNumber
    table: str
    key: Key
    before: Any


def write_journal(connection: sqlite3.Connection, chain_id: ChainId, entries: Iterable[Undo]) -> None:
    connection.executemany(_INSERT, _journal_values(chain_id, entries))


def forget_journal(connection: sqlite3.Connection, chain_id: ChainId, *, until: BlockNumber) -> None:
    """What is final is never undone."""
    connection.execute("delete from undo where chain_id = ? and block_number <= ?", (chain_id, until))


def rows_before(connection: sqlite3.Connection, chain_id: ChainId, *, after: BlockNumber) -> dict[str, dict[Key, Any]]:
    """By table and key, each row touched after a block as it was at that block; None where it did not exist."""
    before: dict[str, dict[Key, Any]] = {}
    for table, key_text, row_text in connection.execute(_NEWEST_FIRST, (chain_id, after)):
        key = tuple(orjson.loads(key_text)[1:])
        # Newest first: what is written into the dictionary last is the oldest image, the one that counts.
        before.setdefault(table, {})[key] = _row(table, row_text)
    return before


def _row(table: str, text: str | None) -> Any:
    if text is None:
        return None
    image = orjson.loads(text)
    return TABLES[table].row_of(tuple(image[name] for name in TABLES[table].columns))


def _journal_values(chain_id: ChainId, entries: Iterable[Undo]) -> Iterator[tuple[Any, ...]]:
    block, position = -1, 0
    for entry in entries:
        position = position + 1 if entry.block == block else 0
        block = entry.block
        key = orjson.dumps([chain_id, *entry.key]).decode()
        yield chain_id, entry.block, position, entry.table, key, _image(chain_id, entry)


def _image(chain_id: ChainId, entry: Undo) -> str | None:
    if entry.before is None:
        return None
    table = TABLES[entry.table]
    columns = dict(zip(table.columns, table.values_of(entry.before), strict=True))
    return orjson.dumps({"chain_id": chain_id, **columns}).decode()
