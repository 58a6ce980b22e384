"""News as they are committed: who waits for a block is woken, who streams changes is served from the log of changes.

Nothing is kept for a reader: each has a position, and reads on from there, from a short memory or from the store.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.errors import Problem, retry_after
from api.metrics import Metrics
from indexer.errors import StoreError
from indexer.store.reads import Head, Reads
from indexer.store.reads_changes import Change, oldest_sequence, read_changes

POLL_SECONDS = 0.02
HEARTBEAT_SECONDS = 15.0
REMEMBERED = 4_096
BATCH = 500
RETRY_MILLISECONDS = 2_000


# A client that takes nothing for so long is let go.
STREAM_SECONDS = 10.0


class ChangeStream(StreamingResponse):
    """Server-sent events for one reader, at his pace, and never faster."""

    def __init__(self, events: AsyncGenerator[bytes, None], metrics: Metrics) -> None:
        # Proxies that buffer would turn news into history.
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(events, headers=headers, media_type="text/event-stream")
        self._events = events
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("is_head"):
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._events) as events:
            try:
                async for piece in events:
                    async with asyncio.timeout(STREAM_SECONDS):
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
            except TimeoutError:
                self._metrics.dropped.inc()
        await send({"type": "http.response.body", "body": b""})


class Feed:
    def __init__(
        self, reads: Reads, metrics: Metrics, *, max_streams: int, max_waiters: int, wait_seconds: float
    ) -> None:
        self._reads = reads
        self._metrics = metrics
        self._max_streams = max_streams
        self._max_waiters = max_waiters
        self._wait_seconds = wait_seconds
        self._streams = 0
        self._waiters = 0
        self._head: Head | None = None
        # Every change after the sequence `_complete_after`, rendered.
        self._recent: deque[tuple[int, bytes]] = deque()
        self._complete_after = 0
        self._news = asyncio.Event()
        self._wanted = asyncio.Event()
        self._closed = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._watch())

    def close(self) -> None:
        """Ends every stream, so that a server can stop without waiting for its readers."""
        self._closed = True
        self._tell()

    async def stop(self) -> None:
        self.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def reach(self, number: int) -> None:
        """Returns once the block is indexed; raises when it takes too long or too many wait."""
        if self._look() >= number:
            return
        if self._waiters >= self._max_waiters:
            raise Problem("too-many-waiters", f"{self._waiters} requests wait for blocks.", headers=[retry_after(5)])
        self._waiters += 1
        try:
            with self._interest():
                async with asyncio.timeout(self._wait_seconds):
                    while self._look() < number and not self._closed:
                        await self._news.wait()
        except TimeoutError as error:
            detail = f"Block {number} was not indexed within {self._wait_seconds:g} s; the index is at {self._look()}."
            raise Problem("block-not-reached", detail, headers=[retry_after(5)]) from error
        finally:
            self._waiters -= 1
        if self._look() < number:
            raise Problem("block-not-reached", "The server stops.", headers=[retry_after(5)])

    def stream(self, after: int | None) -> AsyncGenerator[bytes, None]:
        """Server-sent events after a sequence number, or from now on."""
        if self._streams >= self._max_streams:
            raise Problem("too-many-waiters", f"{self._streams} streams are open.", headers=[retry_after(30)])
        with self._reads as snapshot:
            newest, oldest = snapshot.head.sequence, oldest_sequence(snapshot)
        return self._events(newest if after is None else after, newest, oldest)

    async def _events(self, position: int, newest: int, oldest: int) -> AsyncGenerator[bytes, None]:
        self._streams += 1
        try:
            with self._interest():
                if not oldest - 1 <= position <= newest:
                    position = newest
                    yield b"event: reset\ndata: " + orjson.dumps({"sequence": newest}) + b"\n\n"
                yield b"retry: %d\nid: %d\n\n" % (RETRY_MILLISECONDS, position)
                while not self._closed:
                    events, position = self._since(position)
                    yield events or await self._pause()
        finally:
            self._streams -= 1

    async def _pause(self) -> bytes:
        """Waits for news; a comment after a while tells the client that the line still stands."""
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return b": still here\n\n"
        return b""

    def _since(self, position: int) -> tuple[bytes, int]:
        if self._head is not None and position >= self._complete_after:
            found = self._remembered(position)
        else:
            with self._reads as snapshot:
                found = [_rendered(change) for change in read_changes(snapshot, after=position, limit=BATCH)]
        return b"".join(event for _, event in found), found[-1][0] if found else position

    def _remembered(self, position: int) -> list[tuple[int, bytes]]:
        found = []
        for event in reversed(self._recent):
            if event[0] <= position:
                break
            found.append(event)
        return found[: -BATCH - 1 : -1]

    async def _watch(self) -> None:
        """Looks for commits while somebody wants to know."""
        while True:
            await self._wanted.wait()
            # A rebuild swaps the file: the next look finds the new one.
            with suppress(StoreError):
                self._look()
            await asyncio.sleep(POLL_SECONDS)

    def _look(self) -> int:
        """The indexed block; tells everybody when something was committed since the last look."""
        with self._reads as snapshot:
            head, last = snapshot.head, self._head
            if head == last:
                return head.number
            if last is None or head.sequence < last.sequence:
                self._recent.clear()
                self._complete_after = head.sequence
            else:
                self._remember(read_changes(snapshot, after=last.sequence, limit=REMEMBERED), head.sequence)
        self._head = head
        self._tell()
        return head.number

    def _remember(self, changes: Sequence[Change], newest: int) -> None:
        if len(changes) == REMEMBERED:
            # More may have come than is remembered: readers take those from the store.
            self._recent.clear()
            self._complete_after = newest
            return
        self._recent.extend(map(_rendered, changes))
        while len(self._recent) > REMEMBERED:
            self._complete_after, _ = self._recent.popleft()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    @contextmanager
    def _interest(self) -> Iterator[None]:
        self._wanted.set()
        self._measure()
        try:
            yield
        finally:
            if not self._streams + self._waiters:
                self._wanted.clear()
            self._measure()

    def _measure(self) -> None:
        self._metrics.streams.set(self._streams)
        self._metrics.waiters.set(self._waiters)


def _rendered(change: Change) -> tuple[int, bytes]:
    told = {
        "sequence": change.sequence,
        "kind": change.kind,
        "id": change.entity_id,
        "block": {"number": change.block_number, "hash": change.block_hash},
    }
    event = b"id: %d\nevent: %b\ndata: %b\n\n" % (change.sequence, change.kind.encode(), orjson.dumps(told))
    return change.sequence, event
