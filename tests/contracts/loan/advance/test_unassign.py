"""A deal that secures no loan is its seller's again, with all that it paid."""

import pytest

from tests.contracts.loan.advance.conftest import LENT, SHARE
from tests.contracts.model.loan import LoanStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NATIVE, NOTHING, ZERO


def test_a_deal_that_secures_a_loan_is_not_given_back(bank, taken, assigned, trade):
    with reverts_with("DealInUse", trade.id(assigned), bank.id(taken)):
        bank.loan.unassign(assigned, bank.by("borrower"))


def test_what_was_never_assigned_is_not_given_back(bank, trade, deal):
    trade.open(deal)
    with reverts_with("DealNotAssigned", trade.id(deal), ZERO):
        bank.loan.unassign(deal, bank.by("borrower"))


@pytest.mark.parametrize("person", ["lender", "buyer", "stranger"])
def test_only_the_seller_takes_an_unpaid_deal_back(bank, assigned, person):
    with reverts_with("NotDealSeller", bank.people[person]):
        bank.loan.unassign(assigned, bank.by(person))


def test_without_a_loan_the_seller_takes_his_deal_back(bank, assigned, trade, escrow, buyer):
    done = bank.watch(lambda: bank.loan.unassign(assigned, bank.by("borrower")))
    told = {"dealId": trade.id(assigned), "seller": assigned.seller, "amount": 0}
    assert done.events == [("AssignmentReturned", told)]
    assert escrow.payeeOf(trade.id(assigned)) == ZERO
    moved = bank.watch(lambda: escrow.release(assigned, {"from": buyer}), NATIVE).moved
    assert moved[NATIVE] == {"borrower": SHARE}


def test_without_a_loan_the_seller_gets_what_the_deal_paid(bank, assigned, trade, escrow, buyer):
    """Anybody may see to it, once."""
    escrow.release(assigned, {"from": buyer})
    done = bank.watch(lambda: bank.loan.unassign(assigned, bank.by("stranger")), NATIVE)
    assert done.moved[NATIVE] == {"loan": -SHARE, "borrower": SHARE}
    assert done.events == [
        ("AssignmentReturned", {"dealId": trade.id(assigned), "seller": assigned.seller, "amount": SHARE})
    ]
    with reverts_with("DealInUse", trade.id(assigned), (1).to_bytes(32, "big")):
        bank.loan.unassign(assigned, bank.by("borrower"))


@in_both_currencies
def test_an_advance_may_be_repaid_in_money(bank, taken, assigned, trade, escrow, buyer, currency):
    """Then the deal is the seller's again, and may secure another loan."""
    done = bank.watch(lambda: bank.repay(taken, 2 * LENT), currency)
    assert done.moved[currency]["lender"] == done.tx.return_value
    assert bytes(bank.loan.loanOf(trade.id(assigned))) == NOTHING
    bank.loan.unassign(assigned, bank.by("borrower"))
    assert escrow.payeeOf(trade.id(assigned)) == ZERO


def test_a_deal_that_secured_a_loan_may_secure_the_next(bank, taken, assigned, take):
    bank.repay(taken, 2 * LENT)
    take(taken._replace(salt=NOTHING), assigned)


def test_repaid_in_money_after_the_deal_paid_the_seller_gets_it_all(bank, taken, assigned, escrow, buyer):
    escrow.release(assigned, {"from": buyer})
    bank.repay(taken, 2 * LENT)
    moved = bank.watch(lambda: bank.loan.unassign(assigned, bank.by("stranger")), NATIVE).moved
    assert moved[NATIVE] == {"loan": -SHARE, "borrower": SHARE}


def test_new_terms_keep_the_deal(bank, taken, assigned, trade, escrow, buyer, clock):
    new = taken._replace(rateBps=0, salt=NOTHING)
    bank.renegotiate(taken, new)
    assert bytes(bank.loan.loanOf(trade.id(assigned))) == bank.id(new)
    escrow.release(assigned, {"from": buyer})
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.RENEGOTIATED):
        bank.loan.collect(taken, assigned, bank.by("stranger"))
    bank.loan.collect(new, assigned, bank.by("stranger"))
    assert bank.loan.balance() == 0
