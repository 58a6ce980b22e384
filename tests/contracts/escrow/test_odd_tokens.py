"""Tokens with surprising habits: those that can be held safely work, the others are refused by name."""

import pytest
from brownie import OddToken

from tests.contracts.escrow.outcomes import PRICE_PAID
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Status

FUNDS = 10**9
pytestmark = pytest.mark.ganache


@pytest.fixture
def odd(escrow, people):
    token = people.stranger.deploy(OddToken)
    token.mint(people.buyer, FUNDS, {"from": people.stranger})
    token.approve(escrow, FUNDS, {"from": people.buyer})
    return token


@pytest.fixture
def currency(odd):
    return odd.address


def test_a_token_that_takes_a_fee_is_refused(escrow, trade, deal, odd, stranger):
    odd.takeFee(1, {"from": stranger})
    with reverts_with("TokenTakesFee", odd, deal.funding, deal.funding - deal.funding // 10_000):
        trade.open(deal)


def test_a_token_that_says_no_is_refused(escrow, trade, deal, odd, buyer, stranger):
    odd.freeze(buyer, True, {"from": stranger})
    with reverts_with("PaymentRefused", odd, buyer, deal.funding):
        trade.open(deal)


def test_a_token_that_answers_false_is_refused(escrow, trade, deal, odd, buyer, stranger):
    odd.freeze(buyer, True, {"from": stranger})
    odd.sayFalse(True, {"from": stranger})
    with reverts_with("PaymentRefused", odd, buyer, deal.funding):
        trade.open(deal)


def test_without_an_allowance_nothing_is_taken(escrow, trade, deal, odd, payer):
    with reverts_with("PaymentRefused", odd, payer, deal.funding):
        trade.open(deal, payer=payer)


def test_an_address_that_is_no_token_is_refused(escrow, trade, make_deal, buyer, stranger):
    deal = make_deal(token=stranger.address)
    with reverts_with("PaymentRefused", stranger, buyer, deal.funding):
        escrow.open(deal, b"", {"from": buyer})


def test_a_token_that_returns_nothing_works(escrow, trade, deal, odd, buyer, stranger):
    odd.returnNothing({"from": stranger})
    trade.open(deal)
    assert trade.do(escrow.release, deal, by=buyer).moved == PRICE_PAID


@pytest.mark.parametrize("lies", [False, True], ids=["reverts", "answers false"])
def test_a_frozen_seller_gets_a_credit_and_the_others_their_money(escrow, trade, deal, odd, people, lies):
    trade.open(deal)
    odd.freeze(people.seller, True, {"from": people.stranger})
    odd.sayFalse(lies, {"from": people.stranger})
    done = trade.do(escrow.release, deal, by=people.buyer)

    assert done.moved == {"escrow": -25_000, "referrer": 25_000}
    assert done.events[1:] == [
        ("Credited", {"account": deal.seller, "token": odd.address, "amount": 975_003}),
    ]
    assert escrow.credit(people.seller, odd) == 975_003


def test_a_token_that_takes_a_fee_later_harms_its_receivers_alone(escrow, trade, deal, odd, buyer, stranger):
    trade.open(deal)
    odd.takeFee(1_000, {"from": stranger})
    moved = trade.do(escrow.release, deal, by=buyer).moved
    assert moved["escrow"] == -deal.price
    assert moved["seller"] == 975_003 - 97_500


def test_a_token_that_wastes_gas_is_credited(escrow, trade, deal, odd, buyer, stranger):
    trade.open(deal)
    odd.wasteGas(True, {"from": stranger})
    done = trade.do(escrow.release, deal, by=buyer)
    assert done.moved == {}
    assert (escrow.credit(deal.seller, odd), escrow.credit(deal.referrer, odd)) == (975_003, 25_000)
    assert done.tx.gas_used < 700_000


@pytest.mark.parametrize("act", ["release", "returnDeposit"])
def test_a_hook_cannot_take_money_twice(escrow, trade, make_deal, odd, wallet, buyer, stranger, act):
    """The seller is called while he is paid, and tries to be paid again: the stipend is too small for a payment."""
    odd.callReceivers({"from": stranger})
    deal = trade.open(make_deal(seller=wallet.address))
    trade.open(deal._replace(salt=NOTHING))
    wallet.callBack(escrow, getattr(escrow, act).encode_input(deal), {"from": stranger})
    done = trade.do(escrow.release, deal, by=buyer)

    assert not wallet.hasCalledBack()
    assert done.moved == {"escrow": -1_000_003, "referrer": 25_000}
    assert odd.balanceOf(wallet) == 975_003
    assert done.after.status == Status.COMPLETED
