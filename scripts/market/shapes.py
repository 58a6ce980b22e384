"""What the contracts take: deals, terms and purchases, and the ids that are their hashes.

The fields stand in the order of the Solidity structs, for they are encoded in it.
"""

from dataclasses import astuple, dataclass, fields
from typing import Any, NewType, Self

from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

Address = NewType("Address", str)
DealId = NewType("DealId", bytes)
ListingId = NewType("ListingId", bytes)
Digest = NewType("Digest", bytes)

NATIVE = Address("0x0000000000000000000000000000000000000000")
NOBODY = NATIVE
EMPTY = Digest(bytes(32))
WHOLE_BPS = 10_000

DEAL_TYPE = (
    "(address,address,address,address,uint128,uint128,address,uint16,address,uint16,uint16,"
    "uint40,uint32,uint8,uint32,uint32,uint32,uint256,bytes32,bytes32,bytes32)"
)
OTHER_TERMS_TYPE = "(" + DEAL_TYPE.split(",", 3)[3]
DEAL_KEY_TYPE = "(address,address,address,bytes32)"
PURCHASE_TYPE = "(bytes32,uint32,uint16,uint32,uint32,uint40)"
SIGNED_TYPE = ["uint32", "bytes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    market: Address
    buyer: Address
    seller: Address
    token: Address
    price: int
    deposit: int
    referrer: Address
    referral_bps: int
    arbiter: Address
    arbiter_bps: int
    silence_bps: int
    deliver_by: int
    inspection: int
    revisions: int
    claim_period: int
    contest_period: int
    ruling_period: int
    refunds: int
    handover: bytes
    agreement: Digest
    salt: bytes

    @classmethod
    def from_json(cls, shown: dict[str, Any]) -> Self:
        """From the `deal` object of the API's resource, or from a decoded DealOpened."""
        return cls(**{field.name: read(field.name, shown[camel(field.name)]) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class DealKey:
    market: Address
    buyer: Address
    seller: Address
    terms_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    token: Address
    price: int
    deposit: int = 0
    referral_bps: int = 0
    arbiter: Address = NOBODY
    arbiter_bps: int = 0
    silence_bps: int = WHOLE_BPS // 2
    deliver_period: int
    cancel_period: int = 0
    inspection: int
    revisions: int = 0
    claim_period: int = 0
    contest_period: int
    ruling_period: int
    expires_at: int
    document: Digest

    @classmethod
    def from_json(cls, shown: dict[str, Any]) -> Self:
        """From the `terms` object of the API's listing."""
        return cls(**{field.name: read(field.name, shown[camel(field.name)]) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    sku: bytes
    units: int
    referral_bps: int
    deliver_period: int
    cancel_period: int
    expires_at: int

    def encoded(self, signed: bytes = b"") -> bytes:
        """The authorization that FixedPrice reads."""
        if not signed:
            return encode([PURCHASE_TYPE], [astuple(self)])
        return encode([PURCHASE_TYPE, "bytes"], [astuple(self), signed])


def deal_key_of(deal: Deal) -> DealKey:
    terms = encode([OTHER_TERMS_TYPE], [astuple(deal)[3:]])
    return DealKey(market=deal.market, buyer=deal.buyer, seller=deal.seller, terms_hash=keccak(terms))


def deal_id_of(deal: Deal, *, chain_id: int, escrow: Address) -> DealId:
    """Hashed in two levels, so that four words prove who the parties were."""
    key = astuple(deal_key_of(deal))
    return DealId(keccak(encode(["uint256", "address", DEAL_KEY_TYPE], [chain_id, escrow, key])))


def listing_id_of(seller: Address, sku: bytes) -> ListingId:
    return ListingId(keccak(encode(["address", "bytes32"], [seller, sku])))


def signed_listing(stock: int, signature: bytes) -> bytes:
    """What the first purchase of a listing carries that its seller signed and never published."""
    return encode(SIGNED_TYPE, [stock, signature])


def commitment_of(deal_id: DealId, author: Address, *, score: int, document: Digest, secret: bytes) -> bytes:
    types = ["bytes32", "address", "uint8", "bytes32", "bytes32"]
    return keccak(encode(types, [deal_id, author, score, document, secret]))


def sku_of(name: str) -> bytes:
    """A short name is its own SKU, readable on chain; a longer one is hashed."""
    text = name.encode()
    return text.ljust(32, b"\0") if len(text) <= 32 else keccak(text)


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def read(name: str, shown: Any) -> Any:
    """Money is decimal text in the API, hashes are hex; `expiresAt` alone is a number there and here."""
    if name in {"handover", "agreement", "salt", "document"}:
        return shown if isinstance(shown, bytes) else bytes.fromhex(shown.removeprefix("0x"))
    if name in {"market", "buyer", "seller", "token", "referrer", "arbiter"}:
        return to_checksum_address(shown)
    return int(shown)
