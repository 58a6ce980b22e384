"""A bidder that refuses money, wastes gas or calls back never stops an auction."""

import pytest
from brownie import OddToken
from brownie.exceptions import VirtualMachineError

from tests.contracts.auction.conftest import BUY_NOW, PURSE, RESERVE, START_PRICE
from tests.contracts.model.auction import SETTLE_PERIOD, AuctionStatus
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NATIVE, Status
from tests.contracts.world.trade import events_of

REFUSE, BURN_GAS, BOMB = 1, 2, 3
MANNERS = pytest.mark.parametrize("manner", [REFUSE, BURN_GAS, BOMB], ids=["refuses", "burns gas", "returns a bomb"])
pytestmark = pytest.mark.ganache


def bid_as(house, wallet, amount):
    data = house.market.bid.encode_input(house.lot, amount)
    return wallet.act(house.market, data, {"from": house.people.payer, "value": house.lot.value(amount)})


def credited(house, wallet, amount):
    return ("Credited", {"account": wallet.address, "token": NATIVE, "amount": amount})


@MANNERS
def test_who_refuses_money_is_outbid_and_has_a_credit(opened, wallet, stranger, manner):
    bid_as(opened, wallet, START_PRICE)
    wallet.behave(manner, {"from": stranger})
    done = opened.bid("buyer", 2 * START_PRICE)

    assert done.moved == {"buyer": -2 * START_PRICE, "auction": 2 * START_PRICE}
    assert done.after.bidder == opened.address("buyer")
    assert done.events[1:] == [credited(opened, wallet, START_PRICE)]
    assert opened.market.credit(wallet, NATIVE) == START_PRICE
    assert done.tx.gas_used < 140_000


def test_the_credit_is_withdrawn_to_any_address(opened, wallet, stranger, seller):
    bid_as(opened, wallet, START_PRICE)
    wallet.behave(REFUSE, {"from": stranger})
    opened.bid("buyer", 2 * START_PRICE)
    data = opened.market.withdraw.encode_input(NATIVE, seller)
    done = opened.watch(lambda: wallet.act(opened.market, data, {"from": stranger}))

    assert done.moved == {"auction": -START_PRICE, "seller": START_PRICE}
    told = {"account": wallet.address, "token": NATIVE, "to": seller.address, "amount": START_PRICE}
    assert done.events == [("Withdrawn", told)]


@MANNERS
def test_who_refuses_money_does_not_stop_buy_now(opened, wallet, stranger, manner):
    bid_as(opened, wallet, START_PRICE)
    wallet.behave(manner, {"from": stranger})
    done = opened.buy_now("buyer")

    assert done.moved == {"buyer": -BUY_NOW, "escrow": BUY_NOW}
    assert done.events[1:] == [credited(opened, wallet, START_PRICE)]


@MANNERS
def test_a_winner_who_refuses_money_pays_all_the_same(opened, wallet, stranger, manner):
    bid_as(opened, wallet, START_PRICE)
    wallet.behave(manner, {"from": stranger})
    done = opened.after_the_end().do("settle", by="seller")

    assert done.moved == {"auction": -START_PRICE, "escrow": START_PRICE}
    deal = opened.deal("buyer", START_PRICE, at=done.time)._replace(buyer=wallet.address)
    assert opened.deal_state(deal).status == Status.FUNDED


@MANNERS
def test_a_sale_that_fails_ends_all_the_same(reserved, wallet, stranger, manner):
    bid_as(reserved, wallet, START_PRICE)
    wallet.behave(manner, {"from": stranger})
    done = reserved.after_the_end().reveal()

    assert done.after.status == AuctionStatus.ENDED
    assert done.events[1:] == [credited(reserved, wallet, START_PRICE)]


