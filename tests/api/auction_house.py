"""Auctions in a market of our own."""

from dataclasses import dataclass, field

from indexer.events import auction, escrow
from indexer.model.auction import Lot
from indexer.model.deal import DealTerms
from indexer.model.document import DocumentKind
from indexer.model.identity import NOBODY, NOTHING
from tests.api.market import CONTRACTS, DAY, TOKEN, Market, address, digest


@dataclass
class AuctionHouse:
    """Each act mines a block of its own."""

    market: Market
    lots: dict = field(default_factory=dict)

    def publish(self, name, *, seller="ada", start_price=1_000, lasts=7 * DAY, token=TOKEN, document=None):
        auction_id = digest(f"auction {seller} {name}")
        now = self.market.head.timestamp
        lot = Lot(
            *(address(seller), token, start_price, 0, NOTHING, 500, now, now + lasts, 600, 3, DAY, NOBODY, 0, 5_000),
            *(7 * DAY, DAY, DAY, DAY, document or digest(f"document of {name}"), digest(name)),
        )
        self.lots[auction_id] = lot
        self.market.tell("Auction", auction.AuctionPublished(auction_id, lot.seller, lot))
        return auction_id

    def publish_described(self, title, **terms):
        document = self.market.describe(title)
        auction_id = self.publish(title, document=document.digest, **terms)
        self.market.verify(document.digest, document.data, kind=DocumentKind.LISTING, title=title)
        return auction_id

    def bid(self, auction_id, bidder, amount):
        ends_at = self.lots[auction_id].ends_at
        self.market.tell("Auction", auction.BidPlaced(auction_id, address(bidder), amount, ends_at))

    def sell(self, auction_id, buyer, amount):
        lot = self.lots[auction_id]
        deal_id = digest(f"deal of {auction_id}")
        terms = DealTerms(
            *(CONTRACTS["Auction"], address(buyer), lot.seller, lot.token, amount, 0, NOBODY, 0, NOBODY, 0, 5_000),
            *(self.market.head.timestamp + lot.deliver_period, DAY, 0, 0, DAY, DAY, 0, NOTHING),
            *(lot.document, auction_id),
        )
        opened = escrow.DealOpened(deal_id, address(buyer), lot.seller, CONTRACTS["Auction"], terms)
        self.market.tell("Escrow", opened, mine=False)
        self.market.tell("Auction", auction.AuctionSold(auction_id, deal_id, address(buyer), amount, False))
        return deal_id

    def cancel(self, auction_id):
        self.market.tell("Auction", auction.AuctionCancelled(auction_id))

    def expire(self, auction_id):
        self.market.tell("Auction", auction.AuctionExpired(auction_id))

    def fail(self, auction_id, reserve):
        self.market.tell("Auction", auction.AuctionFailed(auction_id, reserve))
