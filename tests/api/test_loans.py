"""Loans: offers that can be taken, what is owed and to whom, and what an end says about a borrower."""

import pytest

from indexer.events.loan import AdvanceCollected, AssignmentReturned, LoanForeclosed, LoanRenegotiated, NoteTransferred
from tests.api.acts import loan_terms, offer_loan, open_deal, repay, take_loan, use_nonce
from tests.api.market import BLOCK_SECONDS, DAY, NOTHING, TOKEN, address, digest

YEAR = 365 * DAY


def loans(api, **query):
    return [row["loanId"] for row in api.data("/v1/loans", **query)]


def interest(principal, rate_bps, seconds):
    return -(-principal * rate_bps * seconds // (10_000 * YEAR))


def test_an_offer_is_told_with_what_its_taker_needs(api, market):
    offer_id = offer_loan(market, "an offer")

    told = api.data(f"/v1/loans/{offer_id}")

    assert (told["status"], told["debt"], told["terms"]["rateBps"]) == ("offered", None, 1_000)
    assert (told["offer"]["nonce"], told["offer"]["signature"]) == ("7", "0x" + "51" * 65)
    assert told["terms"]["borrower"] == "0x" + "00" * 20


def test_a_loan_nobody_offered_is_missing(api, market):
    answer = api.get(f"/v1/loans/{digest('nothing')}")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/loan-not-found")


def test_an_offer_that_was_taken_leads_to_the_loan(api, market):
    offer_id = offer_loan(market, "an offer")
    use_nonce(market, "lena", 7, mine=False)
    loan_id = take_loan(market, "a loan", offer_id=offer_id)

    offer, loan = (api.data(f"/v1/loans/{one}") for one in (offer_id, loan_id))

    assert (offer["status"], offer["successor"]) == ("taken", loan_id)
    assert (loan["status"], loan["predecessor"], loan["offer"]) == ("active", offer_id, None)
    assert loan["debt"]["outstanding"] == "1000"
    assert loans(api) == []


def test_a_number_that_is_used_revokes_what_was_signed_with_it(api, market):
    voided = [offer_loan(market, name) for name in ("one", "two")]
    others = [offer_loan(market, "three", nonce=8), offer_loan(market, "four", author="eve")]
    use_nonce(market, "lena", 7)

    assert loans(api) == others[::-1]
    assert loans(api, status="revoked") == voided[::-1]


def test_a_number_may_be_used_that_nothing_was_published_with(api, market):
    use_nonce(market, "lena", 2**256 - 1)

    assert loans(api, status="any") == []


def test_an_offer_counts_until_its_deadline(api, market):
    offer_id = offer_loan(market, "an offer", lasts=BLOCK_SECONDS)
    assert loans(api) == [offer_id]

    market.mine()
    assert loans(api) == []
    assert loans(api, status="expired") == [offer_id]


def test_a_part_payment_covers_interest_first(api, market):
    loan_id = take_loan(market, "a loan", principal=10**9)
    market.mine(99)
    owed = interest(10**9, 1_000, 100 * BLOCK_SECONDS)
    repay(market, loan_id, owed + 400, interest=owed, outstanding=10**9 - 400)

    debt = api.data(f"/v1/loans/{loan_id}")["debt"]

    assert (debt["outstanding"], debt["interest"]) == (str(10**9 - 400), "0")
    assert (debt["repaid"], debt["interestPaid"]) == (str(owed + 400), str(owed))
    assert api.data(f"/v1/accounts/{address('bob')}")["record"]["loansRepaid"] == 0


def test_less_than_the_interest_leaves_the_rest_of_it(api, market):
    loan_id = take_loan(market, "a loan", principal=10**9)
    market.mine(99)
    owed = interest(10**9, 1_000, 100 * BLOCK_SECONDS)
    repay(market, loan_id, 5, interest=5, outstanding=10**9)

    assert api.data(f"/v1/loans/{loan_id}")["debt"]["interest"] == str(owed - 5)


def test_the_last_payment_is_part_of_the_borrowers_record(api, market):
    loan_id = take_loan(market, "a loan")
    repay(market, loan_id, 1_001, interest=1, outstanding=0)

    assert api.data(f"/v1/loans/{loan_id}")["status"] == "repaid"
    assert api.data(f"/v1/accounts/{address('bob')}")["record"]["loansRepaid"] == 1
    assert loans(api, status="active") == []


def test_a_foreclosed_loan_counts_interest_until_its_end_and_as_a_default(api, market):
    loan_id = take_loan(market, "a loan", principal=10**9, duration=60, grace=0)
    market.mine(20)
    owed = interest(10**9, 1_000, 60)
    market.tell("Loan", LoanForeclosed(loan_id, address("lena"), 10**9, owed))

    told = api.data(f"/v1/loans/{loan_id}")

    assert (told["status"], told["debt"]["interest"]) == ("foreclosed", str(owed))
    assert told["debt"]["accruedAt"] == told["debt"]["endsAt"]
    assert api.data(f"/v1/accounts/{address('bob')}")["record"]["loansDefaulted"] == 1


def test_a_note_belongs_to_whom_it_was_sold(api, market):
    loan_id = take_loan(market, "a loan")
    market.tell("Loan", NoteTransferred(loan_id, address("lena"), address("nora")))

    assert loans(api, holder=address("nora"), status="active") == [loan_id]
    assert loans(api, holder=address("lena"), status="active") == []
    assert loans(api, lender=address("lena"), status="active") == [loan_id]


def test_new_terms_go_on_under_another_id(api, market):
    old, new = take_loan(market, "a loan", principal=10**9), digest("renegotiated")
    terms = loan_terms(borrower="bob", principal=10**9, duration=60 * DAY)
    market.tell("Loan", LoanRenegotiated(old, new, 10**9, 39, terms))

    before, after = (api.data(f"/v1/loans/{one}") for one in (old, new))

    assert (before["status"], before["successor"], before["debt"]["outstanding"]) == ("renegotiated", new, "0")
    assert (after["status"], after["predecessor"], after["debt"]["interest"]) == ("active", old, "39")
    assert loans(api, status="active") == [new]


@pytest.mark.parametrize(("shortfall", "status"), [(0, "repaid"), (400, "defaulted")])
def test_an_advance_ends_when_its_deal_is_paid(api, market, shortfall, status):
    deal_id = open_deal(market, "Request", seller="bob", buyer="carl")
    loan_id = take_loan(market, "an advance", collateral=0, collateral_token="0x" + "00" * 20, collateral_deal=deal_id)
    paid = 1_000 + interest(1_000, 1_000, BLOCK_SECONDS) - shortfall
    market.tell("Loan", AdvanceCollected(loan_id, deal_id, paid, 0, shortfall))

    told = api.data(f"/v1/loans/{loan_id}")
    record = api.data(f"/v1/accounts/{address('bob')}")["record"]

    assert (told["status"], told["debt"]["outstanding"]) == (status, str(shortfall))
    assert (record["loansRepaid"], record["loansDefaulted"]) == ((1, 0) if shortfall == 0 else (0, 1))
    assert loans(api, deal=deal_id, status="any") == [loan_id]


def test_a_deal_that_secures_no_loan_goes_back_to_its_seller(api, market):
    deal_id = open_deal(market, "Request", seller="bob", buyer="carl")
    market.tell("Loan", AssignmentReturned(deal_id, address("bob"), 0))

    assert [entry["name"] for entry in api.data(f"/v1/deals/{deal_id}/history")] == ["DealOpened", "AssignmentReturned"]


def test_an_offer_shown_again_is_the_same_offer(api, market):
    offer_id = offer_loan(market, "an offer")
    offer_loan(market, "another")
    offer_loan(market, "an offer")

    assert api.data(f"/v1/loans/{offer_id}")["openedBlock"] == 1
    use_nonce(market, "lena", 7)
    assert loans(api) == []


def test_an_offer_to_one_account_is_taken_without_its_number(api, market):
    offer_id = offer_loan(market, "for bob", borrower="bob")
    other = offer_loan(market, "for all")
    take_loan(market, "a loan", offer_id=offer_id)

    assert loans(api) == [other]
    use_nonce(market, "lena", 7)
    assert api.data(f"/v1/loans/{offer_id}")["status"] == "taken"


def test_tokens_and_borrowers_choose(api, market):
    mine = take_loan(market, "mine")
    other = take_loan(market, "other", borrower="carl", collateral_token="0x" + "c1" * 20)

    assert loans(api, status="any", borrower=address("bob")) == [mine]
    assert loans(api, status="any", collateralToken="0x" + "c1" * 20) == [other]
    assert loans(api, status="any", token=TOKEN) == [other, mine]
    assert loans(api, status="any", token="0x" + "00" * 20) == []


def test_loans_are_sorted_by_when_they_are_due(api, market):
    offer_loan(market, "an offer")
    late = take_loan(market, "late", duration=20 * DAY)
    soon = take_loan(market, "soon", duration=10 * DAY)

    assert loans(api, status="active", sort="due") == [soon, late]
    assert loans(api, status="any", sort="due") == [soon, late]
    assert [row["loanId"] for row in api.every("/v1/loans", status="active", sort="due", limit=1)] == [soon, late]
    # Fifteen days after the market began.
    assert loans(api, status="active", dueBefore="2026-10-06T14:13:20Z") == [soon]


@pytest.mark.parametrize("text", ["soon", "2026-02-30T00:00:00Z", "2026-10-06", "2026-10-06T14:13:20+01:00"])
def test_a_moment_is_a_time_in_utc(api, market, text):
    answer = api.get("/v1/loans", dueBefore=text)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "dueBefore"


def test_a_history_tells_a_loan_from_beginning_to_end(api, market):
    loan_id = take_loan(market, "a loan", offer_id=NOTHING)
    repay(market, loan_id, 1_001, interest=1, outstanding=0)

    assert [entry["name"] for entry in api.data(f"/v1/loans/{loan_id}/history")] == ["LoanTaken", "LoanRepaid"]


def test_a_reorganization_takes_a_payment_back(api, market):
    loan_id = take_loan(market, "a loan")
    before = api.data(f"/v1/loans/{loan_id}")
    repay(market, loan_id, 1_001, interest=1, outstanding=0)
    market.reorganize(1)

    assert api.data(f"/v1/loans/{loan_id}") == before
    assert api.data(f"/v1/accounts/{address('bob')}")["record"]["loansRepaid"] == 0
