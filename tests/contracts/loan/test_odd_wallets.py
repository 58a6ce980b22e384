"""A receiver that refuses money, wastes gas or calls back never keeps the other side from what is his."""

import pytest
from brownie import OddWallet

from tests.contracts.loan.conftest import PURSE
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NATIVE

REFUSE, BURN_GAS, BOMB = 1, 2, 3
MANNERS = pytest.mark.parametrize("manner", [REFUSE, BURN_GAS, BOMB], ids=["refuses", "burns gas", "returns a bomb"])
pytestmark = pytest.mark.ganache


@pytest.fixture
def odd_lender(bank, people):
    """A wallet contract that lends by its owner's signature; the owner is the stranger."""
    return people.stranger.deploy(OddWallet, people.stranger)


@pytest.fixture
def lent_by_wallet(bank, terms, odd_lender, clock, stranger):
    """The note goes to the wallet, which may refuse to be paid."""
    taken = bank.taken(terms)
    bank.loan.transferNote(taken, odd_lender, bank.by("lender"))
    return taken


@pytest.fixture
def borrowed_by_wallet(bank, terms, wallet, token, people):
    """A wallet contract borrows tokens against coins; its owner is the seller."""
    native = terms._replace(
        borrower=wallet.address, principalToken=token.address, collateralToken=NATIVE, collateral=10**6
    )
    deadline = bank.clock.now + 100
    signature = bank.signature(native, "lender", deadline=deadline)
    call = bank.loan.take.encode_input(native, 7, deadline, signature)
    wallet.act(bank.loan, call, {"from": people.stranger, "value": native.collateral})
    return native


@MANNERS
def test_a_lender_who_refuses_his_money_still_loses_the_collateral(bank, lent_by_wallet, odd_lender, gold, manner):
    odd_lender.behave(manner, {"from": bank.people["stranger"]})
    done = bank.watch(lambda: bank.repay(lent_by_wallet, 2 * lent_by_wallet.principal), NATIVE, gold.address)

    paid = done.tx.return_value
    assert done.moved[gold.address] == {"loan": -lent_by_wallet.collateral, "borrower": lent_by_wallet.collateral}
    assert done.moved[NATIVE] == {"borrower": -paid, "loan": paid}
    assert bank.loan.credit(odd_lender, NATIVE) == paid
    assert [name for name, _ in done.events] == ["LoanRepaid", "Credited"]


@MANNERS
def test_a_borrower_who_refuses_his_collateral_gets_a_credit(bank, borrowed_by_wallet, wallet, stranger, manner):
    wallet.behave(manner, {"from": stranger})
    done = bank.watch(lambda: bank.repay(borrowed_by_wallet, PURSE, by="stranger"), NATIVE)

    assert done.moved[NATIVE] == {}
    assert bank.loan.credit(wallet, NATIVE) == borrowed_by_wallet.collateral
    wallet.behave(0, {"from": stranger})
    wallet.act(bank.loan, bank.loan.withdraw.encode_input(NATIVE, wallet), {"from": stranger})
    assert wallet.balance() == borrowed_by_wallet.collateral
    assert bank.loan.balance() == 0


def test_a_borrower_who_refuses_the_principal_gets_a_credit(bank, terms, wallet, gold, people):
    gold.mint(wallet, PURSE, {"from": people.stranger})
    wallet.act(gold, gold.approve.encode_input(bank.loan, PURSE), {"from": people.stranger})
    wallet.behave(REFUSE, {"from": people.stranger})
    taken = bank.taken(terms._replace(borrower=wallet.address))
    assert bank.loan.credit(wallet, NATIVE) == taken.principal
    assert gold.balanceOf(bank.loan) == taken.collateral


def test_a_payer_who_refuses_the_rest_gets_a_credit(bank, taken, wallet, stranger):
    wallet.behave(REFUSE, {"from": stranger})
    call = bank.loan.repay.encode_input(taken, 2 * taken.principal)
    wallet.act(bank.loan, call, {"from": stranger, "value": 2 * taken.principal})
    rest = bank.loan.credit(wallet, NATIVE)
    assert 0 < rest <= taken.principal
    assert bank.loan.balance() == rest


def test_a_holder_who_refuses_the_collateral_gets_a_credit(bank, terms, odd_lender, token, clock):
    taken = bank.taken(terms._replace(principalToken=token.address, collateralToken=NATIVE))
    bank.loan.transferNote(taken, odd_lender, bank.by("lender"))
    odd_lender.behave(REFUSE, {"from": bank.people["stranger"]})
    clock.to(bank.state(taken).takenAt + taken.duration + taken.grace + 1)
    odd_lender.act(bank.loan, bank.loan.foreclose.encode_input(taken), {"from": bank.people["stranger"]})
    assert bank.loan.credit(odd_lender, NATIVE) == taken.collateral


@pytest.mark.parametrize("act", ["repay", "foreclose", "withdraw"])
def test_a_holder_who_calls_back_gains_nothing(bank, lent_by_wallet, odd_lender, gold, stranger, act):
    """He is paid with coins while the contract holds coins of others, and calls while he is paid."""
    arguments = {"repay": (lent_by_wallet, 1), "foreclose": (lent_by_wallet,), "withdraw": (NATIVE, odd_lender)}
    odd_lender.callBack(bank.loan, getattr(bank.loan, act).encode_input(*arguments[act]), {"from": stranger})
    paid = bank.repay(lent_by_wallet, 2 * lent_by_wallet.principal).return_value

    assert not odd_lender.hasCalledBack()
    assert odd_lender.balance() + bank.loan.credit(odd_lender, NATIVE) == paid
    assert gold.balanceOf(bank.loan) == 0


def test_coins_that_nobody_asked_for_are_refused(bank, lender):
    with reverts_with("NotEscrow", lender):
        lender.transfer(bank.loan, 1)


def test_a_wallet_agrees_to_new_terms_by_its_owners_signature(bank, lent_by_wallet, odd_lender):
    new = lent_by_wallet._replace(lender=odd_lender.address, rateBps=0)
    bank.renegotiate(lent_by_wallet, new, signer="stranger")
    assert bank.loan.holderOf(new) == odd_lender
