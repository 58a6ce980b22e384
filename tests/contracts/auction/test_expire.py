"""Nobody's money waits for a silent seller: what is not sold in time goes back."""

import pytest

from tests.contracts.auction.conftest import RESERVE, START_PRICE
from tests.contracts.model.auction import SETTLE_PERIOD, AuctionState, AuctionStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies


def test_an_unknown_lot_does_not_expire(house):
    with reverts_with("AuctionUnknown", house.id):
        house.do("expire", by="stranger")


def test_it_expires_once(opened):
    opened.after_the_end().do("expire", by="stranger")
    with reverts_with("AuctionEnded", opened.id):
        opened.do("expire", by="stranger")


def test_what_is_sold_does_not_expire(opened):
    opened.bid("buyer", START_PRICE)
    opened.after_the_end().do("settle", by="stranger")
    opened.clock.by(SETTLE_PERIOD + 1)
    with reverts_with("AuctionEnded", opened.id):
        opened.do("expire", by="stranger")


@pytest.mark.parametrize("early", [1, 0])
def test_without_bids_it_expires_after_the_end(opened, clock, early):
    now = clock.to(opened.lot.endsAt + 1 - early)
    if early:
        with reverts_with("TooEarly", opened.lot.endsAt, now):
            opened.do("expire", by="stranger")
    else:
        done = opened.do("expire", by="stranger")
        assert done.after == AuctionState(AuctionStatus.ENDED)
        assert done.events == [("AuctionExpired", {"auctionId": opened.id})]


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("early", [1, 0])
def test_a_sale_that_nobody_settles_is_undone_after_a_week(opened, clock, early):
    opened.bid("buyer", START_PRICE)
    last = opened.lot.endsAt + SETTLE_PERIOD
    now = clock.to(last + 1 - early)
    if early:
        with reverts_with("TooEarly", last, now):
            opened.do("expire", by="buyer")
    else:
        _verify_repaid(opened, opened.do("expire", by="stranger"), START_PRICE)


@in_both_currencies
@pytest.mark.parametrize("early", [1, 0])
def test_a_reserve_that_is_never_revealed_keeps_nobodys_money(reserved, clock, early):
    reserved.bid("buyer", RESERVE)
    last = reserved.lot.endsAt + reserved.lot.revealPeriod
    now = clock.to(last + 1 - early)
    if early:
        with reverts_with("TooEarly", last, now):
            reserved.do("expire", by="buyer")
    else:
        _verify_repaid(reserved, reserved.do("expire", by="buyer"), RESERVE)


def _verify_repaid(house, done, amount):
    assert done.moved == {"auction": -amount, "buyer": amount}
    assert done.after == done.before._replace(status=AuctionStatus.ENDED)
    assert done.events == [("AuctionExpired", {"auctionId": house.id})]
