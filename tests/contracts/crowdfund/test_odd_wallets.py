"""A backer or creator whose wallet refuses money, wastes gas or calls back never stops anybody else."""

import pytest
from brownie import OddWallet, accounts

from tests.contracts.model.crowdfund import NO_TIER, Phase, Pledge
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NATIVE

REFUSE, BURN_GAS, BOMB = 1, 2, 3
MANNERS = pytest.mark.parametrize("manner", [REFUSE, BURN_GAS, BOMB], ids=["refuses", "burns gas", "returns a bomb"])
PLEDGED = 4_000_000
pytestmark = pytest.mark.ganache


def act(fair, wallet, name, *arguments, value=0):
    """As the wallet, whoever sends it."""
    data = getattr(fair.crowdfund, name).encode_input(fair.campaign, *arguments)
    return wallet.act(fair.crowdfund, data, {"from": fair.people.stranger, "value": value})


def back(fair, wallet):
    act(fair, wallet, "pledge", fair.tiers, NO_TIER, PLEDGED, value=PLEDGED)


@MANNERS
def test_a_backer_who_refuses_his_refund_gets_a_credit_and_the_others_their_money(
    fair, wallet, backer, stranger, manner
):
    back(fair, wallet)
    fair.pledge(backer, 5_000_000)
    wallet.behave(manner, {"from": stranger})
    fair.end()
    done = fair.do("refund", stranger, wallet)

    assert done.moved == {}
    assert done.events == [
        ("PledgeRefunded", {"campaignId": fair.id, "backer": wallet.address, "amount": PLEDGED}),
        ("Credited", {"account": wallet.address, "token": NATIVE, "amount": PLEDGED}),
    ]
    assert done.tx.gas_used < 200_000
    assert fair.stake(wallet) == Pledge()
    assert fair.do("refund", stranger, backer).moved == {"crowdfund": -5_000_000, "buyer": 5_000_000}
    with reverts_with("NoPledge", fair.id, wallet):
        fair.send("refund", stranger, wallet)


def test_a_credit_is_withdrawn_to_an_address_that_can_receive(fair, wallet, stranger):
    back(fair, wallet)
    wallet.behave(REFUSE, {"from": stranger})
    fair.end()
    fair.send("refund", stranger, wallet)
    data = fair.crowdfund.withdraw.encode_input(NATIVE, fair.people.referrer)
    done = fair.watch(lambda: wallet.act(fair.crowdfund, data, {"from": stranger}))
    assert done.moved == {"crowdfund": -PLEDGED, "referrer": PLEDGED}


def test_who_cannot_receive_what_he_withdraws_gets_a_credit(fair, wallet, stranger):
    back(fair, wallet)
    wallet.behave(REFUSE, {"from": stranger})
    act(fair, wallet, "withdrawPledge")
    assert (fair.crowdfund.credit(wallet, NATIVE), fair.state.raised) == (PLEDGED, 0)


@MANNERS
def test_a_creator_who_refuses_a_tranche_gets_a_credit(unpublished, people, backer, stranger, manner):
    creator = people.stranger.deploy(OddWallet, people.seller)
    wallets = unpublished.changed(creator=creator.address, tranches=1)
    act(wallets, creator, "publish", wallets.tiers)
    wallets.pledge(backer, 10_000_000)
    wallets.end()
    creator.behave(manner, {"from": stranger})
    act(wallets, creator, "claim")
    assert wallets.crowdfund.credit(creator, NATIVE) == 10_000_000
    assert wallets.phase == Phase.PAID


@pytest.mark.parametrize("again", ["refund", "withdrawPledge", "withdraw"])
def test_a_wallet_that_calls_back_gets_each_wei_once(fair, wallet, backer, stranger, again):
    back(fair, wallet)
    fair.pledge(backer, 3_000_000)
    fair.end()
    data = {
        "refund": lambda: fair.crowdfund.refund.encode_input(fair.campaign, wallet),
        "withdrawPledge": lambda: fair.crowdfund.withdrawPledge.encode_input(fair.campaign),
        "withdraw": lambda: fair.crowdfund.withdraw.encode_input(NATIVE, wallet),
    }[again]()
    wallet.callBack(fair.crowdfund, data, {"from": stranger})
    fair.send("refund", stranger, wallet)

    assert not wallet.hasCalledBack()
    assert wallet.balance() == PLEDGED
    assert fair.crowdfund.balance() == 3_000_000


def test_a_wallet_that_withdraws_while_it_withdraws_its_pledge_gets_it_once(fair, wallet, backer, stranger):
    back(fair, wallet)
    fair.pledge(backer, 3_000_000)
    wallet.callBack(fair.crowdfund, fair.crowdfund.withdrawPledge.encode_input(fair.campaign), {"from": stranger})
    act(fair, wallet, "withdrawPledge")
    assert (wallet.balance(), fair.crowdfund.balance(), fair.state.raised) == (PLEDGED, 3_000_000, 3_000_000)


def test_a_wallet_votes_and_reports_like_everybody(fair, wallet, backer):
    back(fair, wallet)
    fair.pledge(backer, 6_000_000)
    fair.end()
    act(fair, wallet, "veto")
    fair.send("claim", accounts.at(fair.campaign.creator, force=True))
    fair.clock.to(fair.campaign.deliverBy + 1)
    act(fair, wallet, "reportUndelivered")
    assert (fair.state.vetoed, fair.state.isUndelivered) == (PLEDGED, True)
