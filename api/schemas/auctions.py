"""The shapes of auctions, bids, and what is odd about bidders."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas import Document
from api.shapes import Address, Bps, Count, Hash, Many, Money, Seconds, Shape, Time

UnixTime = Annotated[int, Field(ge=0, description="Unix time.")]


class Lot(Shape):
    """What is auctioned and how: exactly the struct that the seller published."""

    seller: Address
    token: Address
    start_price: Money
    buy_now_price: Money
    reserve_hash: Hash
    increment_bps: Bps
    starts_at: UnixTime
    ends_at: UnixTime
    extension: Seconds
    max_extensions: Count
    reveal_period: Seconds
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_period: Seconds
    inspection: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    document: Hash
    salt: Hash


class Highest(Shape):
    bidder: Address
    amount: Money


class Auction(Shape):
    """`status` is open until somebody ends it on chain: it takes bids until `endsAt`, which late bids move. `minimumBid`
    is the least that can be bid. `reserve` is there where it was revealed and not reached; `dealId` once it is sold."""

    chain_id: int
    market: Address
    auction_id: Hash
    lot: Lot
    status: Literal["open", "sold", "failed", "expired", "cancelled"]
    bids: Count
    highest: Highest | None
    minimum_bid: Money
    ends_at: Time
    bought_now: bool
    reserve: Money | None
    deal_id: Hash | None
    document: Document
    published_at: Time
    published_block: Count
    updated_at: Time
    updated_block: Count


class Auctions(Many[Auction]):
    """`correctedQuery` is there when nothing was found for the words as they were typed."""

    corrected_query: str = ""


class Bid(Shape):
    """`number` counts the bids of the auction from 1; the highest number is the highest bid."""

    chain_id: int
    auction_id: Hash
    number: Count
    bidder: Address
    amount: Money
    placed_at: Time
    placed_block: Count


Rating = Annotated[float, Field(ge=0, le=1, examples=[0.25])]


class ShillRatings(Shape):
    """Each from 0 to 1; 1 is how a shill behaves."""

    exclusive: Annotated[Rating, Field(description="How many of this seller's auctions the account bid in.")]
    frequent: Annotated[Rating, Field(description="How many of the bids in them are the account's.")]
    losing: Annotated[Rating, Field(description="How many of them the account did not win.")]
    quick: Annotated[Rating, Field(description="How soon it bids after somebody else.")]
    small: Annotated[Rating, Field(description="How little its bids add.")]
    early: Annotated[Rating, Field(description="How early it begins to bid.")]


class Flag(Shape):
    """`score` is the Shill Score of Trevathan and Read (2007), from 0 to 10. It proves nothing, and changes nothing."""

    bidder: Address
    kind: Literal["shillBidding"]
    is_flagged: bool
    score: Annotated[float, Field(ge=0, le=10)]
    auctions: Annotated[int, Field(ge=1, description="Auctions of this seller that the account bid in.")]
    ratings: ShillRatings
