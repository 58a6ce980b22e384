"""The embedded block store: a file per raw block, named by its CID, never half-written, never trusted unread.

blocks/<shard>/<cid>    the bytes; read-only in spirit, replaced never
pins/<cid>              empty: keep this block whatever the index says
writing/                unfinished files; what a crash leaves is swept by `collect`
quarantine/<cid>        bytes that no longer match their name, for whoever wants to look
lock                    shared by writers, held alone by `collect`
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.content.cid import Cid, parse_cid
from indexer.content.errors import BlockTooLarge, SourceUnreachable

MAX_BLOCK_BYTES: Final = 1024 * 1024
GRACE_SECONDS: Final = 24 * 3600
"""How long a block may wait for the transaction that names it."""

_FOLDERS: Final = ("blocks", "pins", "writing", "quarantine")


@dataclass(frozen=True, slots=True)
class Collected:
    kept: int
    removed: int
    swept: int


class BlockStore:
    """Safe for any number of threads and processes on one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> Cid:
        """Returns when the block survives a power cut."""
        if len(data) > MAX_BLOCK_BYTES:
            raise BlockTooLarge(len(data), MAX_BLOCK_BYTES)
        cid = Cid.of(data)
        with self._locked(fcntl.LOCK_SH):
            if self._read(cid) is None:
                self._write(self._block(cid), data)
            else:
                os.utime(self._block(cid))  # starts its grace again
        return cid

    def get(self, cid: Cid) -> bytes | None:
        """None also for a block that rotted: it is set aside, so that the next source may heal it."""
        return self._read(cid)

    def has(self, cid: Cid) -> bool:
        return self._block(cid).exists()

    def pin(self, cid: Cid) -> None:
        with self._locked(fcntl.LOCK_SH):
            self._write(self._folder / "pins" / str(cid), b"")

    def unpin(self, cid: Cid) -> None:
        (self._folder / "pins" / str(cid)).unlink(missing_ok=True)

    def pinned(self, cid: Cid) -> bool:
        return (self._folder / "pins" / str(cid)).exists()

    def __iter__(self) -> Iterator[Cid]:
        for path in sorted((self._folder / "blocks").glob("*/*")):
            yield parse_cid(path.name)

    def collect(self, referenced: Collection[Cid], *, grace: float = GRACE_SECONDS) -> Collected:
        """Removes blocks that are neither pinned, nor referenced, nor young."""
        oldest = time.time() - grace
        kept = removed = 0
        with self._locked(fcntl.LOCK_EX):
            for cid in self:
                block = self._block(cid)
                if cid in referenced or self.pinned(cid) or block.stat().st_mtime > oldest:
                    kept += 1
                else:
                    block.unlink()
                    removed += 1
            swept = self._sweep(oldest)
        return Collected(kept=kept, removed=removed, swept=swept)

    def _sweep(self, oldest: float) -> int:
        swept = 0
        for leftover in (self._folder / "writing").iterdir():
            if leftover.stat().st_mtime <= oldest:
                leftover.unlink()
                swept += 1
        return swept

    def _read(self, cid: Cid) -> bytes | None:
        try:
            data = self._block(cid).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceUnreachable("local", f"{self._block(cid)} cannot be read: {error.strerror}") from error
        if cid.names(data):
            return data
        self._quarantine(cid)
        return None

    def _quarantine(self, cid: Cid) -> None:
        try:
            self._block(cid).rename(self._folder / "quarantine" / str(cid))
        except FileNotFoundError:
            return  # another reader was faster

    def _write(self, target: Path, data: bytes) -> None:
        """A file appears under its name only whole: written aside, flushed, then renamed."""
        try:
            self._make_folders(target.parent)
            handle, name = tempfile.mkstemp(dir=self._folder / "writing")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                os.rename(name, target)  # noqa: PTH104 - the call a crash test stops at
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _flush_folder(target.parent)
        except OSError as error:
            raise _unwritable(target, error) from error

    def _block(self, cid: Cid) -> Path:
        # The last but two characters spread evenly; the first are the same for all raw blocks.
        text = str(cid)
        return self._folder / "blocks" / text[-4:-2] / text

    def _make_folders(self, parent: Path) -> None:
        for name in _FOLDERS:
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        if not parent.exists():
            parent.mkdir(exist_ok=True)
            _flush_folder(parent.parent)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        try:
            self._make_folders(self._folder / "blocks")
            lock = (self._folder / "lock").open("a")
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        with lock:
            fcntl.flock(lock, how)
            yield


def _unwritable(path: Path, error: OSError) -> SourceUnreachable:
    return SourceUnreachable("local", f"{path} cannot be written: {error.strerror}")


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
