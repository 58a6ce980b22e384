"""Tokens with surprising habits: those that can be held safely work, the others are refused by name."""

import pytest
from brownie import OddToken

from tests.contracts.model.crowdfund import NO_TIER, Pledge
from tests.contracts.world.chain import reverts_with

FUNDS = 10**9
pytestmark = pytest.mark.ganache


@pytest.fixture
def odd(crowdfund, people):
    token = people.stranger.deploy(OddToken)
    for person in (people.buyer, people.payer):
        token.mint(person, FUNDS, {"from": people.stranger})
        token.approve(crowdfund, FUNDS, {"from": person})
    return token


@pytest.fixture
def currency(odd):
    return odd.address


def test_a_token_that_takes_a_fee_is_refused(fair, odd, backer, stranger):
    odd.takeFee(100, {"from": stranger})
    with reverts_with("TokenTakesFee", odd, 1_000, 990):
        fair.pledge(backer, 1_000)


@pytest.mark.parametrize("lies", [False, True], ids=["reverts", "answers false"])
def test_a_token_that_says_no_is_refused(fair, odd, backer, stranger, lies):
    odd.freeze(backer, True, {"from": stranger})
    odd.sayFalse(lies, {"from": stranger})
    with reverts_with("PaymentRefused", odd, backer, 1_000):
        fair.pledge(backer, 1_000)


def test_an_address_that_is_no_token_is_refused(unpublished, backer, stranger):
    fair = unpublished.changed(token=stranger.address).publish()
    with reverts_with("PaymentRefused", stranger, backer, 1_000):
        fair.crowdfund.pledge(fair.campaign, fair.tiers, NO_TIER, 1_000, {"from": backer})


def test_a_token_that_returns_nothing_works(fair, odd, backer, stranger):
    odd.returnNothing({"from": stranger})
    fair.pledge(backer, 1_000)
    assert fair.do("withdrawPledge", backer).moved == {"crowdfund": -1_000, "buyer": 1_000}


@pytest.mark.parametrize("lies", [False, True], ids=["reverts", "answers false"])
def test_a_frozen_backer_gets_a_credit_and_the_others_their_money(fair, odd, backer, second, stranger, lies):
    fair.pledge(backer, 1_000)
    fair.pledge(second, 2_000)
    odd.freeze(backer, True, {"from": stranger})
    odd.sayFalse(lies, {"from": stranger})
    fair.end()

    done = fair.do("refund", stranger, backer)
    assert done.moved == {}
    assert done.events[1:] == [("Credited", {"account": backer.address, "token": odd.address, "amount": 1_000})]
    assert fair.do("refund", stranger, second).moved == {"crowdfund": -2_000, "payer": 2_000}
    fair.crowdfund.withdraw(odd, stranger, {"from": backer})
    assert odd.balanceOf(stranger) == 1_000


def test_a_token_that_freezes_the_contract_delays_its_own_backers_alone(fair, odd, crowdfund, backer, second, stranger):
    coins = fair.changed(token="0x" + "00" * 20).publish()
    coins.pledge(second, 500)
    fair.pledge(backer, 1_000)
    odd.freeze(crowdfund, True, {"from": stranger})
    fair.end()
    fair.send("refund", stranger, backer)
    assert coins.do("refund", stranger, second).moved == {"crowdfund": -500, "payer": 500}

    with reverts_with("WithdrawalFailed", stranger, odd, 1_000):
        crowdfund.withdraw(odd, stranger, {"from": backer})
    odd.freeze(crowdfund, False, {"from": stranger})
    crowdfund.withdraw(odd, stranger, {"from": backer})
    assert odd.balanceOf(stranger) == 1_000


def test_a_token_that_wastes_gas_is_credited(fair, odd, backer, stranger):
    fair.pledge(backer, 1_000)
    odd.wasteGas(True, {"from": stranger})
    fair.end()
    assert fair.do("refund", stranger, backer).tx.gas_used < 400_000
    assert fair.crowdfund.credit(backer, odd) == 1_000


def test_a_hook_cannot_withdraw_a_pledge_twice(fair, odd, wallet, backer, stranger):
    """The wallet is called while it is paid, and tries to be paid again."""
    odd.callReceivers({"from": stranger})
    odd.mint(wallet, 1_000, {"from": stranger})
    wallet.act(odd, odd.approve.encode_input(fair.crowdfund, FUNDS), {"from": stranger})
    pledge = fair.crowdfund.pledge.encode_input(fair.campaign, fair.tiers, NO_TIER, 1_000)
    wallet.act(fair.crowdfund, pledge, {"from": stranger})
    fair.pledge(backer, 1_000)
    withdraw = fair.crowdfund.withdrawPledge.encode_input(fair.campaign)
    wallet.callBack(fair.crowdfund, withdraw, {"from": stranger})
    wallet.act(fair.crowdfund, withdraw, {"from": stranger})

    assert not wallet.hasCalledBack()
    assert (odd.balanceOf(wallet), odd.balanceOf(fair.crowdfund)) == (1_000, 1_000)
    assert (fair.stake(wallet), fair.state.raised) == (Pledge(), 1_000)
