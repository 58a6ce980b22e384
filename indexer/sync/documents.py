"""The content worker's turn: documents whose time has come are fetched beside the fold, never in its way."""

import asyncio
import contextlib
import time
from collections.abc import Iterable

import structlog

from indexer.content.worker import ContentWorker, Resolution, next_try
from indexer.model.document import Document, DocumentState
from indexer.model.identity import Timestamp
from indexer.store.writes import Writer
from indexer.sync.writing import WriterThread

_log = structlog.get_logger()

_IN_FLIGHT = 16
# How long a document waits at most that became due by the clock alone.
_LONGEST_WAIT = 30.0

Running = dict[asyncio.Task[Resolution], Document]


class DocumentLoop:
    def __init__(self, worker: ContentWorker, store: WriterThread) -> None:
        self._worker = worker
        self._store = store
        self._news = asyncio.Event()

    def wake(self) -> None:
        """New documents may have been named."""
        self._news.set()

    async def follow(self) -> None:
        while True:
            await self.drain()
            next_due = await self._store.run(Writer.next_due_at)
            wait = _LONGEST_WAIT if next_due is None else min(max(next_due - time.time(), 0.1), _LONGEST_WAIT)
            # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with the news.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._news.wait()
            self._news.clear()

    async def drain(self) -> None:
        """Until each document that is due was tried once."""
        running: Running = {}
        try:
            while True:
                await self._begin(running)
                if not running:
                    return
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                await self._write((running.pop(task), task.result()) for task in done)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _begin(self, running: Running) -> None:
        room = _IN_FLIGHT - len(running)
        busy = {document.key for document in running.values()}
        # Those in flight are still due: ask for enough to see past them.
        due = await self._store.run(Writer.due_documents, now=_now(), limit=_IN_FLIGHT + len(busy))
        for document in [one for one in due if one.key not in busy][:room]:
            running[asyncio.create_task(self._worker.resolve(document.digest, document.kind))] = document

    async def _write(self, found: Iterable[tuple[Document, Resolution]]) -> None:
        documents = [_resolved(document, resolution) for document, resolution in found]
        await self._store.run(Writer.put_documents, documents)
        for document in documents:
            _log.info("document", digest=document.digest, kind=document.kind.value, state=document.state.value)


def _resolved(document: Document, resolution: Resolution) -> Document:
    attempts = document.attempts + 1
    is_unavailable = resolution.state is DocumentState.UNAVAILABLE
    return Document(
        digest=document.digest,
        kind=document.kind,
        state=resolution.state,
        reason=resolution.reason,
        attempts=attempts,
        next_try_at=Timestamp(next_try(attempts, _now())) if is_unavailable else None,
        size=resolution.size,
        title=_title(resolution),
        content=resolution.data,
    )


def _title(resolution: Resolution) -> str | None:
    content = resolution.content
    if not isinstance(content, dict):
        return None
    title = content.get("title") or content.get("name")
    return title if isinstance(title, str) else None


def _now() -> Timestamp:
    return Timestamp(int(time.time()))
