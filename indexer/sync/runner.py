"""Run the loop: once to the head, or for as long as the process lives."""

import asyncio
import contextlib
import time

import structlog

from indexer.chain.heads import Heads
from indexer.errors import NodeError
from indexer.model.identity import BlockNumber, BlockRef, ChainId, Timestamp
from indexer.store.writes import Checkpoint, Writer
from indexer.sync.wiring import Parts

_log = structlog.get_logger()

_LOCAL_POLL_SECONDS = 0.1
_POLL_SECONDS = 1.0
_LOCAL_CHAINS = {ChainId(1337), ChainId(31337)}
_PROGRESS_SECONDS = 10.0
# The node was already asked several times; this many rounds more before `sync --once` gives up.
_ROUNDS = 3


class Runner:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._noted = (-1, 0.0)

    async def once(self, *, until: BlockNumber | None = None) -> Checkpoint:
        """To the head as it is now, or to a block below it."""
        checkpoint = await self._begin()
        for round_number in range(1, _ROUNDS + 1):
            try:
                return await self._catch_up(checkpoint, until)
            except NodeError as error:
                if round_number == _ROUNDS:
                    raise
                _log.warning("node_failed", error=str(error))
                checkpoint = await self._checkpoint()
        raise AssertionError

    async def once_with_documents(self) -> Checkpoint:
        checkpoint = await self.once()
        await self._parts.documents.drain()
        return checkpoint

    async def follow(self) -> None:
        """Until cancelled. A node that fails is asked again; everything else ends the process."""
        is_local = self._parts.deployment.chain_id in _LOCAL_CHAINS
        heads = Heads(self._parts.node.url, poll_seconds=_LOCAL_POLL_SECONDS if is_local else _POLL_SECONDS)
        async with asyncio.TaskGroup() as group:
            group.create_task(heads.listen())
            group.create_task(self._parts.documents.follow())
            group.create_task(self._follow_chain(heads))

    async def _follow_chain(self, heads: Heads) -> None:
        checkpoint = await self._begin()
        while True:
            try:
                now = await self._catch_up(checkpoint, None)
            except NodeError as error:
                _log.warning("node_failed", error=str(error))
                now = await self._checkpoint()
            if now != checkpoint:
                self._parts.documents.wake()
            checkpoint = now
            await heads.wait()

    async def _catch_up(self, checkpoint: Checkpoint, until: BlockNumber | None) -> Checkpoint:
        parts = self._parts
        head = await parts.node.head()
        if until is not None and until < head.number:
            head = await parts.node.header(until)
        if head.number > checkpoint.number + 1:
            await self._note(head)
        parts.progress.begin(checkpoint.number, to=head.number)
        checkpoint = await parts.chain.catch_up(head, checkpoint)
        parts.progress.end(checkpoint.number)
        await self._note(head)
        return checkpoint

    async def _begin(self) -> Checkpoint:
        stored = await self._parts.store.run(Writer.checkpoint)
        if stored is not None:
            return stored
        before = await self._parts.node.header(BlockNumber(self._parts.deployment.start_block - 1))
        return await self._parts.store.run(Writer.begin, before)

    async def _checkpoint(self) -> Checkpoint:
        checkpoint = await self._parts.store.run(Writer.checkpoint)
        assert checkpoint is not None
        return checkpoint

    async def _note(self, head: BlockRef) -> None:
        """For whoever asks how far behind the index is; also when nothing happens, as a sign of life."""
        number, at = self._noted
        now = time.time()
        if head.number != number or now - at > _PROGRESS_SECONDS:
            self._noted = (head.number, now)
            await self._parts.store.run(Writer.note_head, head.number, seen_at=Timestamp(int(now)))


async def run_until_cancelled(parts: Parts) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await Runner(parts).follow()
    _log.info("stopped")
