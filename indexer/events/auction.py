"""Events of Auction.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.events import credit
from indexer.model.auction import Lot
from indexer.model.identity import Address, Amount, AuctionId, DealId, Timestamp


class AuctionPublished(NamedTuple):
    auction_id: AuctionId
    seller: Address
    lot: Lot


class BidPlaced(NamedTuple):
    auction_id: AuctionId
    bidder: Address
    amount: Amount
    ends_at: Timestamp


class AuctionCancelled(NamedTuple):
    auction_id: AuctionId


class AuctionSold(NamedTuple):
    auction_id: AuctionId
    deal_id: DealId
    buyer: Address
    amount: Amount
    bought_now: bool


class AuctionFailed(NamedTuple):
    auction_id: AuctionId
    reserve: Amount


class AuctionExpired(NamedTuple):
    auction_id: AuctionId


EVENTS = (
    AuctionPublished,
    BidPlaced,
    AuctionCancelled,
    AuctionSold,
    AuctionFailed,
    AuctionExpired,
    *credit.EVENTS,
)
