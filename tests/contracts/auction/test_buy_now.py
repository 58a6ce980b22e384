"""Whoever pays the buy-now price ends the auction, while all bids are lower."""

import pytest

from tests.contracts.auction.conftest import BUY_NOW, RESERVE, SECRET, START_PRICE
from tests.contracts.model.auction import AuctionState, AuctionStatus, reserve_hash
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DealState, Status


def test_an_unknown_lot_cannot_be_bought(house):
    with reverts_with("AuctionUnknown", house.id):
        house.buy_now("buyer")


@in_both_currencies
def test_it_is_bought_once(opened):
    opened.buy_now("buyer")
    with reverts_with("AuctionEnded", opened.id):
        opened.buy_now("payer")


def test_without_a_buy_now_price_there_are_only_bids(house):
    bids_only = house.with_lot(buyNowPrice=0).published()
    with reverts_with("NotForSaleNow", bids_only.id, 0, 0):
        bids_only.buy_now("buyer")


@pytest.mark.parametrize("short", [0, 1])
def test_a_bid_that_reaches_the_price_takes_the_offer_away(opened, short):
    opened.bid("buyer", BUY_NOW - short)
    if short:
        assert opened.buy_now("payer").after.status == AuctionStatus.ENDED
    else:
        with reverts_with("NotForSaleNow", opened.id, BUY_NOW, BUY_NOW):
            opened.buy_now("payer")


@pytest.mark.parametrize("person", ["seller", "arbiter"])
def test_the_seller_and_the_arbiter_cannot_buy(opened, person):
    with reverts_with("BidderNotAllowed", opened.address(person)):
        opened.buy_now(person)


def test_nobody_buys_before_the_start(house, clock):
    starts = clock.now + 1_000
    later = house.with_lot(startsAt=starts).published()
    now = clock.by(1)
    with reverts_with("TooEarly", starts, now):
        later.buy_now("buyer")


@pytest.mark.parametrize("late", [0, 1])
def test_it_can_be_bought_until_the_end(opened, clock, late):
    clock.to(opened.lot.endsAt + late)
    if late:
        with reverts_with("TooLate", opened.lot.endsAt, opened.lot.endsAt + 1):
            opened.buy_now("buyer")
    else:
        assert opened.buy_now("buyer").after.status == AuctionStatus.ENDED


@in_both_currencies
def test_the_coins_sent_are_exactly_the_price(opened):
    expected = opened.lot.value(BUY_NOW)
    with reverts_with("WrongPayment", expected, expected + 1):
        opened.do("buyNow", by="buyer", value=expected + 1)


@pytest.mark.ganache
@in_both_currencies
def test_buying_ends_the_auction_and_opens_the_deal(opened):
    done = opened.buy_now("buyer")
    deal = opened.deal("buyer", BUY_NOW, at=done.time)

    assert done.moved == {"buyer": -BUY_NOW, "escrow": BUY_NOW}
    assert done.after == AuctionState(AuctionStatus.ENDED, opened.address("buyer"), BUY_NOW)
    told = {"auctionId": opened.id, "dealId": opened.trade.id(deal), "buyer": deal.buyer, "amount": BUY_NOW}
    assert done.events == [("AuctionSold", told | {"boughtNow": True})]
    assert opened.deal_state(deal) == DealState(Status.FUNDED, since=done.time)
    assert bytes(done.tx.return_value) == opened.trade.id(deal)


@in_both_currencies
@pytest.mark.parametrize("bidder", ["payer", "buyer"], ids=["somebody else", "the buyer himself"])
def test_the_highest_bidder_is_repaid(opened, bidder):
    opened.bid(bidder, START_PRICE)
    done = opened.buy_now("buyer")

    paid = {"buyer": -BUY_NOW, "payer": 0, "auction": -START_PRICE, "escrow": BUY_NOW}
    paid[bidder] += START_PRICE
    assert done.moved == {name: amount for name, amount in paid.items() if amount}


def test_the_reserve_does_not_count(house):
    hidden = house.with_lot(reserveHash=reserve_hash(2 * BUY_NOW, SECRET)).published()
    assert BUY_NOW > RESERVE
    assert hidden.buy_now("buyer").after.status == AuctionStatus.ENDED


def test_extensions_stay_known(opened, clock):
    clock.to(opened.lot.endsAt)
    opened.bid("payer", START_PRICE)
    assert opened.buy_now("buyer").after.extensions == 1
