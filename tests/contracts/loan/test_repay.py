"""Whoever pays, interest comes first; the holder of the note is paid, and the last payment frees the collateral."""

import pytest

from tests.contracts.model.loan import LoanState, LoanStatus, interest_on
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NATIVE


def test_an_unknown_loan_cannot_be_repaid(bank, terms):
    with reverts_with("LoanUnknown", bank.id(terms)):
        bank.repay(terms, 1)


def test_changed_terms_name_another_loan(bank, taken):
    cheaper = taken._replace(rateBps=0)
    with reverts_with("LoanUnknown", bank.id(cheaper)):
        bank.repay(cheaper, 1)


def test_a_repaid_loan_is_not_repaid_again(bank, taken):
    bank.repay(taken, 2 * taken.principal)
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.REPAID):
        bank.repay(taken, 1)


def test_a_second_after_the_grace_it_is_too_late(bank, taken, clock):
    end = bank.state(taken).takenAt + taken.duration + taken.grace
    clock.to(end + 1)
    with reverts_with("TooLate", end, end + 1):
        bank.repay(taken, taken.principal)


def test_a_repayment_has_an_amount(bank, taken):
    with reverts_with("NothingPaid"):
        bank.repay(taken, 0)


@pytest.mark.parametrize("value", [0, 9, 11])
def test_the_coin_sent_is_the_amount(bank, taken, value):
    with reverts_with("WrongPayment", 10, value):
        bank.loan.repay(taken, 10, bank.by("borrower", value))


@pytest.mark.parametrize("currency", ["token"], indirect=True)
def test_no_coin_is_sent_for_a_token(bank, taken):
    with reverts_with("WrongPayment", 0, 1):
        bank.loan.repay(taken, 10, bank.by("borrower", 1))


@pytest.mark.parametrize("currency", ["token"], indirect=True)
def test_without_an_allowance_nothing_is_paid(bank, taken, token, borrower):
    token.approve(bank.loan, 9, {"from": borrower})
    with reverts_with("PaymentRefused", token, borrower, 10):
        bank.repay(taken, 10)


@in_both_currencies
@pytest.mark.ganache
def test_early_repayment_costs_the_interest_so_far(bank, taken, currency, gold, clock):
    clock.to(bank.state(taken).takenAt + 30 * DAY)
    done = bank.watch(lambda: bank.repay(taken, 2 * taken.principal), currency, gold.address)

    exact = taken.principal * 1_200 * (done.time - bank.state(taken).takenAt) / (10_000 * 365 * DAY)
    interest = interest_on(taken.principal, 1_200, done.time - bank.state(taken).takenAt)
    assert exact <= interest < exact + 1, "rounded up, by less than a wei"
    owed = taken.principal + interest
    assert done.moved == {
        currency: {"borrower": -owed, "lender": owed},
        gold.address: {"loan": -taken.collateral, "borrower": taken.collateral},
    }
    told = {"payer": taken.borrower, "holder": taken.lender, "amount": owed, "interest": interest, "outstanding": 0}
    assert done.events == [("LoanRepaid", {"loanId": bank.id(taken), **told})]
    assert done.tx.return_value == owed
    assert bank.state(taken) == LoanState(LoanStatus.REPAID, False, 0, 0, bank.state(taken).takenAt, done.time)
    assert bank.loan.balance() == 0


@in_both_currencies
def test_a_part_covers_interest_first(bank, taken, currency, gold, clock):
    clock.to(bank.state(taken).takenAt + 30 * DAY)
    done = bank.watch(lambda: bank.repay(taken, 400_000), currency, gold.address)

    interest = interest_on(taken.principal, 1_200, done.time - bank.state(taken).takenAt)
    outstanding = taken.principal - (400_000 - interest)
    assert done.moved == {currency: {"borrower": -400_000, "lender": 400_000}, gold.address: {}}
    assert done.events[0][1]["interest"] == interest
    assert done.events[0][1]["outstanding"] == outstanding
    assert bank.state(taken)[:4] == (LoanStatus.OPEN, False, outstanding, 0)


