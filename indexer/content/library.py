"""All content of one installation: read local → node → gateways, written to each place that we run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from indexer.content.blocks import BlockStore
from indexer.content.cid import Cid
from indexer.content.errors import BlockMissing, SourceError, SourceUnreachable
from indexer.content.gateways import Gateways
from indexer.content.node import Node

EMBEDDED: Final = "embedded"


class Source(Protocol):
    """Where a block may come from. `get` returns the right bytes or raises a SourceError."""

    name: str

    async def get(self, cid: Cid) -> bytes: ...


class Library:
    def __init__(self, local: BlockStore, *, node: Node | None = None, gateways: Gateways | None = None) -> None:
        self.local = local
        self._node = node
        self._sources: list[Source] = [source for source in (node, gateways) if source is not None]

    async def get(self, cid: Cid) -> bytes:
        """Keeps what it fetched, so that this installation can give it to others."""
        data = await asyncio.to_thread(self.local.get, cid)
        if data is not None:
            return data
        failures: list[SourceError] = []
        for source in self._sources:
            try:
                data = await source.get(cid)
            except SourceError as error:
                failures.append(error)
            else:
                await asyncio.to_thread(self.local.put, data)
                return data
        raise _failure(cid, failures)

    async def publish(self, data: bytes) -> Cid:
        """Stores and pins, first here, then at the node: a node that fails leaves the block pinned here."""
        cid = await asyncio.to_thread(self._keep, data)
        if self._node is not None:
            await self._node.put(data)
        return cid

    def _keep(self, data: bytes) -> Cid:
        cid = self.local.put(data)
        self.local.pin(cid)
        return cid


def open_library(setting: str, folder: Path, *, gateways: Sequence[str] = ()) -> Library:
    """`setting` is `embedded`, or the address of a node with Kubo's RPC such as http://127.0.0.1:5001."""
    node = None if setting == EMBEDDED else Node(setting)
    return Library(BlockStore(folder), node=node, gateways=Gateways(gateways) if gateways else None)


def _failure(cid: Cid, failures: Sequence[SourceError]) -> SourceError:
    if all(isinstance(failure, BlockMissing) for failure in failures):
        return BlockMissing("content", f"{cid} is not in any place we know")
    return SourceUnreachable("content", "; ".join(map(str, failures)))
