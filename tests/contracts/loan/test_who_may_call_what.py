"""Every act by everybody, in every state of a loan, at its edges: allowed exactly when this table says so."""

import pytest
from eth_utils import keccak

from tests.contracts.loan.conftest import NONCE
from tests.contracts.world.chain import Reverted, ask_all
from tests.contracts.world.shapes import DAY, NOTHING

CALLERS = ("lender", "borrower", "holder", "stranger")
ALL = set(CALLERS)
# Who may do it while the loan runs, and after its grace. Whoever is not named is refused for who he is, or for the time.
RUNNING = {
    "repay": (ALL, set()),
    "foreclose": (set(), {"lender"}),
    "transferNote": ({"lender"}, {"lender"}),
    "renegotiate": ({"lender", "borrower"}, {"lender", "borrower"}),
}
SOLD = {
    "repay": (ALL, set()),
    "foreclose": (set(), {"holder"}),
    "transferNote": ({"holder"}, {"holder"}),
    "renegotiate": ({"holder", "borrower"}, {"holder", "borrower"}),
}
NOBODY = {act: (set(), set()) for act in RUNNING}
STATES = {
    "never taken": (NOBODY, "LoanUnknown"),
    "running": (RUNNING, None),
    "paid in part": (RUNNING, None),
    "note sold": (SOLD, None),
    "repaid": (NOBODY, "LoanNotOpen"),
    "renegotiated": (NOBODY, "LoanNotOpen"),
}
BY_TIME = {"repay": "TooLate", "foreclose": "TooEarly"}
BY_PERSON = {"foreclose": "NotHolder", "transferNote": "NotHolder", "renegotiate": "NotLoanParty"}


@pytest.fixture
def currency(token):
    """No coin has to be sent along."""
    return token.address


def bring_to(bank, terms, state, holder):
    if state == "never taken":
        return
    bank.take(terms)
    acts = {
        "paid in part": lambda: bank.repay(terms, 400_000),
        "note sold": lambda: bank.loan.transferNote(terms, holder, bank.by("lender")),
        "repaid": lambda: bank.repay(terms, 2 * terms.principal),
        "renegotiated": lambda: bank.renegotiate(terms, terms._replace(salt=b"\2" * 32)),
    }
    acts.get(state, lambda: None)()


def encoded(bank, terms, act, caller, state):
    """The calldata of an act that fails for no other reason than what the table says."""
    if act == "renegotiate":
        return renegotiation(bank, terms, caller, state)
    arguments = {"repay": (1,), "transferNote": (bank.people["stranger"],)}
    return getattr(bank.loan, act).encode_input(terms, *arguments.get(act, ()))


def renegotiation(bank, terms, caller, state):
    holder = "holder" if state == "note sold" else "lender"
    outstanding = bank.state(terms).outstanding or terms.principal
    new = terms._replace(lender=bank.people[holder].address, principal=outstanding, rateBps=7, salt=NOTHING)
    signer = holder if caller == "borrower" else "borrower"
    return bank.renegotiation_input(terms, new, signer=signer, deadline=bank.clock.now + 999 * DAY)


def refusals(loan, calls):
    """The name of the error that refuses each call, or nothing."""
    names = {}
    for item in loan.abi:
        if item["type"] == "error":
            signature = f"{item['name']}({','.join(field['type'] for field in item['inputs'])})"
            names["0x" + keccak(text=signature)[:4].hex()] = item["name"]
    asked = [[{"from": caller, "to": loan.address, "data": data}, "latest"] for caller, data in calls]
    answers = ask_all("eth_call", asked)
    return [names[answer[:10]] if isinstance(answer, Reverted) else None for answer in answers]


@pytest.mark.parametrize("state", STATES)
def test_an_act_is_allowed_exactly_when_the_table_says_so(bank, terms, clock, holder, state):
    bring_to(bank, terms, state, holder)
    table, closed = STATES[state]
    end = (bank.state(terms).takenAt or clock.now) + terms.duration + terms.grace
    tried = [(act, person) for act in RUNNING for person in CALLERS]

    for time, is_over in ((clock.now, False), (end, False), (end + 1, True)):
        clock.to(time)
        calls = [(bank.people[who].address, encoded(bank, terms, act, who, state)) for act, who in tried]
        for (act, who), refusal in zip(tried, refusals(bank.loan, calls), strict=True):
            allowed = table[act][is_over]
            expected = {closed} if closed else set() if who in allowed else {BY_TIME.get(act), BY_PERSON.get(act)}
            where = f"{act} by the {who} at {time - end}: {refusal}, expected {expected or 'success'}"
            assert (refusal in expected) if expected else refusal is None, where


def test_every_function_that_writes_is_told_in_a_test(loan):
    """Nothing else reaches a loan: no setter, no owner, no back door."""
    writing = {
        item["name"]
        for item in loan.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    of_deals = {"takeAdvance", "collect", "contest", "unassign"}
    assert writing == {*RUNNING, *of_deals, "take", "publishOffer", "revoke", "withdraw"}


def test_a_changed_term_names_a_loan_nobody_took(bank, taken):
    for field, value in taken._asdict().items():
        other = value + 1 if isinstance(value, int) else {bytes: b"\7" * 32, str: bank.loan.address}[type(value)]
        changed = taken._replace(**{field: other})
        calls = [
            (bank.people[who].address, encoded(bank, changed, act, who, "running"))
            for act in RUNNING
            for who in CALLERS
        ]
        assert set(refusals(bank.loan, calls)) == {"LoanUnknown"}
    assert not bank.loan.isNonceUsed(taken.lender, NONCE)
