"""A place to stay, its calendar and its stays. A night is a local calendar date: days since 1970-01-01."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from indexer.model.identity import (
    Address,
    Amount,
    BlockNumber,
    Bps,
    DealId,
    Digest,
    Hash,
    Packed,
    PlaceId,
    Seconds,
    Timestamp,
)

# As in Nights.sol.
MAX_NIGHTS = 128
# Half of SQLite's integer, so that a mask is never negative.
PAGE_NIGHTS = 32


class PlaceStatus(StrEnum):
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class PlaceTerms(NamedTuple):
    """The struct `Place` that a host publishes. Field order and names are those of Solidity."""

    token: Address
    night_price: Amount
    weekend_price: Amount
    cleaning_fee: Amount
    seasons: Packed
    discounts: Packed
    min_nights: int
    max_nights: int
    horizon: int
    units: int
    check_in_at: int
    is_instant: bool
    policy: Packed
    referral_bps: Bps
    expires_at: Timestamp
    deposit: Amount
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    claim_period: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    document: Digest


class Place(NamedTuple):
    place_id: PlaceId
    market: Address
    host: Address
    sku: Hash
    status: PlaceStatus
    revision: int
    stays: int
    terms: PlaceTerms
    published_block: BlockNumber
    published_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.place_id,)


class Stay(NamedTuple):
    """`stay_id` is the deal's. `nights_freed` are the last of the nights: those that had not begun when the deal ended
    early."""

    stay_id: DealId
    place_id: PlaceId
    unit: int
    first_night: int
    nights: int
    nights_freed: int
    booked_block: BlockNumber
    booked_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.stay_id,)


class CalendarPage(NamedTuple):
    """Nights of one unit, a bit for each, the first in the lowest: which are booked, and which the host blocked.
    `slot` names unit and page."""

    place_id: PlaceId
    slot: str
    unit: int
    page: int
    booked: int
    blocked: int

    @property
    def key(self) -> tuple[str, str]:
        return (self.place_id, self.slot)


def slot_of(unit: int, page: int) -> str:
    return f"{unit}/{page}"


def pages_of(first_night: int, nights: int) -> Iterator[tuple[int, int]]:
    """The pages on which the nights lie, each with the bits of these nights."""
    bits, page = ((1 << nights) - 1) << (first_night % PAGE_NIGHTS), first_night // PAGE_NIGHTS
    while bits:
        if on_page := bits & ((1 << PAGE_NIGHTS) - 1):
            yield page, on_page
        bits, page = bits >> PAGE_NIGHTS, page + 1
