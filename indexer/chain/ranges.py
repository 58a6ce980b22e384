"""Read the logs of a long stretch of blocks: ranges that grow and shrink with the answers, a few in flight, in order."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from indexer.chain.node import Node
from indexer.errors import BlockUnknown, TooManyLogs
from indexer.events.log import Log
from indexer.model.identity import BlockNumber, BlockRef

# Memory is bounded by these two: what is in flight, times what one range holds.
_IN_FLIGHT = 2
_LOGS_WANTED = 5_000
_FIRST_SIZE = 200
_LARGEST_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class LogRange:
    """`blocks` are those with logs of ours, and the last one of the range."""

    first: BlockNumber
    last: BlockNumber
    logs: list[Log]
    blocks: list[BlockRef]


class RangeReader:
    def __init__(self, node: Node) -> None:
        self._node = node
        self._size = _FIRST_SIZE
        self._largest = _LARGEST_SIZE

    async def read(self, first: BlockNumber, last: BlockNumber) -> AsyncIterator[LogRange]:
        """Every block from first to last lies in exactly one range; ranges come in order."""
        running: deque[asyncio.Task[LogRange]] = deque()
        cursor = first
        try:
            while running or cursor <= last:
                while cursor <= last and len(running) < _IN_FLIGHT:
                    end = BlockNumber(min(cursor + self._size - 1, last))
                    running.append(asyncio.create_task(self._read_one(cursor, end)))
                    cursor = BlockNumber(end + 1)
                yield await running.popleft()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _read_one(self, first: BlockNumber, last: BlockNumber) -> LogRange:
        logs = await self._logs(first, last)
        self._adapt(last - first + 1, len(logs))
        hashes = {log.block_number: log.block_hash for log in logs}
        blocks = await self._node.headers(sorted({*hashes, last}))
        for block in blocks:
            # Also the other endpoint's answer must be of the same chain.
            if hashes.get(block.number, block.hash) != block.hash:
                raise BlockUnknown(self._node.url, hashes[block.number])
        return LogRange(first, last, logs, blocks)

    async def _logs(self, first: BlockNumber, last: BlockNumber) -> list[Log]:
        try:
            return await self._node.logs(first, last)
        except TooManyLogs:
            if first == last:
                raise
        self._largest = max(1, min(self._largest, (last - first + 1) // 2))
        self._size = min(self._size, self._largest)
        middle = (first + last) // 2
        return [
            *await self._logs(first, BlockNumber(middle)),
            *await self._logs(BlockNumber(middle + 1), last),
        ]

    def _adapt(self, size: int, found: int) -> None:
        """Towards as many logs as we want at once, at most doubling: the next blocks may hold more."""
        wanted = size * _LOGS_WANTED // max(found, 1)
        self._size = max(1, min(wanted, size * 2, self._largest))
