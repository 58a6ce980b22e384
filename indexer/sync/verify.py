"""Fold the chain again into a store of its own, and hold it against the index row by row."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from indexer.config import Settings, read_deployment
from indexer.errors import IndexDiffers, StoreMissing
from indexer.store.connection import open_for_reading
from indexer.store.contents import compare, resolved_documents
from indexer.store.writes import Checkpoint, Writer, read_checkpoint
from indexer.sync.runner import Runner
from indexer.sync.wiring import open_parts

_FILE = "index.sqlite"


async def verify(settings: Settings, *, console: Console, told: Callable[[str, int], None]) -> Checkpoint:
    """Raises IndexDiffers at the first row that is not what the chain says. `told` hears of each table."""
    stored = open_for_reading(settings.database)
    try:
        # One snapshot: sync may go on meanwhile.
        stored.execute("begin")
        chain_id = read_deployment(settings.deployment).chain_id
        checkpoint = read_checkpoint(stored, chain_id)
        if checkpoint is None:
            raise StoreMissing(settings.database_url)
        with tempfile.TemporaryDirectory(prefix="verify-", dir=settings.database.parent) as folder:
            fresh_path = Path(folder) / _FILE
            async with open_parts(settings, console=console, database=fresh_path) as parts:
                fresh = await Runner(parts).once(until=checkpoint.number)
                # JSON shows documents, which are not on the chain: both show the same ones.
                for documents in resolved_documents(stored, chain_id):
                    await parts.store.run(Writer.put_documents, documents)
            if (fresh.number, fresh.hash) != (checkpoint.number, checkpoint.hash):
                raise IndexDiffers(
                    "checkpoint", checkpoint.number, column="hash", stored=checkpoint.hash, expected=fresh.hash
                )
            for table, count in compare(stored, open_for_reading(fresh_path)):
                told(table, count)
        return checkpoint
    finally:
        stored.close()