@MANNERS
def test_a_sale_that_expires_ends_all_the_same(opened, wallet, stranger, manner):
    bid_as(opened, wallet, START_PRICE)
    wallet.behave(manner, {"from": stranger})
    done = opened.after_the_end(late=SETTLE_PERIOD).do("expire", by="stranger")

    assert done.after.status == AuctionStatus.ENDED
    assert done.events[1:] == [credited(opened, wallet, START_PRICE)]


def test_credits_add_up(opened, wallet, stranger):
    wallet.behave(REFUSE, {"from": stranger})
    for amount in (1, 3):
        bid_as(opened, wallet, amount * START_PRICE)
        opened.bid("buyer", (amount + 1) * START_PRICE)
    assert opened.market.credit(wallet, NATIVE) == 4 * START_PRICE


def test_who_withdraws_while_being_repaid_gets_each_wei_once(opened, wallet, stranger):
    wallet.behave(REFUSE, {"from": stranger})
    bid_as(opened, wallet, START_PRICE)
    opened.bid("buyer", 2 * START_PRICE)
    bid_as(opened, wallet, 3 * START_PRICE)
    withdrawal = opened.market.withdraw.encode_input(NATIVE, wallet)
    wallet.callBack(opened.market, withdrawal, {"from": stranger})
    opened.bid("buyer", 4 * START_PRICE)

    owed = opened.market.credit(wallet, NATIVE)
    assert wallet.balance() + owed == 4 * START_PRICE
    assert opened.market.balance() == 4 * START_PRICE + owed


@pytest.mark.parametrize("act", ["bid", "buyNow"])
def test_a_hook_gains_nothing_while_it_is_repaid(house, wallet, people, act):
    """In a token with hooks the one who is outbid is called, and tries to bid again before the other's act is over."""
    odd = people.stranger.deploy(OddToken)
    odd.callReceivers({"from": people.stranger})
    lot_house = house.with_lot(token=odd.address).published()
    for person in (wallet, people.buyer):
        odd.mint(person, PURSE, {"from": people.stranger})
    odd.approve(house.market, PURSE, {"from": people.buyer})
    approval = odd.approve.encode_input(house.market, PURSE)
    wallet.act(odd, approval, {"from": people.stranger})
    wallet.act(house.market, house.market.bid.encode_input(lot_house.lot, START_PRICE), {"from": people.payer})
    arguments = [3 * START_PRICE] if act == "bid" else []
    again = getattr(house.market, act).encode_input(lot_house.lot, *arguments)
    wallet.callBack(house.market, again, {"from": people.stranger})
    lot_house.bid("buyer", 2 * START_PRICE)

    assert not wallet.hasCalledBack(), "the stipend is too small to pay somebody out"
    assert odd.balanceOf(house.market) == 2 * START_PRICE
    assert odd.balanceOf(wallet) == PURSE


@in_both_currencies
def test_a_starved_bid_repays_nobody_and_credits_nobody(opened, people, currency):
    """Whoever sends too little gas cannot turn a repayment into a credit."""
    opened.bid("buyer", START_PRICE)
    value = opened.lot.value(2 * START_PRICE)
    for gas in range(60_000, 130_000 if currency == NATIVE else 280_000, 20_000):
        with pytest.raises(VirtualMachineError) as refused:
            opened.market.bid(opened.lot, 2 * START_PRICE, {"from": people.payer, "value": value, "gas_limit": gas})
        assert (refused.value.revert_msg or "out of gas").startswith(("OutOfStipend", "out of gas"))
    assert opened.state.bidder == opened.address("buyer")
    assert opened.market.credit(people.buyer, currency) == 0


def test_a_bid_below_the_reserve_leaves_nothing_in_the_house(reserved, wallet, stranger):
    bid_as(reserved, wallet, RESERVE - 1)
    tx = reserved.after_the_end().reveal().tx
    assert wallet.balance() == RESERVE - 1
    assert [name for name, _ in events_of(tx, reserved.market)] == ["AuctionFailed"]
    assert reserved.market.balance() == 0
