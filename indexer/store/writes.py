"""The writer: each step of sync is one transaction, rows and the block they are as of together. Only sync has one."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from indexer.errors import OtherIndex
from indexer.events.log import Decoded
from indexer.model.document import Document
from indexer.model.identity import BlockNumber, BlockRef, ChainId, Hash, Timestamp
from indexer.model.resources import Renderer
from indexer.store.connection import WriterLock, failing_as, open_for_writing, transaction
from indexer.store.documents import (
    due_documents,
    forget_documents,
    known_documents,
    load_resolved,
    name_documents,
    next_due_at,
    put_document,
)
from indexer.store.findable import Findable, SearchReader
from indexer.store.journal import DOCUMENT, Undo, forget_journal, rows_before, write_journal
from indexer.store.rendering import RowWriter, Touched
from indexer.store.tables import TABLES
from indexer.store.tables.table import Key, Row, Table

# The log is folded back into the file when it has so many pages. Ranges write the same pages again and again, so a
# backfill waits for 128 MB, which saves a fifth of all writing; near the head nobody should have to wait for that.
_BACKFILL_LOG_PAGES = 32_000
_LIVE_LOG_PAGES = 2_000

_INSERT_EVENT = """
insert into event (chain_id, block_number, log_index, transaction_hash, contract, name, entity_id, topics, data, arguments)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_BLOCK = "insert into block (chain_id, number, hash, parent_hash, timestamp) values (?, ?, ?, ?, ?)"
_INSERT_CHANGE = """
insert into change (sequence, chain_id, block_number, block_hash, kind, entity_id) values (?, ?, ?, ?, ?, ?)
"""
_PUT_CHECKPOINT = """
insert into checkpoint (chain_id, deployment, number, hash, timestamp, finalized) values (?, ?, ?, ?, ?, ?)
on conflict (chain_id) do update set
    number = excluded.number, hash = excluded.hash, timestamp = excluded.timestamp, finalized = excluded.finalized
"""
_PUT_PROGRESS = """
insert into progress (chain_id, head, seen_at) values (?, ?, ?)
on conflict (chain_id) do update set head = excluded.head, seen_at = excluded.seen_at
"""
_FORGET_BLOCKS = """
delete from block where chain_id = ? and number >= ? and number < ?
and not exists (select 1 from event where event.chain_id = block.chain_id and event.block_number = block.number)
"""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    number: BlockNumber
    hash: Hash
    timestamp: Timestamp
    finalized: BlockNumber


def read_checkpoint(connection: sqlite3.Connection, chain_id: ChainId) -> Checkpoint | None:
    statement = "select number, hash, timestamp, finalized from checkpoint where chain_id = ?"
    found = connection.execute(statement, (chain_id,)).fetchone()
    return Checkpoint(*found) if found else None


def refuse_other_index(connection: sqlite3.Connection, path: Path, *, chain_id: ChainId, deployment: str) -> None:
    url = f"sqlite:///{path}"
    for stored_chain, stored_deployment in connection.execute("select chain_id, deployment from checkpoint"):
        if stored_chain != chain_id:
            raise OtherIndex(url, what="chain", stored=stored_chain, expected=chain_id)
        if stored_deployment != deployment:
            raise OtherIndex(url, what="deployment", stored=stored_deployment, expected=deployment)


class ChangeEntry(NamedTuple):
    block: BlockRef
    kind: str
    entity_id: str


@dataclass(slots=True)
class Batch:
    """The effect of some blocks: what one transaction writes."""

    blocks: list[BlockRef]
    events: list[Decoded] = field(default_factory=list)
    touched: Touched = field(default_factory=Touched)
    documents: list[Key] = field(default_factory=list)
    undo: list[Undo] = field(default_factory=list)
    changes: list[ChangeEntry] = field(default_factory=list)


