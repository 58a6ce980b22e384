"""Both sides agree on new terms: the debt and the collateral stay, the term begins anew."""

import pytest
from brownie import web3

from tests.contracts.model import typed_data
from tests.contracts.model.loan import MAX_TERM, LoanState, LoanStatus, interest_on
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, NATIVE, ZERO


@pytest.fixture
def longer(taken):
    """Another half a year, at a higher rate."""
    return taken._replace(duration=180 * DAY, rateBps=1_500, salt=b"longer".ljust(32, b"\0"))


def test_an_unknown_loan_has_no_new_terms(bank, terms):
    with reverts_with("LoanUnknown", bank.id(terms)):
        bank.renegotiate(terms, terms._replace(rateBps=0))


def test_a_repaid_loan_has_no_new_terms(bank, taken, longer):
    bank.repay(taken, 2 * taken.principal)
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.REPAID):
        bank.renegotiate(taken, longer)


def test_new_terms_differ_from_the_old(bank, taken):
    with reverts_with("LoanExists", bank.id(taken)):
        bank.renegotiate(taken, taken)


def test_new_terms_are_of_no_other_loan(bank, taken):
    other = bank.taken(taken._replace(salt=b"other".ljust(32, b"\0")))
    with reverts_with("LoanExists", bank.id(other)):
        bank.renegotiate(taken, other)


def test_a_stranger_cannot_renegotiate(bank, taken, longer, stranger):
    with reverts_with("NotLoanParty", stranger):
        bank.renegotiate(taken, longer, by="stranger")


def test_who_sold_the_note_cannot_renegotiate(bank, taken, longer, lender, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    with reverts_with("NotLoanParty", lender):
        bank.renegotiate(taken, longer, by="lender", signer="borrower")


@pytest.mark.parametrize(
    "change",
    [
        {"lender": ZERO},
        {"borrower": "0x" + "11" * 20},
        {"principalToken": "0x" + "11" * 20},
        {"principal": 1_000_002},
        {"collateralToken": NATIVE},
        {"collateral": 3_000_016},
        {"collateralDeal": b"\1" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_secures_the_loan_and_who_owes_it_stay(bank, taken, longer, change):
    """Both have signed it, and still it is refused: no collateral leaves, and none is counted that is not there."""
    changed = longer._replace(**change)
    with reverts_with("TermsDiffer", bank.id(taken), bank.id(changed)):
        bank.renegotiate(taken, changed)


def test_new_terms_that_were_signed_before_a_payment_do_not_fit(bank, taken, longer):
    bank.repay(taken, 400_000)
    with reverts_with("TermsDiffer", bank.id(taken), bank.id(longer)):
        bank.renegotiate(taken, longer)


@pytest.mark.parametrize("duration", [0, MAX_TERM])
def test_the_new_term_has_an_end(bank, taken, longer, duration):
    with reverts_with("BadDuration", duration, longer.grace, MAX_TERM):
        bank.renegotiate(taken, longer._replace(duration=duration))


def test_an_agreement_has_an_end(bank, taken, longer, clock):
    deadline = clock.now + DAY
    clock.to(deadline + 1)
    with reverts_with("TooLate", deadline, deadline + 1):
        bank.renegotiate(taken, longer, deadline=deadline)


@pytest.mark.parametrize("signer", ["borrower", "stranger", "holder"])
def test_the_borrower_needs_the_holders_signature(bank, taken, longer, lender, signer):
    with reverts_with("BadLoanSignature", lender):
        bank.renegotiate(taken, longer, signer=signer)


def test_the_holder_needs_the_borrowers_signature(bank, taken, longer, borrower):
    with reverts_with("BadLoanSignature", borrower):
        bank.renegotiate(taken, longer, by="lender", signer="lender")


def test_an_agreement_about_one_loan_is_none_about_another(bank, taken, longer, lender):
    other = bank.taken(taken._replace(salt=b"other".ljust(32, b"\0")))
    message = {"loanId": bank.id(other), "deadline": bank.clock.now + DAY}
    typed = typed_data.renegotiation(web3.eth.chain_id, bank.loan.address, terms=longer, **message)
    assert bytes(bank.loan.renegotiationDigest(bank.id(other), longer, message["deadline"])) == typed_data.digest(typed)
    bank.renegotiate(other, longer)
    with reverts_with("LoanExists", bank.id(longer)):
        bank.renegotiate(taken, longer)


@pytest.mark.parametrize(("by", "signer"), [("borrower", "lender"), ("lender", "borrower")])
def test_both_agree_and_the_term_extends(bank, taken, longer, gold, clock, by, signer):
    clock.to(bank.state(taken).takenAt + 80 * DAY)
    start = bank.state(taken).takenAt
    done = bank.watch(lambda: bank.renegotiate(taken, longer, by=by, signer=signer), NATIVE, gold.address)

    interest = interest_on(taken.principal, 1_200, done.time - start)
    assert done.moved == {NATIVE: {}, gold.address: {}}
    ids = {"oldLoanId": bank.id(taken), "newLoanId": bank.id(longer)}
    owed = {"outstanding": taken.principal, "interest": interest}
    assert done.events == [("LoanRenegotiated", {**ids, **owed, "terms": longer})]
    assert bank.state(taken) == LoanState(LoanStatus.RENEGOTIATED, False, 0, 0, start, done.time)
    assert bank.state(longer) == LoanState(LoanStatus.OPEN, False, taken.principal, interest, done.time, done.time)

    end = clock.to(done.time + longer.duration + longer.grace)
    owed = taken.principal + interest + interest_on(taken.principal, 1_500, end - done.time)
    assert bank.repay(longer, 2 * owed).return_value == owed
    assert gold.balanceOf(bank.loan) == 0


def test_the_old_terms_are_over(bank, taken, longer, clock):
    bank.renegotiate(taken, longer)
    clock.by(98 * DAY)
    for act in (lambda: bank.repay(taken, 1), lambda: bank.loan.foreclose(taken, bank.by("lender"))):
        with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.RENEGOTIATED):
            act()


def test_the_holder_becomes_the_lender(bank, taken, longer, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    longer = longer._replace(lender=holder.address)
    bank.renegotiate(taken, longer, signer="holder")
    assert bank.loan.holderOf(longer) == holder
    assert not bank.state(longer).isTransferred


def test_a_late_loan_can_be_saved_by_both(bank, taken, longer, clock):
    """Interest ended with the grace, and begins anew with the new term."""
    clock.to(bank.state(taken).takenAt + taken.duration + taken.grace + 5 * DAY)
    bank.renegotiate(taken, longer)
    interest = interest_on(taken.principal, 1_200, taken.duration + taken.grace)
    assert bank.loan.owedOf(longer) == (taken.principal, interest)


def test_what_is_left_after_a_part_goes_on(bank, taken, longer, clock):
    bank.repay(taken, 400_000)
    rest = longer._replace(principal=bank.state(taken).outstanding)
    bank.renegotiate(taken, rest)
    assert bank.state(rest).outstanding == rest.principal < taken.principal
