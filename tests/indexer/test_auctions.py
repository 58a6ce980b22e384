"""What each act of an auction does to it, to its bids and to the records of those concerned."""

import pytest

from indexer.errors import EntityUnknown
from indexer.events.auction import (
    AuctionCancelled,
    AuctionExpired,
    AuctionFailed,
    AuctionPublished,
    AuctionSold,
    BidPlaced,
)
from indexer.events.credit import Credited, Withdrawn
from indexer.events.escrow import DealOpened, DealReleased
from indexer.model.auction import AuctionStatus, Lot, minimum_after
from indexer.model.deal import Source
from indexer.model.identity import NOBODY, NOTHING
from tests.indexer.book import ARBITER, BUYER, DAY, DEAL, DOCUMENT, ESCROW, SELLER, START, STRANGER, TERMS, Book

HOUSE = "0x" + "a0" * 20
AUCTION = "0x" + "a1" * 32
LOT = Lot(
    seller=SELLER,
    token=NOBODY,
    start_price=1_000,
    buy_now_price=9_000,
    reserve_hash=NOTHING,
    increment_bps=500,
    starts_at=START,
    ends_at=START + DAY,
    extension=600,
    max_extensions=3,
    reveal_period=DAY,
    arbiter=ARBITER,
    arbiter_bps=300,
    silence_bps=5_000,
    deliver_period=7 * DAY,
    inspection=3 * DAY,
    contest_period=4 * DAY,
    ruling_period=5 * DAY,
    document=DOCUMENT,
    salt=NOTHING,
)


def published():
    return Book().tell(AuctionPublished(AUCTION, SELLER, LOT), contract=HOUSE)


def bid_for(book, bidder, amount, *, ends_at=LOT.ends_at):
    return book.tell(BidPlaced(AUCTION, bidder, amount, ends_at), contract=HOUSE)


def sold(book, buyer, amount, *, bought_now=False):
    """The market opens the deal, so the escrow names the market as the payer."""
    book.tell(DealOpened(DEAL, buyer, SELLER, HOUSE, TERMS._replace(market=HOUSE, buyer=buyer, price=amount)))
    return book.tell(AuctionSold(AUCTION, DEAL, buyer, amount, bought_now), contract=HOUSE)


def auction_of(book):
    return book.tables["auction"][AUCTION,]


def test_an_auction_opens_with_its_start_price_and_names_its_document():
    book = published()
    auction = auction_of(book)

    assert (auction.status, auction.market, auction.lot) == (AuctionStatus.OPEN, HOUSE, LOT)
    assert (auction.bids, auction.bidder, auction.amount, auction.minimum) == (0, None, 0, 1_000)
    assert auction.closes_at == LOT.ends_at
    assert book.documents == {(DOCUMENT, "listing")}
    assert book.account(SELLER).first_block == 1


def test_each_bid_is_kept_and_raises_the_minimum():
    book = bid_for(bid_for(published(), BUYER, 1_000), STRANGER, 1_234)
    auction = auction_of(book)

    assert (auction.bids, auction.bidder, auction.amount, auction.minimum) == (2, STRANGER, 1_234, 1_234 + 61)
    assert [(bid.number, bid.bidder, bid.amount) for bid in book.tables["bid"].values()] == [
        (1, BUYER, 1_000),
        (2, STRANGER, 1_234),
    ]


def test_the_increment_is_rounded_down_but_is_no_less_than_one_unit():
    assert minimum_after(0, LOT) == 1_000
    assert minimum_after(19, LOT._replace(increment_bps=500)) == 20
    assert minimum_after(39, LOT._replace(increment_bps=500)) == 40
    assert minimum_after(7, LOT._replace(increment_bps=0)) == 8


def test_a_late_bid_moves_the_end_but_not_the_lot():
    auction = auction_of(bid_for(published(), BUYER, 1_000, ends_at=LOT.ends_at + 600))

    assert (auction.closes_at, auction.lot.ends_at) == (LOT.ends_at + 600, LOT.ends_at)


def test_a_lot_that_nobody_wants_is_taken_back_or_expires():
    for event, status in ((AuctionCancelled, AuctionStatus.CANCELLED), (AuctionExpired, AuctionStatus.EXPIRED)):
        assert auction_of(published().tell(event(AUCTION), contract=HOUSE)).status is status


def test_a_sale_becomes_a_deal_that_counts_for_buyer_and_seller():
    book = sold(bid_for(published(), BUYER, 1_500), BUYER, 1_500)
    auction = auction_of(book)

    assert (auction.status, auction.deal_id, auction.bought_now) == (AuctionStatus.SOLD, DEAL, False)
    assert (book.deal.source, book.deal.listing_id, book.deal.units) == (Source.AUCTION, AUCTION, 1)
    # The money came from the buyer, by way of the market.
    assert book.deal.payer == BUYER
    assert (book.account(BUYER).purchases_open, book.account(SELLER).sales_open) == (1, 1)

    book.tell(DealReleased(DEAL))
    assert (book.account(BUYER).purchases_closed, book.account(SELLER).sales_closed) == (1, 1)


def test_who_buys_at_once_was_never_outbid():
    book = sold(bid_for(published(), STRANGER, 1_500), BUYER, 9_000, bought_now=True)
    auction = auction_of(book)

    assert (auction.bidder, auction.amount, auction.bought_now, auction.bids) == (BUYER, 9_000, True, 1)


def test_a_reserve_that_was_not_reached_is_shown():
    auction = auction_of(bid_for(published(), BUYER, 1_500).tell(AuctionFailed(AUCTION, 2_000), contract=HOUSE))

    assert (auction.status, auction.reserve) == (AuctionStatus.FAILED, 2_000)


def test_a_credit_waits_at_the_contract_that_owes_it():
    book = published().tell(Credited(BUYER, NOBODY, 5), contract=HOUSE).tell(Credited(BUYER, NOBODY, 7))
    book.tell(Withdrawn(BUYER, NOBODY, BUYER, 7))

    waiting = {holder: credit.amount for (holder, _, _), credit in book.tables["credit"].items()}
    assert waiting == {HOUSE: 5, ESCROW: 0}


def test_a_bid_for_an_unknown_auction_is_refused():
    with pytest.raises(EntityUnknown, match=f"an event speaks of auction {AUCTION}, which never began"):
        bid_for(Book(), BUYER, 1_000)
