"""CIDs of raw blocks: `Digest` is the bytes32 on chain, `Cid` is the name of the same bytes on IPFS.

Compare whole CIDs, never digests alone: the root block of another file may have the digest without being the document.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from indexer.content.errors import CidRefused
from indexer.model.identity import Digest

RAW: Final = 0x55
DAG_PB: Final = 0x70
PROBE_CID: Final = "bafkqaaa"
"""The empty identity block, by which clients find out whether a gateway is trustless."""

_SHA2_256: Final = 0x12
_DIGEST_BYTES: Final = 32
_MAX_TEXT: Final = 128
_DIGEST_HEX: Final = re.compile("0x[0-9a-f]{64}")
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_CID_V0_LENGTH: Final = 46


@dataclass(frozen=True, slots=True)
class Cid:
    codec: int
    digest: Digest

    @classmethod
    def of(cls, data: bytes) -> Cid:
        """Names the bytes as one raw block."""
        return cls(RAW, digest_of(data))

    @classmethod
    def raw(cls, digest: str) -> Cid:
        """Names the raw block whose digest is on chain."""
        return cls(RAW, read_digest(digest))

    def __bytes__(self) -> bytes:
        return bytes([1]) + _varint(self.codec) + bytes([_SHA2_256, _DIGEST_BYTES]) + bytes.fromhex(self.digest[2:])

    def __str__(self) -> str:
        return "b" + base64.b32encode(bytes(self)).decode().rstrip("=").lower()

    def names(self, data: bytes) -> bool:
        return digest_of(data) == self.digest


def digest_of(data: bytes) -> Digest:
    return Digest("0x" + hashlib.sha256(data).hexdigest())


def read_digest(value: str | bytes) -> Digest:
    """Takes bytes32 as bytes or as hex in any case."""
    text = "0x" + value.hex() if isinstance(value, bytes) else value.lower()
    if not _DIGEST_HEX.fullmatch(text):
        raise CidRefused(text, "a digest is 0x and 64 hexadecimal digits")
    return Digest(text)


def parse_cid(text: str) -> Cid:
    """Reads version 1 in base32, base36, base58 or base16, and version 0; refuses a second spelling of the same CID."""
    if len(text) > _MAX_TEXT:
        raise CidRefused(text, f"longer than {_MAX_TEXT} characters")
    if len(text) == _CID_V0_LENGTH and text.startswith("Qm"):
        data = _decode_digits(text, text, _BASE58)
        return Cid(DAG_PB, _read_multihash(text, data))
    if not text:
        raise CidRefused(text, "empty")
    return _read_version_1(text, _decode_multibase(text))


def _decode_multibase(text: str) -> bytes:
    base, body = text[0], text[1:]
    if base == "b":
        return _decode_base32(text, body)
    if base == "k":
        return _decode_digits(text, body, _BASE36)
    if base == "z":
        return _decode_digits(text, body, _BASE58)
    if base == "f":
        try:
            data = bytes.fromhex(body)
        except ValueError as error:
            raise CidRefused(text, "not base16") from error
        return _same_spelling(text, body, data.hex(), data)
    raise CidRefused(text, f"unknown multibase prefix {base!r}")


def _decode_base32(text: str, body: str) -> bytes:
    try:
        data = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError) as error:
        raise CidRefused(text, "not base32") from error
    return _same_spelling(text, body, base64.b32encode(data).decode().rstrip("=").lower(), data)


def _decode_digits(text: str, body: str, alphabet: str) -> bytes:
    number = 0
    for character in body:
        value = alphabet.find(character)
        if value < 0:
            raise CidRefused(text, f"{character!r} is not a digit of base{len(alphabet)}")
        number = number * len(alphabet) + value
    zeros = len(body) - len(body.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _same_spelling(text: str, given: str, canonical: str, data: bytes) -> bytes:
    if given != canonical:
        raise CidRefused(text, "not the canonical spelling")
    return data


def _read_version_1(text: str, data: bytes) -> Cid:
    version, rest = _read_varint(text, data)
    if version != 1:
        raise CidRefused(text, f"version {version}")
    codec, rest = _read_varint(text, rest)
    return Cid(codec, _read_multihash(text, rest))


def _read_multihash(text: str, data: bytes) -> Digest:
    if data[:2] != bytes([_SHA2_256, _DIGEST_BYTES]) or len(data) != 2 + _DIGEST_BYTES:
        raise CidRefused(text, "its hash is not sha2-256 of 32 bytes")
    return read_digest(data[2:])


def _read_varint(text: str, data: bytes) -> tuple[int, bytes]:
    value = 0
    for position, byte in enumerate(data[:4]):
        value |= (byte & 0x7F) << (7 * position)
        if byte < 0x80:
            if _varint(value) != data[: position + 1]:
                raise CidRefused(text, "not the shortest varint")
            return value, data[position + 1 :]
    raise CidRefused(text, "cut off")


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
