"""One raw block as a CARv1 file, for clients that ask the gateway for `format=car`."""

from __future__ import annotations

from indexer.content.cid import Cid

MEDIA_TYPE = "application/vnd.ipld.car; version=1; order=dfs; dups=n"


def car_of(cid: Cid, data: bytes) -> bytes:
    return _section(_header(cid)) + _section(bytes(cid) + data)


def _header(root: Cid) -> bytes:
    """{"roots": [root], "version": 1} in DAG-CBOR; a link is tag 42 around a zero byte and the CID."""
    link = b"\x00" + bytes(root)
    return b"\xa2\x65roots\x81\xd8\x2a\x58" + bytes([len(link)]) + link + b"\x67version\x01"


def _section(content: bytes) -> bytes:
    length, prefix = len(content), bytearray()
    while length > 0x7F:
        prefix.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*prefix, length]) + content
