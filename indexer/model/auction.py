"""An auction with its lot, and the bids for it."""

from enum import StrEnum
from typing import Any, NamedTuple

from indexer.model.identity import (
    NO_MONEY,
    Address,
    Amount,
    AuctionId,
    BlockNumber,
    Bps,
    DealId,
    Digest,
    Hash,
    Seconds,
    Timestamp,
)
from indexer.model.split import share

_ONE_UNIT = Amount(1)


class AuctionStatus(StrEnum):
    """What became of it. Whether an open one still takes bids is a matter of time."""

    OPEN = "open"
    SOLD = "sold"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Lot(NamedTuple):
    """The struct whose hash is the auction's id. Field order and names are those of Solidity."""

    seller: Address
    token: Address
    start_price: Amount
    buy_now_price: Amount
    reserve_hash: Hash
    increment_bps: Bps
    starts_at: Timestamp
    ends_at: Timestamp
    extension: Seconds
    max_extensions: int
    reveal_period: Seconds
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_period: Seconds
    inspection: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    document: Digest
    salt: Hash


class Auction(NamedTuple):
    """`closes_at` is the lot's end with its extensions, `minimum` the least that can be bid now."""

    auction_id: AuctionId
    market: Address
    lot: Lot
    status: AuctionStatus
    bids: int
    bidder: Address | None
    amount: Amount
    minimum: Amount
    closes_at: Timestamp
    bought_now: bool
    reserve: Amount | None
    deal_id: DealId | None
    published_block: BlockNumber
    published_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.auction_id,)


class Bid(NamedTuple):
    """`number` counts the bids of the auction from 1."""

    auction_id: AuctionId
    number: int
    bidder: Address
    amount: Amount
    placed_block: BlockNumber
    placed_at: Timestamp

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.auction_id, self.number)


def minimum_after(amount: Amount, lot: Lot) -> Amount:
    """The increment is rounded down, but is no less than one unit."""
    if amount == NO_MONEY:
        return lot.start_price
    return Amount(amount + max(share(amount, lot.increment_bps), _ONE_UNIT))
