# ruff: noqa: N815 - fields have the names of the ABI
"""A place, a stay and what a guest sends: the structs of IBooking, and how their lists are packed."""

from typing import NamedTuple

from tests.contracts.world.shapes import Deal

MAX_NIGHTS = 128
MAX_HORIZON = 730
PAYOUT_DELAY = 24 * 60 * 60

PLACE_TYPES = (
    *("address", "uint128", "uint128", "uint128", "uint256", "uint96", "uint16", "uint16", "uint16", "uint16"),
    *("int32", "bool", "uint192", "uint16", "uint40", "uint128", "address", "uint16", "uint16", "uint32", "uint32"),
    *("uint32", "bytes32"),
)
PLACE = f"({','.join(PLACE_TYPES)})"
RESERVATION = f"({','.join(PLACE_TYPES[1:15])})"
RESERVATION_BYTES = 14 * 32


class Place(NamedTuple):
    token: str
    nightPrice: int
    weekendPrice: int
    cleaningFee: int
    seasons: int
    discounts: int
    minNights: int
    maxNights: int
    horizon: int
    units: int
    checkInAt: int
    isInstant: bool
    policy: int
    referralBps: int
    expiresAt: int
    deposit: int
    arbiter: str
    arbiterBps: int
    silenceBps: int
    claimPeriod: int
    contestPeriod: int
    rulingPeriod: int
    document: bytes

    @property
    def reservation(self) -> tuple:
        return tuple(self)[1:15]


class Stay(NamedTuple):
    sku: bytes
    unit: int
    firstNight: int
    nights: int
    nonce: int = 0

    @property
    def salt(self) -> bytes:
        numbers = ((self.unit, 2), (self.firstNight, 3), (self.nights, 2), (self.nonce, 9))
        return self.sku + b"".join(value.to_bytes(size, "big") for value, size in numbers)

    @classmethod
    def of(cls, deal: Deal) -> "Stay":
        salt = deal.salt
        unit, first_night, nights, nonce = (
            int.from_bytes(salt[start:end], "big") for start, end in ((16, 18), (18, 21), (21, 23), (23, 32))
        )
        return cls(salt[:16], unit, first_night, nights, nonce)


class Season(NamedTuple):
    first: int
    last: int
    bps: int


class Discount(NamedTuple):
    nights: int
    bps: int


class Notice(NamedTuple):
    """A step of a cancellation policy."""

    secondsBefore: int
    buyerBps: int


def pack_seasons(*seasons: Season) -> int:
    return sum((s.first | s.last << 24 | s.bps << 48) << 64 * index for index, s in enumerate(seasons))


def pack_discounts(*discounts: Discount) -> int:
    return sum((d.nights | d.bps << 8) << 24 * index for index, d in enumerate(discounts))


def pack_policy(*notices: Notice) -> int:
    return sum((n.secondsBefore | n.buyerBps << 32) << 48 * index for index, n in enumerate(notices))


def unpack_seasons(packed: int) -> list[Season]:
    words = _words(packed, 64)
    return [Season(word & 0xFFFFFF, word >> 24 & 0xFFFFFF, word >> 48) for word in words]


def unpack_discounts(packed: int) -> list[Discount]:
    return [Discount(word & 0xFF, word >> 8) for word in _words(packed, 24)]


def unpack_policy(packed: int) -> list[Notice]:
    return [Notice(word & 0xFFFFFFFF, word >> 32) for word in _words(packed, 48)]


def _words(packed: int, bits: int) -> list[int]:
    words = []
    while packed:
        words.append(packed & (1 << bits) - 1)
        packed >>= bits
    return words
