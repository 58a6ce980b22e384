"""What the endpoints share: the index, the content, the stream of changes."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from api.config import Config
from api.metrics import Metrics
from api.remembered import Remembered
from api.streams import Feed
from indexer.content.library import Library
from indexer.store.reads import Reads, Snapshot
from indexer.store.reads_past import PastRenderer

# Reads in the event loop hold up everybody else; a search has a thread and more time.
LOOP_SECONDS = 0.25
SEARCH_SECONDS = 2.0
_SEARCH_THREADS = 2

_Found = TypeVar("_Found")


class SearchThreads:
    """Runs unbounded reads beside the event loop, each thread on a connection of its own."""

    def __init__(self, database_url: str, chain_id: int) -> None:
        self._pool = ThreadPoolExecutor(_SEARCH_THREADS, thread_name_prefix="search")
        self._local = threading.local()
        self._database_url = database_url
        self._chain_id = chain_id

    async def run(self, find: Callable[[Snapshot], _Found]) -> _Found:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, find)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _opened(self) -> Reads:
        return Reads(self._database_url, self._chain_id, seconds=SEARCH_SECONDS)

    def _read(self, find: Callable[[Snapshot], _Found]) -> _Found:
        reads: Reads | None = getattr(self._local, "reads", None)
        if reads is None:
            reads = self._local.reads = self._opened()
        with reads as snapshot:
            return find(snapshot)


@dataclass(frozen=True)
class Services:
    config: Config
    reads: Reads
    search: SearchThreads
    library: Library
    feed: Feed
    metrics: Metrics
    render_past: PastRenderer
    remembered: Remembered

    async def reach(self, block: int | None) -> None:
        """Waits until the index has the block; None asks for nothing."""
        if block is not None:
            await self.feed.reach(block)
