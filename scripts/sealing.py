"""Texts that one person alone can read: HPKE (RFC 9180) to the X25519 key in that person's signed profile.

Base mode: X25519, HKDF-SHA256, AES-256-GCM. What is sealed is handed over by any channel; never put it on a chain,
where it would wait for ever for the day its key leaks.
"""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scripts.market.abi import Json
from scripts.market.chain import hexed
from scripts.market.shapes import DealId

ALGORITHM = "X25519"
USE = "messages"


class SealError(Exception):
    """A text cannot be sealed or opened."""


class NoKey(SealError):
    def __init__(self, address: str) -> None:
        super().__init__(f"{address} announces no key in its profile, so nothing can be sealed for it.")


class NotForYou(SealError):
    def __init__(self) -> None:
        super().__init__("This was sealed for another key or another deal, or was changed on its way.")


def suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def context_of(deal_id: DealId) -> bytes:
    """Binds a sealed text to its deal: it opens for no other."""
    return f"agora|{hexed(deal_id)}".encode()


def seal(text: str, key: X25519PublicKey, *, deal_id: DealId) -> bytes:
    return suite().encrypt(text.encode(), key, info=context_of(deal_id))


def unseal(sealed: bytes, key: X25519PrivateKey, *, deal_id: DealId) -> str:
    try:
        return suite().decrypt(sealed, key, info=context_of(deal_id)).decode()
    except (InvalidTag, ValueError) as error:
        raise NotForYou from error


def announced(key: X25519PrivateKey) -> Json:
    """How a profile names the key."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"use": USE, "algorithm": ALGORITHM, "publicKey": base64.urlsafe_b64encode(raw).decode().rstrip("=")}


def key_in(account: Json) -> X25519PublicKey:
    """The key that an account's profile announces, from the API's account."""
    content = (account["profile"] or {}).get("content") or {}
    for key in content.get("keys", ()):
        if key["use"] == USE and key["algorithm"] == ALGORITHM:
            raw = base64.urlsafe_b64decode(key["publicKey"] + "=")
            return X25519PublicKey.from_public_bytes(raw)
    raise NoKey(account["address"])
