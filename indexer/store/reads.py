"""Read the index: one short snapshot per question, each row as the bytes rendered when it changed.

IndexAbsent      there is no file, no schema or no block yet; it may appear at any moment
ReadTooSlow      a statement was stopped at the deadline, so that it cannot hold up the others
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from indexer.errors import StoreError
from indexer.store.tables import TABLES

# How many instructions of SQLite's machine pass between two looks at the clock: about 0.1 ms.
_INSTRUCTIONS = 5_000
# A rebuild swaps the file; looking for that costs a system call, so not on every read.
_SWAP_CHECK_SECONDS = 0.5
_MAPPED_BYTES = 256 * 1024 * 1024

_HEAD = """
select number, hash, finalized, timestamp, (select coalesce(max(sequence), 0) from change)
from checkpoint where chain_id = ?
"""

_JSON_OF = {
    table.name: f"select json from {table.name} where chain_id = ? and {table.key[0]} = ?"  # noqa: S608 - our own names
    for table in TABLES.values()
    if table.has_json and len(table.key) == 1
}


class IndexAbsent(StoreError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"No index at {path}: {reason}. Start `python -m indexer sync`.")


class ReadTooSlow(StoreError):
    def __init__(self, seconds: float) -> None:
        super().__init__(f"A read took longer than {seconds} s and was stopped. Narrow the question.")


class ReadFailed(StoreError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} cannot be read: {reason}. Check the file, or build it with `python -m indexer rebuild`."
        )


@dataclass(frozen=True, slots=True)
class Head:
    """The block the index is true at. `sequence` tells states of one block apart: documents arrive in between."""

    number: int
    hash: str
    finalized: int
    timestamp: int
    sequence: int

    def render(self) -> bytes:
        return orjson.dumps({"number": self.number, "hash": self.hash, "finalized": self.finalized})


class Snapshot:
    """The index as of one moment. Everything read through it belongs together."""

    __slots__ = ("_reads", "chain_id", "head")

    def __init__(self, reads: "Reads", head: Head) -> None:
        self._reads = reads
        self.chain_id = reads.chain_id
        self.head = head

    def rows(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return self._reads.fetch(statement, values)

    def row(self, statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
        rows = self._reads.fetch(statement, values)
        return rows[0] if rows else None

    def json(self, table: str, key: str) -> bytes | None:
        """A row as the API shows it, of a table whose key is one column."""
        row = self.row(_JSON_OF[table], (self.chain_id, key))
        return bytes(row[0]) if row else None


class Reads:
    """One read-only connection for one thread: `with reads as snapshot: …`."""

    def __init__(self, database_url: str, chain_id: int, *, seconds: float) -> None:
        self.chain_id = chain_id
        self._path = Path(database_url.removeprefix("sqlite:///"))
        self._seconds = seconds
        self._deadline = 0.0
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._checked = 0.0

    def __enter__(self) -> Snapshot:
        now = time.monotonic()
        self._deadline = now + self._seconds
        if now - self._checked > _SWAP_CHECK_SECONDS or self._connection is None:
            self._follow(now)
        try:
            self.fetch("begin", ())
            return Snapshot(self, self._head())
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None and self._connection.in_transaction:
            self._connection.execute("commit")

    def fetch(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        assert self._connection is not None, "read inside of `with reads`"
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._told(error) from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _head(self) -> Head:
        rows = self.fetch(_HEAD, (self.chain_id,))
        if not rows:
            raise IndexAbsent(self._path, f"nothing of chain {self.chain_id} is indexed yet")
        return Head(*rows[0])

    def _told(self, error: sqlite3.DatabaseError) -> StoreError:
        if error.sqlite_errorcode in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
            return ReadTooSlow(self._seconds)
        if "no such table" in str(error):
            return IndexAbsent(self._path, "its tables are not created yet")
        return ReadFailed(self._path, str(error))

    def _follow(self, now: float) -> None:
        """Opens the file, and again when another file has taken its place."""
        try:
            inode = self._path.stat().st_ino
            if self._connection is None or inode != self._inode:
                self.close()
                self._connection = self._open()
                self._inode = inode
        except FileNotFoundError as error:
            self.close()
            raise IndexAbsent(self._path, "there is no such file") from error
        except (OSError, sqlite3.DatabaseError) as error:
            raise ReadFailed(self._path, str(error)) from error
        self._checked = now

    def _open(self) -> sqlite3.Connection:
        # Not mode=ro: it cannot open a WAL database whose writer has gone. query_only refuses writes all the same.
        url = f"{self._path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(url, uri=True, isolation_level=None, timeout=self._seconds)
        connection.execute("pragma query_only = on")
        connection.execute(f"pragma mmap_size = {_MAPPED_BYTES}")
        connection.set_progress_handler(self._is_late, _INSTRUCTIONS)
        return connection

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline
