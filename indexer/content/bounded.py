"""Read one block from an HTTP answer: never more than a block, never decoded, never believed."""

from typing import Final

import httpx

from indexer.content.blocks import MAX_BLOCK_BYTES
from indexer.content.cid import Cid
from indexer.content.errors import SourceLied

MAX_MESSAGE_BYTES: Final = 2048

_HEADERS: Final = {"accept": "application/vnd.ipld.raw", "accept-encoding": "identity"}


def bounded_client(seconds: float) -> httpx.AsyncClient:
    """The timeout holds for one read: whoever uses the client sets a deadline for all of them."""
    # A redirect could lead into our own network. `trust_env` would let the environment send us through a proxy.
    return httpx.AsyncClient(headers=_HEADERS, timeout=seconds, follow_redirects=False, trust_env=False)


async def read_block(response: httpx.Response, cid: Cid, *, source: str) -> bytes:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise SourceLied(source, "sends an encoding that was not asked for")
    data = await _read(response, MAX_BLOCK_BYTES)
    if len(data) > MAX_BLOCK_BYTES:
        raise SourceLied(source, f"sends more than one block of {MAX_BLOCK_BYTES} bytes")
    if cid.names(data):
        return data
    if data[:512].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise SourceLied(source, "sends a web page instead of the block")
    raise SourceLied(source, f"its bytes for {cid} hash to {Cid.of(data)}")


async def read_message(response: httpx.Response) -> bytes:
    """The beginning of an answer that is no block."""
    return (await _read(response, MAX_MESSAGE_BYTES))[:MAX_MESSAGE_BYTES]


async def _read(response: httpx.Response, limit: int) -> bytes:
    """Stops at the first piece above the limit."""
    data = bytearray()
    async for piece in response.aiter_raw():
        data += piece
        if len(data) > limit:
            break
    return bytes(data)
