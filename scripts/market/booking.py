"""Places by the night: their terms, what a stay is called, and the deal an honest wallet makes of it.

The fields stand in the order of the Solidity structs, for they are encoded in it. A night is a local calendar date,
counted in days since 1970-01-01.
"""

import secrets
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import NamedTuple, NewType

from eth_abi.abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from scripts.market import typed
from scripts.market.chain import Call, Chain
from scripts.market.deployment import TOKEN_INTERFACE
from scripts.market.shapes import EMPTY, NATIVE, NOBODY, WHOLE_BPS, Address, Deal, DealId, Digest

PlaceId = NewType("PlaceId", bytes)

DAY = 86_400
# How long after check-in anybody can pay the host.
PAYOUT_SECONDS = DAY
SKU_BYTES, NONCE_BYTES = 16, 9
RESERVATION_TYPE = (
    "(uint128,uint128,uint128,uint256,uint96,uint16,uint16,uint16,uint16,int32,bool,uint192,uint16,uint40)"
)
# All but the token and what follows the expiry, which are in the deal.
RESERVED = slice(1, 15)
SEASON_BITS, DISCOUNT_BITS, POLICY_BITS = 64, 24, 48
APPROVAL_FIELDS = (("dealId", "bytes32"), ("deadline", "uint256"))


class Season(NamedTuple):
    """Nights from first to last cost that share of their price."""

    first_night: int
    last_night: int
    bps: int


class Discount(NamedTuple):
    """From so many nights on, that share comes off."""

    nights: int
    bps: int


class Notice(NamedTuple):
    """Until so long before check-in, who cancels gets that share back."""

    seconds_before: int
    buyer_bps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A weekend price of zero is that of any other night."""

    token: Address = NATIVE
    night_price: int
    weekend_price: int = 0
    cleaning_fee: int = 0
    seasons: int = 0
    discounts: int = 0
    min_nights: int = 1
    max_nights: int = 28
    horizon: int = 365
    units: int = 1
    check_in_at: int
    is_instant: bool = True
    policy: int
    referral_bps: int = 0
    expires_at: int
    deposit: int = 0
    arbiter: Address = NOBODY
    arbiter_bps: int = 0
    silence_bps: int = WHOLE_BPS // 2
    claim_period: int = 0
    contest_period: int
    ruling_period: int
    document: Digest

    def reservation(self) -> bytes:
        """The authorization of an instant booking."""
        return encode([RESERVATION_TYPE], [astuple(self)[RESERVED]])

    def approved(self, deadline: int, signature: bytes) -> bytes:
        """The authorization of a booking that the host approved."""
        words = astuple(self)[RESERVED]
        return encode([RESERVATION_TYPE, "uint256", "bytes"], [words, deadline, signature])

    def check_in(self, night: int) -> int:
        return night * DAY + self.check_in_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The guest leaves on `first_night + nights`, and somebody else may arrive on it."""

    sku: bytes
    unit: int = 0
    first_night: int
    nights: int

    def salt(self, nonce: bytes) -> bytes:
        """Of the stay's deal: the market reads from it which nights it is about."""
        numbers = ((self.unit, 2), (self.first_night, 3), (self.nights, 2))
        return self.sku + b"".join(value.to_bytes(size, "big") for value, size in numbers) + nonce


class Quote(NamedTuple):
    """What the deal must say, by the contract or the API."""

    price: int
    refunds: int
    deliver_by: int


def pack_seasons(*seasons: Season) -> int:
    return packed([s.first_night | s.last_night << 24 | s.bps << 48 for s in seasons], SEASON_BITS)


def pack_discounts(*discounts: Discount) -> int:
    return packed([d.nights | d.bps << 8 for d in discounts], DISCOUNT_BITS)


def pack_policy(*notices: Notice) -> int:
    return packed([n.seconds_before | n.buyer_bps << 32 for n in notices], POLICY_BITS)


def packed(words: Sequence[int], bits: int) -> int:
    return sum(word << bits * position for position, word in enumerate(words))


def night_of(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def sku_of(name: str) -> bytes:
    """A short name is its own SKU, readable on chain; a longer one is hashed."""
    text = name.encode()
    return text.ljust(SKU_BYTES, b"\0") if len(text) <= SKU_BYTES else keccak(text)[:SKU_BYTES]


def place_id_of(host: Address, sku: bytes) -> PlaceId:
    return PlaceId(keccak(encode(["address", "bytes16"], [host, sku])))


def quoted(chain: Chain, place: Place, stay: Stay) -> Quote:
    return Quote(*chain.read("Booking", "quote", place, stay.first_night, stay.nights))


def deal_for(  # noqa: PLR0913 - what the guest decides
    place: Place, stay: Stay, quote: Quote, *, market: Address, host: Address, guest: Address, nonce: bytes = b""
) -> Deal:
    return Deal(
        market=market,
        buyer=guest,
        seller=host,
        token=place.token,
        price=quote.price,
        deposit=place.deposit,
        referrer=NOBODY,
        referral_bps=0,
        arbiter=place.arbiter,
        arbiter_bps=place.arbiter_bps,
        silence_bps=place.silence_bps,
        deliver_by=quote.deliver_by,
        inspection=PAYOUT_SECONDS,
        revisions=0,
        claim_period=place.claim_period,
        contest_period=place.contest_period,
        ruling_period=place.ruling_period,
        refunds=quote.refunds,
        handover=EMPTY,
        agreement=place.document,
        salt=stay.salt(nonce or secrets.token_bytes(NONCE_BYTES)),
    )


def opening(chain: Chain, deal: Deal, authorization: bytes) -> Call:
    value = deal.price + deal.deposit if deal.token == NATIVE else 0
    return chain.call("Escrow", "open", deal, authorization, value=value)


def approval(chain: Chain, deal: Deal) -> Call | None:
    """The exact amount, never more; None for the native coin."""
    if deal.token == NATIVE:
        return None
    amount = deal.price + deal.deposit
    return chain.call(TOKEN_INTERFACE, "approve", chain.deployment.addresses["Escrow"], amount, at=deal.token)


def sign_approval(chain: Chain, deal_id: DealId, host: LocalAccount, *, deadline: int) -> bytes:
    """The host takes this guest for these nights, until the deadline."""
    message = {"dealId": deal_id, "deadline": deadline}
    data = typed.typed_data(chain, "Booking", "Approval", message, {"Approval": APPROVAL_FIELDS})
    expected = chain.read("Booking", "approvalDigest", deal_id, deadline)
    return typed.sign(data, host, expected=expected, contract="Booking")
