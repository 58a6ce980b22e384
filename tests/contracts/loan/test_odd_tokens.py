"""Tokens with surprising habits: those that can be lent safely work, the others are refused by name."""

import pytest
from brownie import OddToken

from tests.contracts.loan.conftest import PURSE
from tests.contracts.world.chain import reverts_with

pytestmark = pytest.mark.ganache


@pytest.fixture
def odd(loan, people):
    token = people.stranger.deploy(OddToken)
    for person in (people.payer, people.seller, people.stranger):
        token.mint(person, PURSE, {"from": people.stranger})
        token.approve(loan, 2**256 - 1, {"from": person})
    return token


@pytest.fixture
def currency(odd):
    return odd.address


@pytest.fixture
def odd_collateral(bank, terms, token, odd):
    return terms._replace(principalToken=token.address, collateralToken=odd.address)


def test_a_principal_that_loses_a_fee_on_the_way_is_refused(bank, terms, odd, stranger):
    odd.takeFee(100, {"from": stranger})
    with reverts_with("TokenTakesFee", odd, terms.principal, terms.principal - terms.principal // 100):
        bank.take(terms)


def test_a_collateral_that_loses_a_fee_on_the_way_is_refused(bank, odd_collateral, odd, stranger):
    odd.takeFee(100, {"from": stranger})
    amount = odd_collateral.collateral
    with reverts_with("TokenTakesFee", odd, amount, amount - amount // 100):
        bank.take(odd_collateral)


@pytest.mark.parametrize("lies", [False, True], ids=["reverts", "answers false"])
@pytest.mark.parametrize("frozen", ["lender", "borrower"])
def test_a_frozen_account_neither_lends_nor_borrows(bank, terms, odd, lender, stranger, frozen, lies):
    odd.freeze(bank.people[frozen], True, {"from": stranger})
    odd.sayFalse(lies, {"from": stranger})
    with reverts_with("PaymentRefused", odd, lender, terms.principal):
        bank.take(terms)


def test_an_address_that_is_no_token_is_refused(bank, terms, lender, stranger):
    with reverts_with("PaymentRefused", stranger, lender, terms.principal):
        bank.take(terms._replace(principalToken=stranger.address))


def test_a_token_that_returns_nothing_works(bank, terms, odd, stranger):
    odd.returnNothing({"from": stranger})
    taken = bank.taken(terms._replace(collateralToken=odd.address))
    moved = bank.watch(lambda: bank.repay(taken, 2 * taken.principal), odd.address).moved[odd.address]
    assert moved["loan"] == -taken.collateral


@pytest.mark.parametrize("lies", [False, True], ids=["reverts", "answers false"])
def test_a_frozen_lender_does_not_keep_the_collateral(bank, taken, odd, gold, lender, stranger, lies):
    odd.freeze(lender, True, {"from": stranger})
    odd.sayFalse(lies, {"from": stranger})
    done = bank.watch(lambda: bank.repay(taken, 2 * taken.principal), odd.address, gold.address)

    paid = done.tx.return_value
    assert done.moved == {
        odd.address: {"borrower": -paid, "loan": paid},
        gold.address: {"loan": -taken.collateral, "borrower": taken.collateral},
    }
    assert done.events[1] == ("Credited", {"account": lender.address, "token": odd.address, "amount": paid})
    assert bank.loan.credit(lender, odd) == paid


def test_a_frozen_payer_pays_nothing(bank, taken, odd, borrower, stranger):
    odd.freeze(borrower, True, {"from": stranger})
    with reverts_with("PaymentRefused", odd, borrower, 1_000):
        bank.repay(taken, 1_000)


def test_a_frozen_borrower_gets_his_collateral_as_a_credit(bank, odd_collateral, odd, borrower, stranger):
    taken = bank.taken(odd_collateral)
    odd.freeze(borrower, True, {"from": stranger})
    bank.repay(taken, 2 * taken.principal)
    assert bank.loan.credit(borrower, odd) == taken.collateral

    odd.freeze(borrower, False, {"from": stranger})
    bank.loan.withdraw(odd, borrower, bank.by("borrower"))
    assert odd.balanceOf(bank.loan) == 0


def test_a_token_that_freezes_the_contract_owes_its_collateral_as_a_credit(bank, odd_collateral, odd, stranger, lender):
    """Nothing can be paid out while it does, and the repayment in another token counts all the same."""
    taken = bank.taken(odd_collateral)
    odd.freeze(bank.loan, True, {"from": stranger})
    bank.repay(taken, 2 * taken.principal)
    with reverts_with("WithdrawalFailed", stranger, odd, taken.collateral):
        bank.loan.withdraw(odd, stranger, bank.by("borrower"))
    assert bank.loan.credit(taken.borrower, odd) == taken.collateral


def test_a_token_that_takes_a_fee_later_harms_its_receiver_alone(bank, taken, odd, gold, stranger):
    odd.takeFee(1_000, {"from": stranger})
    done = bank.watch(lambda: bank.repay(taken, 2 * taken.principal), odd.address, gold.address)
    paid = done.tx.return_value
    assert done.moved[odd.address] == {"borrower": -paid, "lender": paid - paid // 10}
    assert done.moved[gold.address]["borrower"] == taken.collateral


def test_a_token_that_wastes_gas_stops_nobody_elses_token(bank, odd_collateral, odd, stranger):
    taken = bank.taken(odd_collateral)
    odd.wasteGas(True, {"from": stranger})
    tx = bank.repay(taken, 2 * taken.principal)
    assert bank.loan.credit(taken.borrower, odd) == taken.collateral
    assert tx.gas_used < 700_000


def test_a_hook_cannot_free_the_collateral_twice(bank, odd_collateral, odd, wallet, token, stranger):
    """The borrower is called while he gets it, and asks for more; another loan's collateral lies there, too."""
    odd.callReceivers({"from": stranger})
    odd.mint(wallet, odd_collateral.collateral, {"from": stranger})
    wallet.act(odd, odd.approve.encode_input(bank.loan, 2**255), {"from": stranger})
    token.mint(wallet, PURSE, {"from": stranger})
    wallet.act(token, token.approve.encode_input(bank.loan, 2**255), {"from": stranger})
    bank.taken(odd_collateral)
    own = bank.terms(**odd_collateral._replace(borrower=wallet.address)._asdict())
    bank.take(own, by="lender", signer="borrower")
    wallet.callBack(bank.loan, bank.loan.repay.encode_input(own, 1), {"from": stranger})
    bank.repay(own, 2 * own.principal, by="stranger")

    assert not wallet.hasCalledBack()
    assert odd.balanceOf(wallet) == own.collateral
    assert odd.balanceOf(bank.loan) == odd_collateral.collateral
