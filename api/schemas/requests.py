"""The shapes of requests and tariffs."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas import Document
from api.shapes import Address, Bps, Count, Hash, Many, Money, Seconds, Shape, Time

UnixTime = Annotated[int, Field(ge=0, description="Unix time.")]


class Need(Shape):
    """Exactly the struct that the buyer posted. A budget of zero means: name your price."""

    token: Address
    budget: Money
    deliver_by: UnixTime
    expires_at: UnixTime
    document: Hash
    handover: Hash


class Request(Shape):
    """`deals` counts the offers that were accepted."""

    chain_id: int
    market: Address
    request_id: Hash
    buyer: Address
    salt: Hash
    status: Literal["open", "withdrawn", "accepted"]
    deals: Count
    need: Need
    document: Document
    posted_at: Time
    posted_block: Count
    updated_at: Time
    updated_block: Count


class Requests(Many[Request]):
    """`correctedQuery` is there when nothing was found for the words as they were typed."""

    corrected_query: str = ""


class TariffTerms(Shape):
    """Exactly the struct that the seller signed."""

    seller: Address
    token: Address
    base: Money
    per_kilometer: Money
    per_minute: Money
    minimum: Money
    free_period: Seconds
    wait_period: Seconds
    no_show_bps: Bps
    referral_bps: Bps
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_period: Seconds
    inspection: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    epoch: Count
    expires_at: UnixTime
    document: Hash


class Tariff(Shape):
    """`deals` counts those that were opened at it. A revoked tariff is of an earlier epoch of its seller. Whoever accepts
    it sends `signature` along."""

    chain_id: int
    market: Address
    tariff_id: Hash
    seller: Address
    status: Literal["active", "revoked"]
    deals: Count
    tariff: TariffTerms
    signature: Annotated[str, Field(pattern="^0x[0-9a-f]*$", examples=["0x1c"])]
    document: Document
    published_at: Time
    published_block: Count
    updated_at: Time
    updated_block: Count


class Tariffs(Many[Tariff]):
    """`correctedQuery` is there when nothing was found for the words as they were typed."""

    corrected_query: str = ""
