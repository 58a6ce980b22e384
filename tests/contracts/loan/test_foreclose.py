"""Past due and grace, the holder of the note takes the collateral, whole, and the debt is over."""

import pytest

from tests.contracts.model.loan import LoanState, LoanStatus, interest_on
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NATIVE


def end_of(bank, terms):
    return bank.state(terms).takenAt + terms.duration + terms.grace


def test_an_unknown_loan_cannot_be_foreclosed(bank, terms):
    with reverts_with("LoanUnknown", bank.id(terms)):
        bank.loan.foreclose(terms, bank.by("lender"))


def test_a_repaid_loan_cannot_be_foreclosed(bank, taken, clock):
    bank.repay(taken, 2 * taken.principal)
    clock.to(end_of(bank, taken) + 1)
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.REPAID):
        bank.loan.foreclose(taken, bank.by("lender"))


@pytest.mark.parametrize("person", ["borrower", "stranger"])
def test_only_the_holder_forecloses(bank, taken, clock, person):
    clock.to(end_of(bank, taken) + 1)
    with reverts_with("NotHolder", bank.people[person]):
        bank.loan.foreclose(taken, bank.by(person))


def test_who_sold_the_note_cannot_foreclose(bank, taken, clock, lender, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    clock.to(end_of(bank, taken) + 1)
    with reverts_with("NotHolder", lender):
        bank.loan.foreclose(taken, bank.by("lender"))


def test_until_the_last_second_of_grace_it_is_too_early(bank, taken, clock):
    end = clock.to(end_of(bank, taken))
    with reverts_with("TooEarly", end, end):
        bank.loan.foreclose(taken, bank.by("lender"))


@in_both_currencies
@pytest.mark.ganache
def test_the_collateral_goes_to_the_lender(bank, taken, currency, gold, clock):
    end = end_of(bank, taken)
    clock.to(end + 10 * DAY)
    done = bank.watch(lambda: bank.loan.foreclose(taken, bank.by("lender")), currency, gold.address)

    interest = interest_on(taken.principal, taken.rateBps, taken.duration + taken.grace)
    assert done.moved == {currency: {}, gold.address: {"loan": -taken.collateral, "lender": taken.collateral}}
    told = {"loanId": bank.id(taken), "holder": taken.lender, "outstanding": taken.principal, "interest": interest}
    assert done.events == [("LoanForeclosed", told)], "interest ends with the grace"
    start = end - taken.duration - taken.grace
    assert bank.state(taken) == LoanState(LoanStatus.DEFAULTED, False, taken.principal, interest, start, end)


def test_a_default_after_a_part_is_exact(bank, taken, gold, clock):
    """The lender keeps what was paid and takes the whole collateral; what was never paid is on record."""
    start = clock.to(bank.state(taken).takenAt + 30 * DAY) - 30 * DAY
    time = bank.repay(taken, 400_000).timestamp
    outstanding = taken.principal - 400_000 + interest_on(taken.principal, 1_200, time - start)
    clock.to(end_of(bank, taken) + 1)
    done = bank.watch(lambda: bank.loan.foreclose(taken, bank.by("lender")), NATIVE, gold.address)

    assert done.moved == {NATIVE: {}, gold.address: {"loan": -taken.collateral, "lender": taken.collateral}}
    interest = interest_on(outstanding, 1_200, start + taken.duration + taken.grace - time)
    assert bank.state(taken)[2:4] == (outstanding, interest)


def test_a_sold_note_takes_the_collateral_along(bank, taken, gold, clock, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    clock.to(end_of(bank, taken) + 1)
    done = bank.watch(lambda: bank.loan.foreclose(taken, bank.by("holder")), gold.address)
    assert done.moved[gold.address] == {"loan": -taken.collateral, "holder": taken.collateral}


def test_a_native_collateral_is_taken(bank, terms, token, clock):
    taken = bank.taken(terms._replace(principalToken=token.address, collateralToken=NATIVE))
    clock.to(end_of(bank, taken) + 1)
    done = bank.watch(lambda: bank.loan.foreclose(taken, bank.by("lender")), NATIVE)
    assert done.moved[NATIVE] == {"loan": -taken.collateral, "lender": taken.collateral}


def test_a_foreclosed_loan_cannot_be_repaid(bank, taken, clock):
    clock.to(end_of(bank, taken) + 1)
    bank.loan.foreclose(taken, bank.by("lender"))
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.DEFAULTED):
        bank.repay(taken, 1)


def test_the_shortest_loan_ends_a_second_after_it_was_due(bank, terms, clock):
    taken = bank.taken(terms._replace(duration=1, grace=0))
    clock.to(bank.state(taken).takenAt + 1)
    bank.repay(taken, 1)
    clock.to(bank.state(taken).takenAt + 2)
    bank.loan.foreclose(taken, bank.by("lender"))
