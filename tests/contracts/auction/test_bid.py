"""Who bids most pays in, and whoever bid before is repaid at once."""

import pytest

from tests.contracts.auction.conftest import START_PRICE
from tests.contracts.model.auction import AuctionState, AuctionStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NATIVE

SECOND = START_PRICE + START_PRICE // 20


def test_nobody_bids_for_an_unknown_lot(house):
    with reverts_with("AuctionUnknown", house.id):
        house.bid("buyer", START_PRICE)


@pytest.mark.parametrize("field", ["startPrice", "endsAt", "token", "seller", "arbiter", "salt", "reserveHash"])
def test_a_changed_lot_is_another_one(opened, token, field):
    value = getattr(opened.lot, field)
    other = value + 1 if isinstance(value, int) else {bytes: b"\7" * 32, str: token.address}[type(value)]
    changed = opened.with_lot(**{field: other})
    with reverts_with("AuctionUnknown", changed.id):
        changed.bid("buyer", START_PRICE + 1)


def test_nobody_bids_once_it_has_ended(opened):
    opened.do("cancelAuction", by="seller")
    with reverts_with("AuctionEnded", opened.id):
        opened.bid("buyer", START_PRICE)


@pytest.mark.parametrize("person", ["seller", "arbiter"])
def test_the_seller_and_the_arbiter_cannot_bid(opened, person):
    with reverts_with("BidderNotAllowed", opened.address(person)):
        opened.bid(person, START_PRICE)


@pytest.mark.parametrize("early", [1, 0])
def test_bids_count_from_the_start(house, clock, early):
    starts = clock.now + DAY // 2
    later = house.with_lot(startsAt=starts).published()
    clock.to(starts - early)
    if early:
        with reverts_with("TooEarly", starts, starts - 1):
            later.bid("buyer", START_PRICE)
    else:
        assert later.bid("buyer", START_PRICE).after.amount == START_PRICE


@pytest.mark.parametrize("late", [0, 1])
def test_bids_count_until_the_end(house, clock, late):
    exact = house.with_lot(maxExtensions=0).published()
    clock.to(exact.lot.endsAt + late)
    if late:
        with reverts_with("TooLate", exact.lot.endsAt, exact.lot.endsAt + 1):
            exact.bid("buyer", START_PRICE)
    else:
        assert exact.bid("buyer", START_PRICE).after.amount == START_PRICE


def test_the_first_bid_is_at_least_the_start_price(opened):
    with reverts_with("BidTooLow", START_PRICE - 1, START_PRICE):
        opened.bid("buyer", START_PRICE - 1)


def test_the_next_bid_adds_at_least_the_increment(opened):
    opened.bid("buyer", START_PRICE)
    assert opened.market.minimumBid(opened.lot) == SECOND
    with reverts_with("BidTooLow", SECOND - 1, SECOND):
        opened.bid("payer", SECOND - 1)


@pytest.mark.parametrize("bps", [0, 1])
def test_an_increment_is_at_least_one_unit(house, bps):
    cheap = house.with_lot(startPrice=7, incrementBps=bps).published()
    cheap.bid("buyer", 7)
    with reverts_with("BidTooLow", 7, 8):
        cheap.bid("payer", 7)
    assert cheap.bid("payer", 8).after.amount == 8


@in_both_currencies
@pytest.mark.parametrize("difference", [-1, 1])
def test_the_coins_sent_are_exactly_the_bid(opened, currency, difference):
    expected = opened.lot.value(START_PRICE)
    sent = max(expected + difference, 1)
    with reverts_with("WrongPayment", expected, sent):
        opened.do("bid", START_PRICE, by="buyer", value=sent)


@pytest.mark.parametrize("currency", ["token"], indirect=True)
def test_a_bidder_without_tokens_is_refused(opened, stranger, currency):
    with reverts_with("PaymentRefused", currency, stranger, START_PRICE):
        opened.bid("stranger", START_PRICE)


@pytest.mark.ganache
@in_both_currencies
def test_the_first_bid_is_paid_in(opened):
    done = opened.bid("buyer", START_PRICE)

    assert done.moved == {"buyer": -START_PRICE, "auction": START_PRICE}
    assert done.after == AuctionState(AuctionStatus.OPEN, opened.address("buyer"), START_PRICE)
    told = {
        "auctionId": opened.id,
        "bidder": opened.address("buyer"),
        "amount": START_PRICE,
        "endsAt": opened.lot.endsAt,
    }
    assert done.events == [("BidPlaced", told)]


@pytest.mark.ganache
@in_both_currencies
def test_who_is_outbid_has_the_money_back_at_once(opened):
    opened.bid("buyer", START_PRICE)
    done = opened.bid("payer", SECOND)

    assert done.moved == {"buyer": START_PRICE, "payer": -SECOND, "auction": SECOND - START_PRICE}
    assert done.after == AuctionState(AuctionStatus.OPEN, opened.address("payer"), SECOND)
    assert [name for name, _ in done.events] == ["BidPlaced"]


@in_both_currencies
def test_of_three_bidders_only_the_highest_has_paid(opened):
    for person, amount in (("buyer", START_PRICE), ("payer", 2 * START_PRICE), ("referrer", 3 * START_PRICE)):
        opened.bid(person, amount)
    done = opened.bid("buyer", 4 * START_PRICE)

    assert done.moved == {"buyer": -4 * START_PRICE, "referrer": 3 * START_PRICE, "auction": START_PRICE}
    assert opened.trade.balances(opened.lot.token)["auction"] == 4 * START_PRICE


@in_both_currencies
def test_the_highest_bidder_may_raise_his_own_bid(opened):
    opened.bid("buyer", START_PRICE)
    done = opened.bid("buyer", SECOND)
    assert done.moved == {"buyer": START_PRICE - SECOND, "auction": SECOND - START_PRICE}


def test_auctions_do_not_touch_each_other(opened, clock):
    other = opened.with_lot(salt=b"\2" * 32).published()
    opened.bid("buyer", START_PRICE)
    other.bid("payer", START_PRICE)

    assert opened.state.bidder == opened.address("buyer")
    assert other.state.bidder == opened.address("payer")
    assert opened.trade.balances(NATIVE)["auction"] == 2 * START_PRICE


def test_a_bid_as_high_as_can_be_cannot_be_raised(house, people, token):
    most = 2**88 - 1
    dear = house.with_lot(startPrice=most, buyNowPrice=0, token=token.address).published()
    token.mint(people.buyer, most, {"from": people.stranger})
    token.approve(dear.market, most, {"from": people.buyer})

    assert dear.bid("buyer", most).after.amount == most
    assert dear.market.minimumBid(dear.lot) == most + most // 20