def test_less_than_the_interest_leaves_the_rest_of_it_owed(bank, taken, clock):
    clock.to(bank.state(taken).takenAt + 30 * DAY)
    time = bank.repay(taken, 100).timestamp
    interest = interest_on(taken.principal, 1_200, time - bank.state(taken).takenAt)
    assert bank.state(taken)[:4] == (LoanStatus.OPEN, False, taken.principal, interest - 100)
    assert bank.loan.owedOf(taken) == (taken.principal, interest - 100)


def test_dust_does_not_reset_the_interest(bank, taken, clock):
    """A payment a day costs at most a wei a day more than none."""
    start = bank.state(taken).takenAt
    for day in range(1, 11):
        clock.to(start + day * DAY)
        bank.repay(taken, 1)
    outstanding, interest = bank.loan.owedOf(taken)
    at_once = interest_on(taken.principal, 1_200, bank.clock.now - start)
    assert outstanding == taken.principal
    assert at_once <= interest + 10 <= at_once + 10


def test_anybody_may_pay_and_the_collateral_goes_to_the_borrower(bank, taken, gold):
    done = bank.watch(lambda: bank.repay(taken, 2 * taken.principal, by="stranger"), NATIVE, gold.address)
    owed = bank.loan.stateOf(bank.id(taken))
    assert owed[2] == 0
    assert done.moved[gold.address] == {"loan": -taken.collateral, "borrower": taken.collateral}
    assert done.moved[NATIVE].keys() == {"stranger", "lender"}


def test_at_the_last_second_it_can_be_repaid(bank, taken, gold, clock):
    end = clock.to(bank.state(taken).takenAt + taken.duration + taken.grace)
    done = bank.watch(lambda: bank.repay(taken, 2 * taken.principal), gold.address)
    assert done.time == end
    assert done.moved[gold.address] == {"loan": -taken.collateral, "borrower": taken.collateral}


@in_both_currencies
def test_a_sold_note_is_paid_to_its_holder(bank, taken, currency, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    moved = bank.watch(lambda: bank.repay(taken, 1_000), currency).moved
    assert moved[currency] == {"borrower": -1_000, "holder": 1_000}


@pytest.mark.parametrize("currency", ["token"], indirect=True)
def test_no_more_is_taken_than_is_owed(bank, taken, token):
    """So that nobody has to know to the second what will be owed."""
    done = bank.watch(lambda: bank.repay(taken, 2**256 - 1), token.address)
    assert -done.moved[token.address]["borrower"] == done.tx.return_value < 2 * taken.principal


def test_what_was_sent_too_much_comes_back(bank, taken):
    done = bank.watch(lambda: bank.repay(taken, 5 * taken.principal), NATIVE)
    assert -done.moved[NATIVE]["borrower"] == done.moved[NATIVE]["lender"] == done.tx.return_value
    assert "loan" not in done.moved[NATIVE]


def test_a_free_loan_costs_its_principal(bank, terms, clock):
    taken = bank.taken(terms._replace(rateBps=0))
    clock.by(90 * DAY)
    assert bank.repay(taken, 2 * taken.principal).return_value == taken.principal


def test_a_native_collateral_goes_back(bank, terms, token):
    taken = bank.taken(terms._replace(principalToken=token.address, collateralToken=NATIVE))
    moved = bank.watch(lambda: bank.repay(taken, 2**128), NATIVE).moved
    assert moved[NATIVE] == {"loan": -taken.collateral, "borrower": taken.collateral}


def test_one_token_on_both_sides_is_not_mixed_up(bank, terms, token):
    one = bank.taken(terms._replace(principalToken=token.address, collateralToken=token.address))
    other = bank.taken(one._replace(salt=b"other".ljust(32, b"\0")))
    bank.repay(one, 2**128)
    assert token.balanceOf(bank.loan) == other.collateral
    bank.repay(other, 2**128)
    assert token.balanceOf(bank.loan) == 0
