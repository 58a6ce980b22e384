"""An IPFS node with Kubo's RPC: written through `ipfshttpclient`, read under bounds of our own, believed in nothing."""

import asyncio
import contextlib
import io
import re
import threading
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import ipfshttpclient
import orjson
from ipfshttpclient import exceptions

from indexer.content.blocks import MAX_BLOCK_BYTES
from indexer.content.bounded import bounded_client, read_block, read_message
from indexer.content.cid import Cid, parse_cid
from indexer.content.errors import BlockMissing, BlockTooLarge, CidRefused, SourceError, SourceLied, SourceUnreachable

DEADLINE_SECONDS: Final = 15.0

_CALLS_AT_ONCE: Final = 4
_MISSING: Final = re.compile("not found|no such|could not find", re.IGNORECASE)


class Node:
    def __init__(self, url: str, *, deadline: float = DEADLINE_SECONDS) -> None:
        self.name = url.rstrip("/")
        self._address = multiaddr_of(url)
        self._deadline = deadline
        self._calls = asyncio.Semaphore(_CALLS_AT_ONCE)

    async def version(self) -> str:
        answer = await self._call(lambda client: client.version())
        return self._field(answer, "Version")

    async def put(self, data: bytes) -> Cid:
        """Adds and pins one raw block."""
        if len(data) > MAX_BLOCK_BYTES:
            raise BlockTooLarge(len(data), MAX_BLOCK_BYTES)
        answer = await self._call(lambda client: _add(client, data))
        given, ours = self._field(answer, "Hash"), Cid.of(data)
        try:
            # Nodes answer in different bases: compare what the texts mean.
            same = parse_cid(given) == ours
        except CidRefused:
            same = False
        if not same:
            raise SourceLied(self.name, f"it stored {ours} as {given[:120]}: it must keep raw leaves in CID version 1")
        return ours

    async def get(self, cid: Cid) -> bytes:
        """Not through `ipfshttpclient`: it reads an answer to its end, however long and slow, before it gives any of it."""
        url = f"{self.name}/api/v0/block/get"
        try:
            async with (
                asyncio.timeout(self._deadline),
                bounded_client(self._deadline) as client,
                client.stream("POST", url, params={"arg": str(cid)}) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise self._refusal(response.status_code, await read_message(response))
                return await read_block(response, cid, source=self.name)
        except TimeoutError as error:
            raise self._late() from error
        except httpx.HTTPError as error:
            raise SourceUnreachable(self.name, f"{type(error).__name__}: {error}") from error

    async def _call(self, act: Callable[[Any], Any]) -> Any:
        try:
            async with asyncio.timeout(self._deadline), self._calls:
                return await _in_thread(lambda: self._act(act))
        except TimeoutError as error:
            raise self._late() from error

    def _act(self, act: Callable[[Any], Any]) -> Any:
        # `ipfshttpclient.connect` refuses every current node by its version; the client itself works with them.
        try:
            with ipfshttpclient.Client(self._address, timeout=self._deadline) as client:
                return act(client)
        except (exceptions.Error, OSError) as error:
            raise SourceUnreachable(self.name, f"{type(error).__name__}: {error}") from error
        except AssertionError as error:  # how the client says that an answer has no entry, or more than one
            raise SourceUnreachable(self.name, "its answer is not that of an IPFS node") from error

    def _field(self, answer: Any, name: str) -> str:
        try:
            return str(answer[name])
        except (KeyError, TypeError) as error:
            raise SourceUnreachable(self.name, f"its answer has no {name}: is this an IPFS node?") from error

    def _refusal(self, status: int, body: bytes) -> SourceError:
        try:
            message = str(orjson.loads(body)["Message"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            message = f"answered {status}"
        kind = BlockMissing if _MISSING.search(message) else SourceUnreachable
        return kind(self.name, message)

    def _late(self) -> SourceError:
        return SourceUnreachable(self.name, f"no whole answer within {self._deadline:g} s")


def multiaddr_of(url: str) -> str:
    """`http://host:5001` as the client wants it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"{url!r} is not the address of an IPFS node: write http://host:5001")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname
    kind = "ip6" if ":" in host else "ip4" if host.replace(".", "").isdigit() else "dns"
    return f"/{kind}/{host}/tcp/{port}/{parts.scheme}"


def _add(client: Any, data: bytes) -> Any:
    # `raw-leaves` within `opts` would be overridden in silence by the method's own default, and give another CID.
    # The client changes the dictionary it is given.
    opts = {"cid-base": "base32"}
    chunker = f"size-{MAX_BLOCK_BYTES}"
    return client.add(io.BytesIO(data), cid_version=1, raw_leaves=True, chunker=chunker, pin=True, opts=opts)


async def _in_thread(act: Callable[[], Any]) -> Any:
    """A thread that may be left behind at the deadline: a node that drips keeps nobody from going on, nor from exiting."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Any] = loop.create_future()

    def tell(set_outcome: Callable[[Any], None], value: Any) -> None:
        if not outcome.done():
            set_outcome(value)

    def report(set_outcome: Callable[[Any], None], value: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended in the meantime
            loop.call_soon_threadsafe(tell, set_outcome, value)

    def run() -> None:
        try:
            report(outcome.set_result, act())
        except SourceError as error:
            report(outcome.set_exception, error)
        except BaseException as error:
            report(outcome.set_exception, error)
            raise

    threading.Thread(target=run, name="ipfs-node", daemon=True).start()
    return await outcome
