"""Read whole tables: to compare two indexes row by row, to export one, to build one anew from its own raw events."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson

from indexer.errors import IndexDiffers
from indexer.events.log import Log
from indexer.model.document import Document
from indexer.model.identity import Address, BlockNumber, BlockRef, ChainId, Hash
from indexer.store.documents import load_resolved
from indexer.store.tables import TABLES

# Those that follow from the chain and the documents alone. The others tell of how the index was made.
CHAIN_TABLES = ("block", "event", *TABLES, "document")

# Two indexes may differ in how far they were final, and so in which empty blocks they still remember.
_WITH_EVENTS = "where exists (select 1 from event where block_number = number)"
_DOCUMENTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Layout:
    columns: tuple[str, ...]
    key: tuple[str, ...]


def layout_of(connection: sqlite3.Connection, table: str) -> Layout:
    found = connection.execute(f"pragma table_info({table})").fetchall()
    ranked = sorted((row for row in found if row[5]), key=lambda row: int(row[5]))
    return Layout(tuple(row[1] for row in found), tuple(row[1] for row in ranked))


def rows_of(connection: sqlite3.Connection, table: str, *, where: str = "") -> Iterator[dict[str, Any]]:
    """In the order of the primary key."""
    layout = layout_of(connection, table)
    statement = f"select {', '.join(layout.columns)} from {table} {where} order by {', '.join(layout.key)}"  # noqa: S608
    for values in connection.execute(statement):
        yield dict(zip(layout.columns, values, strict=True))


def compare(stored: sqlite3.Connection, fresh: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yields each table with the number of its rows; raises at the first row that differs."""
    for table in CHAIN_TABLES:
        key = layout_of(fresh, table).key
        where = _WITH_EVENTS if table == "block" else ""
        pairs = zip_longest(rows_of(stored, table, where=where), rows_of(fresh, table, where=where))
        count = 0
        for count, (found, expected) in enumerate(pairs, 1):  # noqa: B007 - the number of the last one is what is told
            if found != expected:
                raise _difference(table, key, found, expected)
        yield table, count


def events_of(connection: sqlite3.Connection, chain_id: ChainId, block: BlockRef) -> list[Log]:
    """A block's raw logs as the node once gave them."""
    found = connection.execute(
        "select log_index, transaction_hash, contract, topics, data from event"
        " where chain_id = ? and block_number = ? order by log_index",
        (chain_id, block.number),
    )
    return [
        Log(
            block.number, block.hash, Hash(tx), index, Address(contract), tuple(orjson.loads(topics)), "0x" + data.hex()
        )
        for index, tx, contract, topics, data in found
    ]


def blocks_of(
    connection: sqlite3.Connection, chain_id: ChainId, *, first: BlockNumber, last: BlockNumber
) -> Iterator[BlockRef]:
    found = connection.execute(
        "select number, hash, parent_hash, timestamp from block"
        " where chain_id = ? and number between ? and ? order by number",
        (chain_id, first, last),
    )
    return (BlockRef(*values) for values in found)


def resolved_documents(connection: sqlite3.Connection, chain_id: ChainId) -> Iterator[list[Document]]:
    """What the content worker found, a few at a time: a document may be large."""
    statement = "select digest, kind from document where chain_id = ? and state <> 'pending' order by digest, kind"
    keys = connection.execute(statement, (chain_id,)).fetchall()
    for start in range(0, len(keys), _DOCUMENTS_AT_ONCE):
        some = keys[start : start + _DOCUMENTS_AT_ONCE]
        yield list(load_resolved(connection, chain_id, some, with_content=True).values())


def export_table(connection: sqlite3.Connection, table: str, path: Path) -> int:
    """One JSON object a line; bytes that are JSON become JSON, other bytes hex."""
    count = 0
    with path.open("wb") as file:
        for row in rows_of(connection, table):
            file.write(orjson.dumps({name: _exported(name, value) for name, value in row.items()}) + b"\n")
            count += 1
    return count


def _exported(name: str, value: object) -> object:
    if isinstance(value, bytes):
        return orjson.Fragment(value) if name in {"json", "content"} else "0x" + value.hex()
    if isinstance(value, str) and name in {"arguments", "topics"}:
        return orjson.Fragment(value)
    return value


def _difference(
    table: str, key: tuple[str, ...], found: Mapping[str, Any] | None, expected: Mapping[str, Any] | None
) -> IndexDiffers:
    at, due = _key_of(key, found), _key_of(key, expected)
    if at is not None and (due is None or at < due):
        return IndexDiffers(table, at, column="the row", stored="there", expected="none")
    if due is not None and (at is None or due < at):
        return IndexDiffers(table, due, column="the row", stored="missing", expected="one")
    assert found is not None
    assert expected is not None
    column = next(name for name in found if found[name] != expected[name])
    return IndexDiffers(table, at, column=column, stored=found[column], expected=expected[column])


def _key_of(key: tuple[str, ...], row: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return None if row is None else tuple(row[name] for name in key)