class Writer:
    def __init__(self, path: Path, *, renderer: Renderer, deployment: str, search_reader: SearchReader) -> None:
        """Refuses a file that another process writes, or that is the index of something else."""
        self._path = path
        self._chain_id = renderer.chain_id
        self._deployment = deployment
        self._is_durable: bool | None = None
        self._lock = WriterLock(path)
        try:
            self._connection = open_for_writing(path)
            self._rows = RowWriter(self._connection, renderer)
            self._findable = Findable(self._connection, search_reader)
            refuse_other_index(self._connection, path, chain_id=self._chain_id, deployment=deployment)
        except BaseException:
            self._lock.release()
            raise
        self._sequence = int(self._connection.execute("select coalesce(max(sequence), 0) from change").fetchone()[0])

    def close(self) -> None:
        self._connection.close()
        self._lock.release()

    # ── Reading what the fold needs ──────────────────────────────────────────────────────────────────────────────

    def checkpoint(self) -> Checkpoint | None:
        return read_checkpoint(self._connection, self._chain_id)

    def block_hash(self, number: BlockNumber) -> Hash | None:
        statement = "select hash from block where chain_id = ? and number = ?"
        found = self._connection.execute(statement, (self._chain_id, number)).fetchone()
        return Hash(found[0]) if found else None

    def load(self, table: Table[Row], keys: Iterable[Key]) -> Iterator[Row]:
        return table.load(self._connection, self._chain_id, keys=keys)

    def known_documents(self, keys: Iterable[Key]) -> set[Key]:
        return known_documents(self._connection, self._chain_id, keys)

    # ── Blocks ───────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, start: BlockRef) -> Checkpoint:
        """An empty index stands at the block before the deployment, and that one is final."""
        checkpoint = Checkpoint(start.number, start.hash, start.timestamp, start.number)
        with failing_as(self._path), transaction(self._connection):
            self._insert_blocks([start])
            self._put_checkpoint(checkpoint)
        return checkpoint

    def commit(self, batch: Batch, *, finalized: BlockNumber) -> Checkpoint:
        """The last block of the batch is what the index is as of from now on."""
        head = batch.blocks[-1]
        before = self.checkpoint()
        assert before is not None
        checkpoint = Checkpoint(head.number, head.hash, head.timestamp, max(before.finalized, finalized))
        with failing_as(self._path), transaction(self._connection):
            self._insert_blocks(batch.blocks)
            self._connection.executemany(_INSERT_EVENT, self._event_values(batch.events))
            name_documents(self._connection, self._chain_id, batch.documents)
            self._rows.write(batch.touched)
            write_journal(self._connection, self._chain_id, batch.undo)
            self._insert_changes([*batch.changes, ChangeEntry(head, "block", head.hash)])
            self._put_checkpoint(checkpoint)
            self._forget_final(before.finalized, checkpoint.finalized)
        return checkpoint

    def rollback(self, fork: BlockRef) -> Checkpoint:
        """Back to the fork point, as if the blocks above it had never been."""
        before = self.checkpoint()
        assert before is not None
        assert fork.number >= before.finalized
        checkpoint = Checkpoint(fork.number, fork.hash, fork.timestamp, before.finalized)
        with failing_as(self._path), transaction(self._connection):
            images = rows_before(self._connection, self._chain_id, after=fork.number)
            self._forget_documents(list(images.pop(DOCUMENT, ())))
            touched = self._restore(images)
            for table, column in (("event", "block_number"), ("undo", "block_number"), ("block", "number")):
                self._connection.execute(
                    f"delete from {table} where chain_id = ? and {column} > ?",  # noqa: S608 - constants only
                    (self._chain_id, fork.number),
                )
            self._rows.write(touched)
            restored = [change for name, rows in images.items() for change in _changes(fork, name, rows)]
            self._insert_changes([ChangeEntry(fork, "reorg", fork.hash), *restored])
            self._put_checkpoint(checkpoint)
        return checkpoint

    def note_head(self, head: BlockNumber, *, seen_at: Timestamp) -> None:
        with failing_as(self._path), transaction(self._connection):
            self._connection.execute(_PUT_PROGRESS, (self._chain_id, head, seen_at))

    def set_durable(self, *, every_commit: bool) -> None:
        """Near the head each commit reaches the disk; in a backfill a power cut costs a few ranges, never the file."""
        if every_commit != self._is_durable:
            self._is_durable = every_commit
            self._connection.execute(f"pragma synchronous = {'full' if every_commit else 'normal'}")
            pages = _LIVE_LOG_PAGES if every_commit else _BACKFILL_LOG_PAGES
            self._connection.execute(f"pragma wal_autocheckpoint = {pages}")

    # ── Documents ────────────────────────────────────────────────────────────────────────────────────────────────

    def due_documents(self, *, now: Timestamp, limit: int) -> list[Document]:
        return due_documents(self._connection, self._chain_id, now=now, limit=limit)

    def next_due_at(self) -> Timestamp | None:
        return next_due_at(self._connection, self._chain_id)

    def put_documents(self, documents: Sequence[Document]) -> None:
        """Writes what was found, and renders again every row that shows it."""
        checkpoint = self.checkpoint()
        assert checkpoint is not None
        block = BlockRef(checkpoint.number, checkpoint.hash, checkpoint.hash, checkpoint.timestamp)
        with failing_as(self._path), transaction(self._connection):
            for document in documents:
                if put_document(self._connection, self._chain_id, document):
                    self._show(document, block)

    def _show(self, document: Document, block: BlockRef) -> None:
        self._findable.add(document)
        touched = self._rows.naming(document)
        self._rows.write(touched)
        shown = [change for name, table in TABLES.items() for change in _changes(block, name, touched.of(table))]
        self._insert_changes([ChangeEntry(block, "document", document.digest), *shown])

    def _forget_documents(self, keys: Sequence[Key]) -> None:
        """What they let people find goes too."""
        loaded = load_resolved(self._connection, self._chain_id, keys, with_content=True)
        self._findable.forget(loaded.values())
        forget_documents(self._connection, self._chain_id, keys)

    # ── Parts of a transaction ───────────────────────────────────────────────────────────────────────────────────

    def _restore(self, images: Mapping[str, Mapping[Key, Any]]) -> Touched:
        touched = Touched()
        for name, rows in images.items():
            table = TABLES[name]
            for key, row in rows.items():
                if row is None:
                    table.delete(self._connection, self._chain_id, key=key)
                else:
                    touched.of(table)[key] = row
        return touched

    def _insert_blocks(self, blocks: Iterable[BlockRef]) -> None:
        values = ((self._chain_id, b.number, b.hash, b.parent_hash, b.timestamp) for b in blocks)
        self._connection.executemany(_INSERT_BLOCK, values)

    def _insert_changes(self, changes: Sequence[ChangeEntry]) -> None:
        first = self._sequence + 1
        self._connection.executemany(
            _INSERT_CHANGE,
            [
                (sequence, self._chain_id, change.block.number, change.block.hash, change.kind, change.entity_id)
                for sequence, change in enumerate(changes, first)
            ],
        )
        self._sequence += len(changes)

    def _event_values(self, events: Iterable[Decoded]) -> Iterator[tuple[Any, ...]]:
        for decoded in events:
            log = decoded.log
            yield (
                *(self._chain_id, log.block_number, log.log_index, log.transaction_hash, log.address),
                *(decoded.name, decoded.entity_id, orjson.dumps(log.topics).decode()),
                *(bytes.fromhex(log.data[2:]), decoded.arguments.decode()),
            )

    def _put_checkpoint(self, checkpoint: Checkpoint) -> None:
        values = (checkpoint.number, checkpoint.hash, checkpoint.timestamp, checkpoint.finalized)
        self._connection.execute(_PUT_CHECKPOINT, (self._chain_id, self._deployment, *values))

    def _forget_final(self, before: BlockNumber, now: BlockNumber) -> None:
        if now > before:
            forget_journal(self._connection, self._chain_id, until=now)
            self._connection.execute(_FORGET_BLOCKS, (self._chain_id, before, now))


def _changes(block: BlockRef, table: str, keys: Iterable[Key]) -> Iterator[ChangeEntry]:
    """What is not followed is shown inside of another row, which is touched too."""
    if not TABLES[table].is_followed:
        return
    # A review is found by its deal and author; its change names the deal.
    seen = dict.fromkeys(key[0] for key in keys)
    yield from (ChangeEntry(block, table, entity_id) for entity_id in seen)
