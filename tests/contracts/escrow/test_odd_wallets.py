"""A receiver that refuses money, wastes gas or calls back never stops anybody else's payment."""

import pytest
from brownie.exceptions import VirtualMachineError

from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NATIVE, NOTHING, WHOLE, Outcome, Status

REFUSE, BURN_GAS, BOMB = 1, 2, 3
pytestmark = pytest.mark.ganache


@pytest.fixture
def wallets_deal(trade, make_deal, wallet):
    """The seller is a wallet contract."""
    return trade.open(make_deal(seller=wallet.address))


def test_a_wallet_that_accepts_is_paid(escrow, trade, wallets_deal, wallet, buyer):
    done = trade.do(escrow.release, wallets_deal, by=buyer)
    assert done.moved == {"escrow": -1_000_003, "referrer": 25_000}
    assert wallet.balance() == 975_003


@pytest.mark.parametrize("manner", [REFUSE, BURN_GAS, BOMB], ids=["refuses", "burns gas", "returns a bomb"])
def test_a_wallet_that_refuses_gets_a_credit_and_the_others_their_money(
    escrow, trade, wallets_deal, wallet, buyer, stranger, manner
):
    wallet.behave(manner, {"from": stranger})
    done = trade.do(escrow.release, wallets_deal, by=buyer)

    assert done.moved == {"escrow": -25_000, "referrer": 25_000}
    assert done.after == done.before._replace(
        status=Status.COMPLETED, outcome=Outcome.RELEASED, depositOnly=True, claimBps=WHOLE, since=done.time
    )
    assert done.events == [
        ("DealReleased", {"dealId": trade.id(wallets_deal)}),
        ("Credited", {"account": wallet.address, "token": NATIVE, "amount": 975_003}),
    ]
    assert escrow.credit(wallet, NATIVE) == 975_003
    assert done.tx.gas_used < 250_000


def test_credits_of_several_deals_add_up(escrow, trade, make_deal, wallet, buyer, stranger):
    wallet.behave(REFUSE, {"from": stranger})
    for salt in (b"\1" * 32, b"\2" * 32):
        escrow.release(trade.open(make_deal(seller=wallet.address, salt=salt)), {"from": buyer})
    assert escrow.credit(wallet, NATIVE) == 2 * 975_003


def test_a_refusing_buyer_does_not_lock_the_sellers_share(escrow, trade, make_deal, wallet, seller, arbiter, stranger):
    deal = trade.open(make_deal(buyer=wallet.address), payer=trade.addresses["payer"])
    wallet.behave(REFUSE, {"from": stranger})
    escrow.dispute(deal, WHOLE, NOTHING, {"from": seller})
    wallet.act(escrow, escrow.contest.encode_input(deal, NOTHING), {"from": stranger})
    escrow.rule(deal, 4_000, {"from": arbiter})
    done = trade.do(escrow.execute, deal, by=stranger)

    assert done.moved == {"escrow": -418_001, "seller": 378_301, "referrer": 9_700, "arbiter": 30_000}
    assert escrow.credit(wallet, NATIVE) == 582_002 + 500_009


def test_a_wallet_that_withdraws_while_it_is_paid_gets_each_wei_once(
    escrow, trade, wallets_deal, make_deal, wallet, buyer, stranger
):
    wallet.behave(REFUSE, {"from": stranger})
    escrow.release(wallets_deal, {"from": buyer})
    other = trade.open(make_deal(seller=wallet.address, salt=NOTHING))
    wallet.callBack(escrow, escrow.withdraw.encode_input(NATIVE, wallet), {"from": stranger})
    escrow.release(other, {"from": buyer})

    assert wallet.balance() + escrow.credit(wallet, NATIVE) == 2 * 975_003
    assert escrow.balance() == wallets_deal.deposit + other.deposit + escrow.credit(wallet, NATIVE)


@in_both_currencies
def test_a_starved_call_pays_nobody_and_credits_nobody(escrow, trade, funded_deal, buyer, currency):
    """Whoever sends too little gas cannot turn a payment into a credit."""
    for gas in range(60_000, 120_000 if currency == NATIVE else 260_000, 20_000):
        with pytest.raises(VirtualMachineError) as refused:
            escrow.release(funded_deal, {"from": buyer, "gas_limit": gas})
        assert (refused.value.revert_msg or "out of gas").startswith(("OutOfStipend", "out of gas"))
    assert trade.state(funded_deal).status == Status.FUNDED
    assert escrow.credit(funded_deal.seller, currency) == 0
