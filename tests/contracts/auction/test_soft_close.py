"""A late bid makes the auction longer, so that it can be answered; after the cap it does not."""

import pytest

from tests.contracts.auction.conftest import LAST_MINUTES, START_PRICE
from tests.contracts.world.chain import reverts_with

CAP = 10


@pytest.mark.parametrize(("before_end", "is_late"), [(LAST_MINUTES, False), (LAST_MINUTES - 1, True), (0, True)])
def test_only_a_bid_in_the_last_minutes_moves_the_end(opened, clock, before_end, is_late):
    clock.to(opened.lot.endsAt - before_end)
    done = opened.bid("buyer", START_PRICE)
    ends = opened.lot.endsAt + LAST_MINUTES * is_late

    assert done.after.extensions == int(is_late)
    assert done.events[0][1]["endsAt"] == ends
    assert opened.market.endOf(opened.lot) == ends


@pytest.mark.ganache
def test_ten_snipes_in_a_row_stop_at_the_cap(opened, clock):
    for snipe in range(1, CAP + 1):
        clock.to(opened.market.endOf(opened.lot))
        done = opened.bid(["buyer", "payer"][snipe % 2], snipe * START_PRICE)
        assert done.after.extensions == snipe
    last = opened.lot.endsAt + CAP * LAST_MINUTES
    assert opened.market.endOf(opened.lot) == last

    clock.to(last)
    done = opened.bid("referrer", 11 * START_PRICE)
    assert (done.after.extensions, done.events[0][1]["endsAt"]) == (CAP, last)
    clock.to(last + 1)
    with reverts_with("TooLate", last, last + 1):
        opened.bid("buyer", 12 * START_PRICE)


def test_the_last_bid_in_time_after_the_cap_wins(house, clock):
    capped = house.with_lot(maxExtensions=1).published()
    clock.to(capped.lot.endsAt)
    capped.bid("buyer", START_PRICE)
    clock.to(capped.lot.endsAt + LAST_MINUTES)
    capped.bid("payer", 2 * START_PRICE)
    capped.after_the_end().do("settle", by="stranger")

    assert capped.state.bidder == capped.address("payer")


def test_a_bid_that_is_refused_moves_nothing(opened, clock):
    clock.to(opened.lot.endsAt)
    with reverts_with("BidTooLow", 1, START_PRICE):
        opened.bid("buyer", 1)
    assert opened.market.endOf(opened.lot) == opened.lot.endsAt


@pytest.mark.parametrize("without", [{"extension": 0}, {"maxExtensions": 0}], ids=["no time", "no times"])
def test_a_seller_may_close_hard(house, clock, without):
    hard = house.with_lot(**without).published()
    clock.to(hard.lot.endsAt)
    assert hard.bid("buyer", START_PRICE).after.extensions == 0
    assert hard.market.endOf(hard.lot) == hard.lot.endsAt


def test_the_counter_holds_as_many_extensions_as_are_allowed(house, clock):
    patient = house.with_lot(extension=60, maxExtensions=63).published()
    for number in range(63):
        clock.to(patient.market.endOf(patient.lot))
        patient.bid(["buyer", "payer"][number % 2], patient.market.minimumBid(patient.lot))
    assert patient.state.extensions == 63
    assert patient.market.endOf(patient.lot) == patient.lot.endsAt + 63 * 60
