"""After the end anybody turns the highest bid into a deal."""

import pytest

from tests.contracts.auction.conftest import START_PRICE
from tests.contracts.model.auction import SETTLE_PERIOD, AuctionStatus
from tests.contracts.world.chain import Reverted, ask_all, reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, DealState, Status


@pytest.fixture
def sold(opened):
    """The buyer bid most, and the time is over."""
    opened.bid("buyer", START_PRICE)
    return opened.after_the_end()


def test_an_unknown_lot_cannot_be_settled(house):
    with reverts_with("AuctionUnknown", house.id):
        house.do("settle", by="stranger")


def test_it_is_settled_once(sold):
    sold.do("settle", by="stranger")
    with reverts_with("AuctionEnded", sold.id):
        sold.do("settle", by="stranger")


def test_without_bids_there_is_nothing_to_settle(opened):
    opened.after_the_end()
    with reverts_with("NoBids", opened.id):
        opened.do("settle", by="stranger")


def test_a_reserve_is_revealed_first(reserved):
    reserved.bid("buyer", START_PRICE)
    reserved.after_the_end()
    with reverts_with("ReserveNotRevealed", reserved.id):
        reserved.do("settle", by="seller")


@pytest.mark.parametrize("early", [1, 0])
def test_it_is_settled_after_the_end(opened, clock, early):
    opened.bid("buyer", START_PRICE)
    now = clock.to(opened.lot.endsAt + 1 - early)
    if early:
        with reverts_with("TooEarly", opened.lot.endsAt, now):
            opened.do("settle", by="stranger")
    else:
        assert opened.do("settle", by="stranger").after.status == AuctionStatus.ENDED


def test_an_extension_moves_it(opened, clock):
    clock.to(opened.lot.endsAt)
    opened.bid("buyer", START_PRICE)
    end = opened.lot.endsAt + opened.lot.extension
    now = clock.to(end)
    with reverts_with("TooEarly", end, now):
        opened.do("settle", by="stranger")


@pytest.mark.parametrize("late", [0, 1])
def test_a_winner_is_bound_for_a_week(sold, clock, late):
    last = sold.lot.endsAt + SETTLE_PERIOD
    now = clock.to(last + late)
    if late:
        with reverts_with("TooLate", last, now):
            sold.do("settle", by="stranger")
    else:
        assert sold.do("settle", by="stranger").after.status == AuctionStatus.ENDED


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("person", ["stranger", "seller", "buyer"])
def test_settling_opens_the_deal_of_the_highest_bid(sold, person):
    done = sold.do("settle", by=person)
    deal = sold.deal("buyer", START_PRICE, at=done.time)

    assert done.moved == {"auction": -START_PRICE, "escrow": START_PRICE}
    assert done.after == done.before._replace(status=AuctionStatus.ENDED)
    told = {"auctionId": sold.id, "dealId": sold.trade.id(deal), "buyer": deal.buyer, "amount": START_PRICE}
    assert done.events == [("AuctionSold", told | {"boughtNow": False})]
    assert sold.deal_state(deal) == DealState(Status.FUNDED, since=done.time)
    assert bytes(done.tx.return_value) == sold.trade.id(deal)


@in_both_currencies
def test_the_sale_goes_on_as_an_ordinary_deal(sold, escrow, seller, buyer, clock):
    deal = sold.deal("buyer", START_PRICE, at=sold.do("settle", by="stranger").time)
    escrow.fulfil(deal, NOTHING, {"from": seller})
    done = sold.watch(lambda: escrow.release(deal, {"from": buyer}))

    assert done.moved == {"escrow": -START_PRICE, "seller": START_PRICE}
    assert sold.deal_state(deal).status == Status.CLOSED


@pytest.mark.parametrize("late", [0, 1])
def test_the_winner_of_a_seller_who_does_not_deliver_reclaims(sold, escrow, buyer, clock, late):
    deal = sold.deal("buyer", START_PRICE, at=sold.do("settle", by="stranger").time)
    now = clock.to(deal.deliverBy + late)
    if late:
        done = sold.watch(lambda: escrow.reclaim(deal, {"from": buyer}))
        assert done.moved == {"escrow": -START_PRICE, "buyer": START_PRICE}
    else:
        with reverts_with("TooEarly", deal.deliverBy, now):
            escrow.reclaim(deal, {"from": buyer})


def test_nobody_else_opens_a_deal_in_the_markets_name(sold, escrow, stranger):
    """The market vouches for what it opens itself, and answers nobody who asks."""
    deal = sold.deal("stranger", START_PRICE, at=sold.clock.now)
    sent = {"from": stranger.address, "to": escrow.address, "data": escrow.open.encode_input(deal, b"")}
    [answer] = ask_all("eth_call", [[sent | {"value": hex(START_PRICE)}, "latest"]])
    assert isinstance(answer, Reverted)
    assert answer == "0x"
