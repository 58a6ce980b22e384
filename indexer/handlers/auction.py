"""Auctions, their bids, and the sales they lead to. Follows Auction.sol act by act."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.auction import (
    AuctionCancelled,
    AuctionExpired,
    AuctionFailed,
    AuctionPublished,
    AuctionSold,
    BidPlaced,
)
from indexer.handlers.noting import heard_of, noted
from indexer.handlers.records import Sale, vouch
from indexer.model.auction import Auction, AuctionStatus, Bid, minimum_after
from indexer.model.deal import Deal, Source
from indexer.model.document import DocumentKind
from indexer.model.identity import NO_MONEY


def on_auction_published(event: AuctionPublished, at: Point, rows: Rows) -> Iterator[Change]:
    block, lot = at.block, event.lot
    yield Put(
        Auction(
            auction_id=event.auction_id,
            market=at.contract,
            lot=lot,
            status=AuctionStatus.OPEN,
            bids=0,
            bidder=None,
            amount=NO_MONEY,
            minimum=minimum_after(NO_MONEY, lot),
            closes_at=lot.ends_at,
            bought_now=False,
            reserve=None,
            deal_id=None,
            published_block=block.number,
            published_at=block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield NameDocument(lot.document, DocumentKind.LISTING)
    yield heard_of(event.seller, at, rows)


def on_bid_placed(event: BidPlaced, at: Point, rows: Rows) -> Iterator[Change]:
    """Nobody takes a bid back: it stands until a higher one comes, and that one pays it back."""
    auction, block = rows.get(Auction, event.auction_id), at.block
    number = auction.bids + 1
    yield Put(Bid(event.auction_id, number, event.bidder, event.amount, block.number, block.timestamp))
    yield noted(
        auction,
        at,
        bids=number,
        bidder=event.bidder,
        amount=event.amount,
        minimum=minimum_after(event.amount, auction.lot),
        closes_at=event.ends_at,
    )
    yield heard_of(event.bidder, at, rows)


def on_auction_cancelled(event: AuctionCancelled, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(rows.get(Auction, event.auction_id), at, status=AuctionStatus.CANCELLED)


def on_auction_sold(event: AuctionSold, at: Point, rows: Rows) -> Iterator[Change]:
    """The escrow was paid by the market, but with the buyer's money: the purchase counts for him."""
    yield noted(
        rows.get(Auction, event.auction_id),
        at,
        status=AuctionStatus.SOLD,
        bidder=event.buyer,
        amount=event.amount,
        bought_now=event.bought_now,
        deal_id=event.deal_id,
    )
    sale = Sale(source=Source.AUCTION, of=event.auction_id, payer=event.buyer)
    yield from vouch(rows.get(Deal, event.deal_id), at, rows, sale=sale)


def on_auction_failed(event: AuctionFailed, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(rows.get(Auction, event.auction_id), at, status=AuctionStatus.FAILED, reserve=event.reserve)


def on_auction_expired(event: AuctionExpired, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(rows.get(Auction, event.auction_id), at, status=AuctionStatus.EXPIRED)


HANDLERS: Handlers = {
    AuctionPublished: on_auction_published,
    BidPlaced: on_bid_placed,
    AuctionCancelled: on_auction_cancelled,
    AuctionSold: on_auction_sold,
    AuctionFailed: on_auction_failed,
    AuctionExpired: on_auction_expired,
}
