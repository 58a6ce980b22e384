"""Open the file that holds the index. One process writes it, at any time any number read it."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import StoreFailed, StoreInUse, StoreMissing, StoreNewer
from indexer.store.migrations import known_version, migrate, schema_version

_BUSY_MILLISECONDS = 10_000
_CACHE_KIB = 48_000


class WriterLock:
    """Held as long as the process lives, given back by the kernel however it ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreInUse(path) from error

    def release(self) -> None:
        os.close(self._descriptor)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Creates the file when there is none, and brings its schema up to date. The caller holds the lock."""
    with failing_as(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Sync writes from a thread of its own, one at a time.
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute(f"pragma busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("pragma journal_mode = wal")
        connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
        connection.execute("pragma temp_store = memory")
        migrate(connection, url=f"sqlite:///{path}")
        return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    url = f"sqlite:///{path}"
    if not path.exists():
        raise StoreMissing(url)
    with failing_as(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        connection.execute(f"pragma busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("pragma query_only = on")
        version = schema_version(connection)
    if version != known_version():
        raise StoreNewer(url, version=version, known=known_version()) if version else StoreMissing(url)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, also when the process is killed within."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        # When the disk is full SQLite has taken everything back already.
        if connection.in_transaction:
            connection.execute("rollback")
        raise


@contextmanager
def failing_as(path: Path) -> Iterator[None]:
    """Names the file where the driver only says what went wrong."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreFailed(f"sqlite:///{path}", reason=str(error)) from error
