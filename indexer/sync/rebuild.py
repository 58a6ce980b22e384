"""Build the index anew beside the old one, from its own raw events or from the chain, then put it in its place."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from rich.console import Console

from indexer.chain.decoder import Decoder
from indexer.config import Deployment, Settings, read_abis, read_deployment
from indexer.errors import StoreMissing
from indexer.model.identity import BlockNumber, BlockRef, Hash, Timestamp
from indexer.store.connection import WriterLock, failing_as, open_for_writing
from indexer.store.contents import blocks_of, events_of, resolved_documents
from indexer.store.writes import Checkpoint, read_checkpoint, refuse_other_index
from indexer.sync.fold import BlockEvents, fold
from indexer.sync.runner import Runner
from indexer.sync.wiring import open_parts, open_writer

_log = structlog.get_logger()

_EVENTS_AT_ONCE = 2_000
_UNKNOWN = Hash("0x" + "00" * 32)


async def rebuild_from_chain(settings: Settings, *, console: Console) -> Checkpoint:
    with _beside(settings.database) as fresh:
        async with open_parts(settings, console=console, database=fresh) as parts:
            checkpoint = await Runner(parts).once_with_documents()
        _replace(settings.database, fresh)
    return checkpoint


def rebuild_from_events(settings: Settings) -> Checkpoint:
    """Needs no node: the raw events and blocks are kept, and so is what the content worker found."""
    if not settings.database.exists():
        raise StoreMissing(settings.database_url)
    deployment = read_deployment(settings.deployment)
    with _beside(settings.database) as fresh:
        old = open_for_writing(settings.database)
        try:
            refuse_other_index(old, settings.database, chain_id=deployment.chain_id, deployment=deployment.digest)
            checkpoint = read_checkpoint(old, deployment.chain_id)
            if checkpoint is None:
                raise StoreMissing(settings.database_url)
            _refold(old, fresh, deployment, checkpoint)
        finally:
            old.close()
        _replace(settings.database, fresh)
    return checkpoint


def _refold(old: sqlite3.Connection, fresh: Path, deployment: Deployment, checkpoint: Checkpoint) -> None:
    writer = open_writer(deployment, fresh)
    try:
        decoder = Decoder(deployment.contracts, abis=read_abis())
        start = BlockNumber(deployment.start_block - 1)
        writer.begin(_block_before(old, deployment, start))
        writer.set_durable(every_commit=False)
        final, last = checkpoint.finalized, checkpoint.number
        for first, end in ((BlockNumber(start + 1), final), (BlockNumber(max(final, start) + 1), last)):
            for blocks in _stretches(old, decoder, deployment, first=first, last=end):
                writer.commit(
                    fold(blocks, writer, finalized=final), finalized=BlockNumber(min(final, blocks[-1].block.number))
                )
        for documents in resolved_documents(old, deployment.chain_id):
            writer.put_documents(documents)
    finally:
        writer.close()
    _carry_changes(old, fresh)


def _block_before(old: sqlite3.Connection, deployment: Deployment, start: BlockNumber) -> BlockRef:
    """Forgotten once a later block is final; then the rebuild forgets it too, whatever its hash was."""
    found = next(blocks_of(old, deployment.chain_id, first=start, last=start), None)
    return found or BlockRef(start, _UNKNOWN, _UNKNOWN, Timestamp(0))


def _stretches(
    old: sqlite3.Connection, decoder: Decoder, deployment: Deployment, *, first: BlockNumber, last: BlockNumber
) -> Iterator[list[BlockEvents]]:
    stretch: list[BlockEvents] = []
    count = 0
    for block in blocks_of(old, deployment.chain_id, first=first, last=last):
        logs = events_of(old, deployment.chain_id, block)
        stretch.append(BlockEvents(block, [decoder.decode(log) for log in logs]))
        count += len(logs)
        if count >= _EVENTS_AT_ONCE:
            yield stretch
            stretch, count = [], 0
    if stretch:
        yield stretch


def _carry_changes(old: sqlite3.Connection, fresh: Path) -> None:
    """Who follows the stream of changes goes on where he was."""
    old.execute("attach ? as fresh", (str(fresh),))
    try:
        old.execute("begin immediate")
        old.execute("delete from fresh.change")
        for table in ("change", "progress"):
            old.execute(f"insert into fresh.{table} select * from main.{table}")  # noqa: S608 - constants only
        old.execute("commit")
    finally:
        old.execute("detach fresh")


@contextmanager
def _beside(database: Path) -> Iterator[Path]:
    """A name for the new file; nothing is left of it when the rebuild fails. Nobody else writes meanwhile."""
    fresh = database.with_name(f"{database.name}.rebuild")
    lock = WriterLock(database)
    try:
        _remove(fresh)
        yield fresh
    finally:
        _remove(fresh)
        lock.release()


def _replace(database: Path, fresh: Path) -> None:
    """In one transaction of the old file, so that readers go from one index to the other between two reads."""
    try:
        source, target = sqlite3.connect(fresh), sqlite3.connect(database)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
    except sqlite3.DatabaseError as error:
        # Not a database any more, so nobody can be reading it.
        _log.warning("broken_index_replaced", path=str(database), reason=str(error))
        with failing_as(database):
            _remove(database)
            fresh.rename(database)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    if database.name.endswith(".rebuild"):
        database.with_name(f"{database.name}.lock").unlink(missing_ok=True)
