"""The seller may have a reserve that nobody knows, and cannot change it afterwards."""

import pytest

from tests.contracts.auction.conftest import RESERVE, SECRET, START_PRICE
from tests.contracts.model.auction import AuctionStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DealState, Status


def test_of_an_unknown_lot_nothing_is_revealed(house):
    with reverts_with("AuctionUnknown", house.id):
        house.reveal()


@pytest.mark.parametrize("amount", [RESERVE, RESERVE - 1], ids=["met", "not met"])
def test_it_is_revealed_once(reserved, amount):
    reserved.bid("buyer", amount)
    reserved.after_the_end().reveal()
    with reverts_with("AuctionEnded", reserved.id):
        reserved.reveal()


def test_without_bids_there_is_nothing_to_reveal(reserved):
    reserved.after_the_end()
    with reverts_with("NoBids", reserved.id):
        reserved.reveal()


def test_a_lot_without_a_reserve_has_none_to_reveal(opened):
    opened.bid("buyer", START_PRICE)
    opened.after_the_end()
    with reverts_with("NoReserve", opened.id):
        opened.reveal()


def test_only_the_seller_reveals(reserved, stranger):
    reserved.bid("buyer", RESERVE)
    reserved.after_the_end()
    with reverts_with("NotSeller", stranger):
        reserved.do("reveal", RESERVE, SECRET, by="stranger")


@pytest.mark.parametrize("early", [1, 0])
def test_nobody_learns_the_reserve_while_bids_count(reserved, clock, early):
    reserved.bid("buyer", RESERVE)
    now = clock.to(reserved.lot.endsAt + 1 - early)
    if early:
        with reverts_with("TooEarly", reserved.lot.endsAt, now):
            reserved.reveal()
    else:
        assert reserved.reveal().after.status == AuctionStatus.ENDED


@pytest.mark.parametrize("late", [0, 1])
def test_the_seller_has_until_the_reveal_period_is_over(reserved, clock, late):
    reserved.bid("buyer", RESERVE)
    last = reserved.lot.endsAt + reserved.lot.revealPeriod
    now = clock.to(last + late)
    if late:
        with reverts_with("TooLate", last, now):
            reserved.reveal()
    else:
        assert reserved.reveal().after.status == AuctionStatus.ENDED


@pytest.mark.parametrize(
    ("reserve", "secret"),
    [(RESERVE + 1, SECRET), (RESERVE - 1, SECRET), (RESERVE, b"\1" * 32)],
    ids=["higher", "lower", "another secret"],
)
def test_a_false_reserve_is_refused(reserved, reserve, secret):
    reserved.bid("buyer", RESERVE)
    reserved.after_the_end()
    with reverts_with("WrongReserve", reserved.id, reserve):
        reserved.reveal(reserve, secret)
    assert reserved.state.status == AuctionStatus.OPEN


@pytest.mark.ganache
@in_both_currencies
def test_a_bid_that_reaches_the_reserve_becomes_a_deal(reserved):
    reserved.bid("buyer", RESERVE)
    done = reserved.after_the_end().reveal()
    deal = reserved.deal("buyer", RESERVE, at=done.time)

    assert done.moved == {"auction": -RESERVE, "escrow": RESERVE}
    told = {"auctionId": reserved.id, "dealId": reserved.trade.id(deal), "buyer": deal.buyer, "amount": RESERVE}
    assert done.events == [("AuctionSold", told | {"boughtNow": False})]
    assert reserved.deal_state(deal) == DealState(Status.FUNDED, since=done.time)
    assert bytes(done.tx.return_value) == reserved.trade.id(deal)


@pytest.mark.ganache
@in_both_currencies
def test_a_bid_below_the_reserve_is_repaid_and_the_seller_gets_nothing(reserved):
    reserved.bid("payer", START_PRICE)
    reserved.bid("buyer", RESERVE - 1)
    done = reserved.after_the_end().reveal()

    assert done.moved == {"auction": 1 - RESERVE, "buyer": RESERVE - 1}
    assert done.after == done.before._replace(status=AuctionStatus.ENDED)
    assert done.events == [("AuctionFailed", {"auctionId": reserved.id, "reserve": RESERVE})]
    assert not any(done.tx.return_value)
    assert reserved.trade.balances(reserved.lot.token)["auction"] == 0


def test_an_extension_gives_the_seller_as_much_more_time(reserved, clock):
    clock.to(reserved.lot.endsAt)
    reserved.bid("buyer", RESERVE)
    clock.to(reserved.lot.endsAt + reserved.lot.extension + reserved.lot.revealPeriod)
    assert reserved.reveal().after.status == AuctionStatus.ENDED
