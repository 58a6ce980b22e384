"""Money that could not be delivered waits for its owner."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NATIVE, ZERO
from tests.contracts.world.trade import events_of

REFUSE = 1


@pytest.fixture
def credited(escrow, trade, make_deal, wallet, buyer, stranger):
    """A wallet that refused 975,003 wei."""
    wallet.behave(REFUSE, {"from": stranger})
    escrow.release(trade.open(make_deal(seller=wallet.address)), {"from": buyer})
    return wallet


def withdraw(escrow, wallet, to, sender, *, token=NATIVE):
    return wallet.act(escrow, escrow.withdraw.encode_input(token, to), {"from": sender})


def test_without_a_credit_there_is_nothing_to_withdraw(escrow, credited, stranger, token):
    with reverts_with("NoCredit", stranger, NATIVE):
        escrow.withdraw(NATIVE, stranger, {"from": stranger})
    with reverts_with("NoCredit", credited, token):
        withdraw(escrow, credited, stranger, stranger, token=token)


@pytest.mark.parametrize("place", ["nobody", "the escrow", "a wallet that refuses"])
def test_what_cannot_be_delivered_stays(escrow, credited, stranger, place):
    to = {"nobody": ZERO, "the escrow": escrow.address, "a wallet that refuses": credited.address}[place]
    with reverts_with("WithdrawalFailed", to, NATIVE, 975_003):
        withdraw(escrow, credited, to, stranger)
    assert escrow.credit(credited, NATIVE) == 975_003


@pytest.mark.ganache
def test_the_owner_withdraws_to_any_address(escrow, credited, seller, stranger):
    had = seller.balance()
    tx = withdraw(escrow, credited, seller, stranger)

    assert seller.balance() - had == 975_003
    assert escrow.credit(credited, NATIVE) == 0
    told = {"account": credited.address, "token": NATIVE, "to": seller.address, "amount": 975_003}
    assert events_of(tx, escrow) == [("Withdrawn", told)]
    assert int(tx.return_value.hex()[-64:], 16) == 975_003


def test_a_credit_is_withdrawn_once(escrow, credited, seller, stranger):
    withdraw(escrow, credited, seller, stranger)
    with reverts_with("NoCredit", credited, NATIVE):
        withdraw(escrow, credited, seller, stranger)


def test_a_wallet_that_calls_back_withdraws_once(escrow, credited, trade, deal, stranger):
    other = trade.open(deal)
    credited.callBack(escrow, escrow.withdraw.encode_input(NATIVE, credited), {"from": stranger})
    withdraw(escrow, credited, credited, stranger)

    assert credited.balance() == 975_003
    assert not credited.hasCalledBack()
    assert escrow.balance() == other.funding + other.deposit
