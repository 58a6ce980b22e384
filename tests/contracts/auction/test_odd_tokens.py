"""Tokens with surprising habits: they harm their own auctions at most, and nobody's money stays for ever."""

import pytest
from brownie import OddToken

from tests.contracts.auction.conftest import PURSE, RESERVE, START_PRICE
from tests.contracts.model.auction import SETTLE_PERIOD, AuctionStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Status

pytestmark = pytest.mark.ganache
SECOND = 2 * START_PRICE
LIES = pytest.mark.parametrize("lies", [False, True], ids=["reverts", "answers false"])


@pytest.fixture
def odd(auction, people):
    token = people.stranger.deploy(OddToken)
    for person in (people.buyer, people.payer):
        token.mint(person, PURSE, {"from": people.stranger})
        token.approve(auction, PURSE, {"from": person})
    return token


@pytest.fixture
def currency(odd):
    return odd.address


def test_a_token_that_takes_a_fee_is_refused(opened, odd, stranger):
    odd.takeFee(1, {"from": stranger})
    with reverts_with("TokenTakesFee", odd, START_PRICE, START_PRICE - START_PRICE // 10_000):
        opened.bid("buyer", START_PRICE)


@LIES
def test_a_frozen_bidder_cannot_bid(opened, odd, people, lies):
    odd.freeze(people.buyer, True, {"from": people.stranger})
    odd.sayFalse(lies, {"from": people.stranger})
    with reverts_with("PaymentRefused", odd, people.buyer, START_PRICE):
        opened.bid("buyer", START_PRICE)


def test_an_address_that_is_no_token_is_refused(house, people):
    bare = house.with_lot(token=people.stranger.address)
    bare.market.publish(bare.lot, {"from": people.seller})
    with reverts_with("PaymentRefused", people.stranger, people.buyer, START_PRICE):
        bare.market.bid(bare.lot, START_PRICE, {"from": people.buyer})


def test_coins_are_refused_where_a_token_is_due(opened):
    with reverts_with("WrongPayment", 0, START_PRICE):
        opened.do("bid", START_PRICE, by="buyer", value=START_PRICE)


def test_a_token_that_returns_nothing_works(opened, odd, stranger):
    odd.returnNothing({"from": stranger})
    opened.bid("buyer", START_PRICE)
    assert opened.bid("payer", SECOND).moved == {
        "buyer": START_PRICE,
        "payer": -SECOND,
        "auction": SECOND - START_PRICE,
    }
    done = opened.after_the_end().do("settle", by="stranger")
    assert done.moved == {"auction": -SECOND, "escrow": SECOND}
    assert odd.allowance(opened.market, opened.trade.escrow) == 0


@LIES
def test_a_frozen_bidder_is_outbid_and_has_a_credit(opened, odd, people, lies):
    opened.bid("buyer", START_PRICE)
    odd.freeze(people.buyer, True, {"from": people.stranger})
    odd.sayFalse(lies, {"from": people.stranger})
    done = opened.bid("payer", SECOND)

    assert done.moved == {"payer": -SECOND, "auction": SECOND}
    credited = {"account": people.buyer.address, "token": odd.address, "amount": START_PRICE}
    assert done.events[1:] == [("Credited", credited)]
    opened.market.withdraw(odd, people.referrer, {"from": people.buyer})
    assert odd.balanceOf(people.referrer) == START_PRICE


def test_a_frozen_winner_pays_all_the_same(opened, odd, people):
    opened.bid("buyer", START_PRICE)
    odd.freeze(people.buyer, True, {"from": people.stranger})
    done = opened.after_the_end().do("settle", by="stranger")
    assert opened.deal_state(opened.deal("buyer", START_PRICE, at=done.time)).status == Status.FUNDED


def test_a_frozen_escrow_delays_the_sale_or_undoes_it(opened, odd, escrow, stranger):
    opened.bid("buyer", START_PRICE)
    odd.freeze(escrow, True, {"from": stranger})
    opened.after_the_end()
    with reverts_with("PaymentRefused", odd, opened.market, START_PRICE):
        opened.do("settle", by="stranger")
    done = opened.after_the_end(late=SETTLE_PERIOD).do("expire", by="stranger")

    assert done.moved == {"auction": -START_PRICE, "buyer": START_PRICE}


def test_a_frozen_escrow_cannot_make_a_reserve_count_as_missed(reserved, odd, escrow, stranger):
    reserved.bid("buyer", RESERVE)
    odd.freeze(escrow, True, {"from": stranger})
    reserved.after_the_end()
    with reverts_with("PaymentRefused", odd, reserved.market, RESERVE):
        reserved.reveal()
    odd.freeze(escrow, False, {"from": stranger})
    assert reserved.reveal().moved == {"auction": -RESERVE, "escrow": RESERVE}


def test_a_frozen_house_owes_what_it_cannot_pay(opened, odd, people):
    opened.bid("buyer", START_PRICE)
    odd.freeze(opened.market, True, {"from": people.stranger})
    done = opened.after_the_end(late=SETTLE_PERIOD).do("expire", by="stranger")
    assert (done.moved, done.after.status) == ({}, AuctionStatus.ENDED)
    odd.freeze(opened.market, False, {"from": people.stranger})
    done = opened.watch(lambda: opened.market.withdraw(odd, people.buyer, {"from": people.buyer}))

    assert done.moved == {"auction": -START_PRICE, "buyer": START_PRICE}


def test_a_token_that_takes_a_fee_later_cannot_be_settled_and_is_repaid(opened, odd, stranger):
    opened.bid("buyer", START_PRICE)
    odd.takeFee(1_000, {"from": stranger})
    fee = START_PRICE // 10
    opened.after_the_end()
    with reverts_with("TokenTakesFee", odd, START_PRICE, START_PRICE - fee):
        opened.do("settle", by="stranger")
    done = opened.after_the_end(late=SETTLE_PERIOD).do("expire", by="stranger")

    assert done.moved == {"auction": -START_PRICE, "buyer": START_PRICE - fee}


def test_a_token_that_wastes_gas_is_credited(opened, odd, people):
    opened.bid("buyer", START_PRICE)
    odd.wasteGas(True, {"from": people.stranger})
    done = opened.after_the_end(late=SETTLE_PERIOD).do("expire", by="stranger")

    assert opened.market.credit(people.buyer, odd) == START_PRICE
    assert done.tx.gas_used < 350_000


def test_two_auctions_of_one_token_do_not_share_their_money(opened, odd, people):
    other = opened.with_lot(salt=b"\2" * 32).published()
    opened.bid("buyer", START_PRICE)
    other.bid("payer", SECOND)
    opened.after_the_end().do("settle", by="stranger")
    done = other.do("settle", by="stranger")

    assert done.moved == {"auction": -SECOND, "escrow": SECOND}
    assert odd.balanceOf(opened.market) == 0
