"""Trustless gateways: places to read raw blocks from, believed in nothing. Their addresses come from our settings alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import httpx

from indexer.content.bounded import bounded_client, read_block
from indexer.content.cid import Cid
from indexer.content.errors import BlockMissing, SourceError, SourceUnreachable

DEADLINE_SECONDS: Final = 20.0

_GONE: Final = frozenset({400, 404, 410, 451})


class Gateways:
    """Asks the first; whoever is slow or fails wakes the next, and the first right answer wins, within one deadline."""

    name = "gateways"

    def __init__(self, addresses: Sequence[str], *, deadline: float = DEADLINE_SECONDS) -> None:
        self._addresses = [address.rstrip("/") for address in addresses]
        self._deadline = deadline

    async def get(self, cid: Cid) -> bytes:
        if not self._addresses:
            raise BlockMissing(self.name, "none is configured")
        failures: list[SourceError] = []
        try:
            async with asyncio.timeout(self._deadline), bounded_client(self._deadline) as client:
                return await self._race(client, cid, failures)
        except TimeoutError as error:
            late = SourceUnreachable(self.name, f"{cid} did not arrive within {self._deadline:g} s")
            raise _summary(cid, [*failures, late]) from error

    async def _race(self, client: httpx.AsyncClient, cid: Cid, failures: list[SourceError]) -> bytes:
        waiting = list(self._addresses)
        # A slow gateway may use its share of the time alone, and the rest beside others.
        share = self._deadline / len(waiting)
        running: set[asyncio.Task[bytes]] = set()
        try:
            while waiting or running:
                if waiting:
                    running.add(asyncio.create_task(_fetch(client, waiting.pop(0), cid)))
                done, running = await asyncio.wait(
                    running, timeout=share if waiting else None, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    error = task.exception()
                    if error is None:
                        return task.result()
                    if not isinstance(error, SourceError):
                        raise error
                    failures.append(error)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        raise _summary(cid, failures)


async def _fetch(client: httpx.AsyncClient, address: str, cid: Cid) -> bytes:
    try:
        async with client.stream("GET", f"{address}/ipfs/{cid}", params={"format": "raw"}) as response:
            _check_head(response, address)
            return await read_block(response, cid, source=address)
    except httpx.HTTPError as error:
        raise SourceUnreachable(address, f"{type(error).__name__}: {error}") from error


def _check_head(response: httpx.Response, address: str) -> None:
    if response.status_code in _GONE:
        raise BlockMissing(address, f"answered {response.status_code}")
    if response.is_redirect:
        target = response.headers.get("location", "")[:200]
        raise SourceUnreachable(address, f"redirects to {target!r}, which is not followed; configure that address")
    if response.status_code != httpx.codes.OK:
        raise SourceUnreachable(address, f"answered {response.status_code}")


def _summary(cid: Cid, failures: Sequence[SourceError]) -> SourceError:
    """Only when every gateway says so is the block missing."""
    if all(isinstance(failure, BlockMissing) for failure in failures):
        return BlockMissing("gateways", f"none of {len(failures)} has {cid}")
    return SourceUnreachable("gateways", "; ".join(map(str, failures)))
