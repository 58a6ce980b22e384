"""The shapes of places, their stays, calendars and quotes."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas import Document
from api.shapes import Address, Bps, Count, Hash, Many, Money, Seconds, Shape, Time

Date = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-12-24"])]
Packed = Annotated[str, Field(pattern="^[0-9]+$", description="Several values in the bits of one word.")]


class PlaceTerms(Shape):
    """Exactly the struct that the host published. The packed lists are told in plain words beside it."""

    token: Address
    night_price: Money
    weekend_price: Money
    cleaning_fee: Money
    seasons: Packed
    discounts: Packed
    min_nights: Count
    max_nights: Count
    horizon: Annotated[int, Field(ge=0, description="How many days ahead nights can be booked.")]
    units: Count
    check_in_at: Annotated[int, Field(description="Seconds from midnight UTC of a night's date to check-in.")]
    is_instant: bool
    policy: Packed
    referral_bps: Bps
    expires_at: Annotated[int, Field(ge=0, description="Unix time.")]
    deposit: Money
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    claim_period: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    document: Hash


class Season(Shape):
    """Nights from first to last cost that share of their price; the first season that holds a night counts."""

    first_night: Date
    last_night: Date
    bps: Annotated[int, Field(ge=0, description="Of 10,000; may be more.")]


class Discount(Shape):
    """From so many nights on, that share comes off."""

    nights: Count
    bps: Bps


class PolicyStep(Shape):
    """Until so long before check-in, the guest who cancels gets that share back."""

    seconds_before: Seconds
    buyer_bps: Bps


class Place(Shape):
    chain_id: int
    market: Address
    place_id: Hash
    host: Address
    sku: Annotated[str, Field(pattern="^0x[0-9a-f]{32}$", examples=["0x" + "5c" * 16])]
    status: Literal["active", "withdrawn"]
    revision: Count
    stays: Count
    place: PlaceTerms
    seasons: list[Season]
    discounts: list[Discount]
    policy: list[PolicyStep]
    document: Document
    published_at: Time
    published_block: Count
    updated_at: Time
    updated_block: Count


class Places(Many[Place]):
    """`correctedQuery` is there when nothing was found for the words as they were typed."""

    corrected_query: str = ""


class Stay(Shape):
    """The guest leaves on `checkOut`. `nightsFreed` of its nights, the last ones, are free again."""

    chain_id: int
    deal_id: Hash
    place_id: Hash
    unit: Count
    check_in: Date
    check_out: Date
    nights: Count
    nights_freed: Count
    booked_at: Time
    booked_block: Count


class NightRange(Shape):
    """Nights from the first to the one before `to`: on `to` somebody else may arrive."""

    from_: Annotated[Date, Field(alias="from")]
    to: Date


class UnitNights(Shape):
    """A night may be booked and blocked: what the host blocks stays booked."""

    unit: Count
    booked: list[NightRange]
    blocked: list[NightRange]


class Quote(Shape):
    """What the deal of the stay must say, to the wei: `price`, `refunds`, `deliverBy`, and the deposit besides.
    `isGranted` tells whether the host takes such nights at all, `freeUnit` which unit is free, or null."""

    place_id: Hash
    revision: Count
    check_in: Date
    check_out: Date
    nights: Count
    token: Address
    price: Money
    deposit: Money
    refunds: Packed
    deliver_by: Annotated[int, Field(ge=0, description="Unix time.")]
    check_in_time: Time
    check_out_time: Time
    is_granted: bool
    free_unit: Count | None
