"""A document as the chain names it and as the content worker found it."""

import base64
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from indexer.model.identity import Digest, Timestamp

_RAW_SHA256_CID = bytes([0x01, 0x55, 0x12, 0x20])


class DocumentKind(StrEnum):
    LISTING = "listing"
    PROFILE = "profile"
    REVIEW = "review"
    EVIDENCE = "evidence"
    PLACE = "place"
    REQUEST = "request"
    TARIFF = "tariff"
    CAMPAIGN = "campaign"
    AGREEMENT = "agreement"
    LOAN = "loan"


class DocumentState(StrEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    UNAVAILABLE = "unavailable"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Document:
    """`content` is canonical JSON, there only when verified."""

    digest: Digest
    kind: DocumentKind
    state: DocumentState
    reason: str | None = None
    attempts: int = 0
    next_try_at: Timestamp | None = None
    size: int | None = None
    title: str | None = None
    content: bytes | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.digest, self.kind.value)


@lru_cache(maxsize=16_384)
def cid_of(digest: Digest) -> str:
    """The digest is the CID: one raw block, sha2-256, in base32."""
    encoded = base64.b32encode(_RAW_SHA256_CID + bytes.fromhex(digest[2:]))
    return "b" + encoded.decode().rstrip("=").lower()
