"""Who holds the note is paid; he may give it to somebody else."""

import pytest

from tests.contracts.model.loan import LoanStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import ZERO


def test_an_unknown_note_cannot_be_transferred(bank, terms, holder):
    with reverts_with("LoanUnknown", bank.id(terms)):
        bank.loan.transferNote(terms, holder, bank.by("lender"))


def test_a_repaid_loan_has_no_note(bank, taken, holder):
    bank.repay(taken, 2 * taken.principal)
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.REPAID):
        bank.loan.transferNote(taken, holder, bank.by("lender"))


@pytest.mark.parametrize("person", ["borrower", "holder", "stranger"])
def test_only_the_holder_transfers_the_note(bank, taken, person):
    with reverts_with("NotHolder", bank.people[person]):
        bank.loan.transferNote(taken, bank.people[person], bank.by(person))


def test_nobody_and_the_contract_hold_no_note(bank, taken):
    for nobody in (ZERO, bank.loan.address):
        with reverts_with("BadHolder", nobody):
            bank.loan.transferNote(taken, nobody, bank.by("lender"))


@pytest.mark.ganache
def test_the_note_has_a_new_holder(bank, taken, lender, holder):
    before = bank.state(taken)
    done = bank.watch(lambda: bank.loan.transferNote(taken, holder, bank.by("lender")))
    told = {"loanId": bank.id(taken), "from": lender.address, "to": holder.address}
    assert done.events == [("NoteTransferred", told)]
    assert bank.loan.holderOf(taken) == holder
    assert bank.state(taken) == before._replace(isTransferred=True)


def test_a_note_may_be_sold_again_and_come_back(bank, taken, lender, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    with reverts_with("NotHolder", lender):
        bank.loan.transferNote(taken, lender, bank.by("lender"))
    bank.loan.transferNote(taken, lender, bank.by("holder"))
    assert bank.loan.holderOf(taken) == lender


def test_a_note_of_one_loan_is_none_of_another(bank, taken, holder):
    other = bank.taken(taken._replace(salt=b"other".ljust(32, b"\0")))
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    assert bank.loan.holderOf(other) == other.lender


def test_a_borrower_may_hold_his_own_note(bank, taken, borrower, gold):
    """He owes himself: repaying frees the collateral."""
    bank.loan.transferNote(taken, borrower, bank.by("lender"))
    moved = bank.watch(lambda: bank.repay(taken, 2 * taken.principal), gold.address).moved
    assert moved[gold.address] == {"loan": -taken.collateral, "borrower": taken.collateral}
