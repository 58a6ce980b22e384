"""THE loop: stretches of final blocks by ranges, then block by block by hash, and back to the fork point after a reorg."""

from collections.abc import Sequence

import structlog

from indexer.chain.decoder import Decoder
from indexer.chain.node import Node
from indexer.chain.ranges import LogRange, RangeReader
from indexer.errors import BlockUnknown, ReorgTooDeep
from indexer.events.log import Log
from indexer.model.identity import BlockNumber, BlockRef
from indexer.store.writes import Checkpoint, Writer
from indexer.sync.finality import Finality
from indexer.sync.fold import BlockEvents, fold
from indexer.sync.progress import Progress
from indexer.sync.writing import WriterThread

_log = structlog.get_logger()

# Above finality a few blocks are read and written at once while catching up; at the head there is one.
_BLOCKS_AT_ONCE = 32


class ChainLoop:
    """Brings the index to the head; each step leaves it as of a block of the chain."""

    def __init__(
        self, node: Node, store: WriterThread, *, decoder: Decoder, finality: Finality, progress: Progress
    ) -> None:
        self._node = node
        self._store = store
        self._decoder = decoder
        self._finality = finality
        self._progress = progress
        self._ranges = RangeReader(node)

    async def catch_up(self, head: BlockRef, checkpoint: Checkpoint) -> Checkpoint:
        """Up to the head as it was told. A head below the checkpoint is a node that lags, unless its hash differs."""
        if head.number <= checkpoint.number:
            checkpoint = await self._compare(head, checkpoint)
            if head.number <= checkpoint.number:
                return checkpoint
        finalized = await self._finality.below(head)
        if checkpoint.number < finalized:
            checkpoint = await self._settle(checkpoint)
            checkpoint = await self._backfill(checkpoint, finalized)
        while checkpoint.number < head.number:
            checkpoint = await self._advance(checkpoint, head, finalized=finalized)
        return checkpoint

    # ── Final blocks ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _backfill(self, checkpoint: Checkpoint, finalized: BlockNumber) -> Checkpoint:
        await self._store.run(Writer.set_durable, every_commit=False)
        first = BlockNumber(checkpoint.number + 1)
        async for found in self._ranges.read(first, finalized):
            checkpoint = await self._store.run(self._write_range, found)
            self._progress.advanced(checkpoint.number, to=finalized, events=len(found.logs))
        return checkpoint

    def _write_range(self, writer: Writer, found: LogRange) -> Checkpoint:
        blocks = self._decoded(found.blocks, found.logs)
        return writer.commit(fold(blocks, writer, finalized=found.last), finalized=found.last)

    # ── Blocks near the head ─────────────────────────────────────────────────────────────────────────────────────

    async def _advance(self, checkpoint: Checkpoint, head: BlockRef, *, finalized: BlockNumber) -> Checkpoint:
        last = min(head.number, checkpoint.number + _BLOCKS_AT_ONCE)
        numbers = [BlockNumber(number) for number in range(checkpoint.number + 1, last + 1)]
        # The head was just asked for: one answer less to wait for.
        headers = [head] if numbers == [head.number] else await self._node.headers(numbers)
        if headers[0].parent_hash != checkpoint.hash:
            return await self._return_to_fork(checkpoint)
        blocks = _linked(headers)
        logs = await self._node.logs_of(blocks)
        await self._store.run(Writer.set_durable, every_commit=True)
        checkpoint = await self._store.run(self._write_blocks, blocks, logs, finalized=finalized)
        self._progress.advanced(checkpoint.number, to=head.number, events=sum(map(len, logs)))
        return checkpoint

    def _write_blocks(
        self, writer: Writer, blocks: Sequence[BlockRef], logs: Sequence[Sequence[Log]], *, finalized: BlockNumber
    ) -> Checkpoint:
        flat = [log for some in logs for log in some]
        final = BlockNumber(min(finalized, blocks[-1].number))
        return writer.commit(fold(self._decoded(blocks, flat), writer, finalized=final), finalized=final)

    def _decoded(self, blocks: Sequence[BlockRef], logs: Sequence[Log]) -> list[BlockEvents]:
        by_number: dict[BlockNumber, list[Log]] = {}
        for log in logs:
            by_number.setdefault(log.block_number, []).append(log)
        decode = self._decoder.decode
        return [BlockEvents(block, [decode(log) for log in by_number.get(block.number, ())]) for block in blocks]

    # ── Forks ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _compare(self, head: BlockRef, checkpoint: Checkpoint) -> Checkpoint:
        stored = await self._store.run(Writer.block_hash, head.number)
        if stored is None or stored == head.hash:
            return checkpoint
        return await self._return_to_fork(checkpoint)

    async def _settle(self, checkpoint: Checkpoint) -> Checkpoint:
        """Before a stretch is read by number: is what we have still the chain's?"""
        here = await self._node.header(checkpoint.number)
        return checkpoint if here.hash == checkpoint.hash else await self._return_to_fork(checkpoint)

    async def _return_to_fork(self, checkpoint: Checkpoint) -> Checkpoint:
        fork = await self._fork_point(checkpoint)
        if fork.number == checkpoint.number:
            # The branch that differed is gone again: look at the head anew.
            raise BlockUnknown(self._node.url, f"after {checkpoint.number} any more")
        _log.info("reorg", back_to=fork.number, hash=fork.hash, depth=checkpoint.number - fork.number)
        return await self._store.run(Writer.rollback, fork)

    async def _fork_point(self, checkpoint: Checkpoint) -> BlockRef:
        """The newest block that both have. Found by hashes, one by one for a short fork, by many for a long one."""
        number, count = int(checkpoint.number), 1
        while True:
            lowest = max(checkpoint.finalized, number - count + 1)
            numbers = [BlockNumber(n) for n in range(number, lowest - 1, -1)]
            for header in await self._known_headers(numbers):
                stored = await self._store.run(Writer.block_hash, header.number)
                if header.hash == stored:
                    return header
                if header.number == checkpoint.finalized:
                    raise ReorgTooDeep(finalized=header.number, stored=str(stored), found=header.hash)
            number, count = lowest - 1, count * 2
            if number < checkpoint.finalized:
                raise BlockUnknown(self._node.url, checkpoint.finalized)

    async def _known_headers(self, numbers: Sequence[BlockNumber]) -> list[BlockRef]:
        """The new branch may be shorter than ours: blocks above its head are simply not there."""
        head = await self._node.head()
        return await self._node.headers([number for number in numbers if number <= head.number])


def _linked(headers: Sequence[BlockRef]) -> list[BlockRef]:
    """As many as form one chain: the node may have changed its branch while it answered."""
    linked = [headers[0]]
    for header in headers[1:]:
        if header.parent_hash != linked[-1].hash:
            break
        linked.append(header)
    return linked
