"""An IPFS node with Kubo's RPC, through `ipfshttpclient`. What it stores and gives is checked, not believed."""

from __future__ import annotations

import asyncio
import io
import re
import time
from typing import Any, Final
from urllib.parse import urlsplit

import ipfshttpclient
from ipfshttpclient import exceptions

from indexer.content.blocks import MAX_BLOCK_BYTES
from indexer.content.cid import Cid, parse_cid
from indexer.content.errors import BlockMissing, BlockTooLarge, CidRefused, SourceError, SourceLied, SourceUnreachable

DEADLINE_SECONDS: Final = 15.0

_MISSING: Final = re.compile("not found|no such|could not find|merkledag", re.IGNORECASE)
_RAW_BLOCK: Final = {"cid-base": "base32"}


class Node:
    """Each call opens its own connection: the client is not made for several threads."""

    def __init__(self, url: str, *, deadline: float = DEADLINE_SECONDS) -> None:
        self.name = url
        self._address = multiaddr_of(url)
        self._deadline = deadline

    async def version(self) -> str:
        answer = await self._call(lambda client, _: client.version())
        return str(answer["Version"])

    async def get(self, cid: Cid) -> bytes:
        data: bytes = await self._call(lambda client, until: self._read(client, cid, until))
        if not cid.names(data):
            raise SourceLied(self.name, f"its bytes for {cid} hash to {Cid.of(data)}")
        return data

    async def put(self, data: bytes) -> Cid:
        """Adds and pins one raw block."""
        if len(data) > MAX_BLOCK_BYTES:
            raise BlockTooLarge(len(data), MAX_BLOCK_BYTES)
        answer = await self._call(lambda client, _: _add(client, data))
        given, ours = str(answer["Hash"]), Cid.of(data)
        try:
            # Nodes answer in different bases: compare what the texts mean.
            same = parse_cid(given) == ours
        except CidRefused:
            same = False
        if not same:
            raise SourceLied(self.name, f"it stored {ours} as {given}; it must keep raw leaves in CID version 1")
        return ours

    def _read(self, client: Any, cid: Cid, until: float) -> bytes:
        data = bytearray()
        with client.block.get(str(cid), stream=True, timeout=self._deadline) as chunks:
            for chunk in chunks:
                data += chunk
                if len(data) > MAX_BLOCK_BYTES:
                    raise SourceLied(self.name, f"it gives more than one block of {MAX_BLOCK_BYTES} bytes for {cid}")
                # The client's timeout begins anew with every read: a dripping node never meets it.
                if time.monotonic() > until:
                    raise SourceUnreachable(self.name, f"{cid} did not arrive within {self._deadline:g} s")
        return bytes(data)

    async def _call(self, act: Any) -> Any:
        until = time.monotonic() + self._deadline
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.to_thread(self._act, act, until)
        except TimeoutError as error:
            raise SourceUnreachable(self.name, f"no answer within {self._deadline:g} s") from error

    def _act(self, act: Any, until: float) -> Any:
        # `ipfshttpclient.connect` refuses every current node by its version; the client itself works with them.
        try:
            with ipfshttpclient.Client(
                self._address, timeout=self._deadline, headers={"Accept-Encoding": "identity"}
            ) as client:
                return act(client, until)
        except exceptions.ErrorResponse as error:
            raise self._error_of(str(error)) from error
        except (exceptions.Error, OSError) as error:
            raise SourceUnreachable(self.name, f"{type(error).__name__}: {error}") from error

    def _error_of(self, message: str) -> SourceError:
        kind = BlockMissing if _MISSING.search(message) else SourceUnreachable
        return kind(self.name, message)


def multiaddr_of(url: str) -> str:
    """`http://host:5001` as the client wants it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"{url!r} is not the address of an IPFS node; write http://host:5001")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname
    kind = "ip6" if ":" in host else "ip4" if host.replace(".", "").isdigit() else "dns"
    return f"/{kind}/{host}/tcp/{port}/{parts.scheme}"


def _add(client: Any, data: bytes) -> Any:
    # `raw-leaves` within `opts` would be overridden in silence by the method's own default, and give another CID.
    return client.add(
        io.BytesIO(data), cid_version=1, raw_leaves=True, chunker=f"size-{MAX_BLOCK_BYTES}", pin=True, opts=_RAW_BLOCK
    )
