"""The lending story: loans against coins, a loan repaid without any service of ours, and advances on escrowed deals."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import httpx
import pytest

from indexer.content.market_documents import loan_document
from scripts.market import loan
from scripts.market.chain import Refused, hexed
from scripts.market.loan import LoanTerms, Signed, interest_on
from scripts.market.shapes import EMPTY, NATIVE, NOBODY, WHOLE_BPS
from scripts.marketplace import ROOT
from tests.support.lending import PURSE, Bank, mined_at, without_services
from tests.support.newcomers import newcomers
from tests.support.rebuilding import rebuilt, rows
from tests.support.trading import DAY, Shop

PEOPLE = ("lender", "borrower", "collector", "client", "bystander")
SCRIPT = ROOT / "scripts" / "repay_loan.py"
MONTH = 30 * DAY


@pytest.fixture(scope="module")
def story(market):
    """What earlier steps leave to later ones."""
    known = newcomers(market.chain, *PEOPLE)
    shop = Shop(market)
    bank = Bank(shop, known["lender"], known["borrower"])
    bank.supply(known["lender"], known["borrower"])
    return SimpleNamespace(shop=shop, market=market, bank=bank, **known)


def test_1_an_offer_found_by_the_api_is_taken_and_collateral_and_principal_move(story):
    bank, chain, index = story.bank, story.market.chain, story.market.index
    today = datetime.fromtimestamp(chain.now(), UTC)
    document = story.shop.pin(loan_document("Dollars for three months", "For whoever has a coin to spare.", today))
    offer = bank.terms(borrower=NOBODY, document=document)
    signed = bank.signed(offer, story.lender)
    publish = (story.lender.address, offer, signed.nonce, signed.deadline, signed.signature)
    story.shop.does(story.bystander, "Loan", "publishOffer", *publish)

    (found,) = index.get("/v1/loans", lender=story.lender.address, min_block=story.shop.head())["data"]
    assert found["status"] == "offered"
    read = LoanTerms.from_json(found["terms"])
    told = found["offer"]
    word = bytes.fromhex(told["signature"].removeprefix("0x"))
    carried = Signed(nonce=int(told["nonce"]), deadline=int(told["deadline"]), signature=word)
    assert (read, carried) == (offer, signed)
    lent, had = bank.dollars(story.lender, story.borrower)
    coins, locked = chain.balance(story.borrower.address), chain.balance(bank.contract)
    taken = chain.send(loan.taking(chain, read, carried, by=story.borrower.address), story.borrower)

    story.first = named = replace(read, borrower=story.borrower.address)
    story.first_taken = bank.moment(taken)
    assert bank.dollars(story.lender, story.borrower) == [lent - named.principal, had + named.principal]
    assert chain.balance(story.borrower.address) == coins - named.collateral - taken.fee
    assert chain.balance(bank.contract) == locked + named.collateral
    assert bank.shown(named)["status"] == "active"
    offered = index.get(f"/v1/loans/{found['loanId']}")["data"]
    assert (offered["status"], offered["successor"]) == ("taken", hexed(bank.id_of(named)))
    again = loan.taking(chain, read, carried, by=story.bystander.address)
    refused(story, again, story.bystander, "NonceIsUsed")


def test_2_early_repayment_costs_the_interest_of_the_formula_rounded_up(story):
    bank, chain, terms = story.bank, story.market.chain, story.first
    story.market.net.travel(MONTH)
    lent, had = bank.dollars(story.lender, story.borrower)
    coins = chain.balance(story.borrower.address)

    repaid = bank.repay(terms)

    seconds = bank.moment(repaid) - story.first_taken
    interest = interest_on(terms.principal, terms.rate_bps, seconds)
    exact = terms.principal * terms.rate_bps * seconds
    assert exact <= interest * WHOLE_BPS * loan.YEAR < exact + WHOLE_BPS * loan.YEAR, "up, by less than one unit"
    owed = terms.principal + interest
    assert bank.dollars(story.lender, story.borrower) == [lent + owed, had - owed]
    assert chain.balance(story.borrower.address) == coins + terms.collateral - repaid.fee
    shown = bank.shown(terms)
    assert (shown["status"], shown["debt"]["interestPaid"]) == ("repaid", str(interest))
    assert story.market.index.account(story.borrower.address)["record"]["loansRepaid"] == 1


def test_3_the_last_second_of_grace_counts_and_the_next_one_is_too_late(story):
    bank, chain, net = story.bank, story.market.chain, story.market.net
    kept, lost = bank.taken(), bank.taken()
    early, late = (bank.state(terms)["takenAt"] + terms.duration + terms.grace for terms in (kept, lost))
    refused(story, chain.call("Loan", "foreclose", kept), story.lender, "TooEarly")

    with mined_at(net, early):
        call = loan.repaying(chain, kept, PURSE)
        sent = chain.submit(call, story.borrower)
    receipt = chain.wait(call, sent, sender=story.borrower.address)
    assert bank.moment(receipt) == early
    assert bank.shown(kept)["status"] == "repaid"

    with mined_at(net, max(late, early + 2) + 1):
        call = loan.repaying(chain, lost, PURSE)
        sent = chain.submit(call, story.borrower)
    with pytest.raises(Refused) as refusal:
        chain.wait(call, sent, sender=story.borrower.address)
    assert refusal.value.error == "TooLate"
    before = chain.balance(story.lender.address)
    foreclosed = story.shop.does(story.lender, "Loan", "foreclose", lost)
    assert chain.balance(story.lender.address) == before + lost.collateral - foreclosed.fee
    shown = bank.shown(lost)
    assert (shown["status"], shown["debt"]["outstanding"]) == ("foreclosed", str(lost.principal))
    assert story.market.index.account(story.borrower.address)["record"]["loansDefaulted"] == 1


def test_4_who_bought_the_note_receives_the_repayment(story):
    bank, chain = story.bank, story.market.chain
    terms = bank.taken()
    refused(story, chain.call("Loan", "transferNote", terms, story.bystander.address), story.bystander, "NotHolder")
    story.shop.does(story.lender, "Loan", "transferNote", terms, story.collector.address)
    assert bank.shown(terms)["debt"]["holder"] == story.collector.address
    (held,) = story.market.index.get("/v1/loans", holder=story.collector.address, status="active")["data"]
    assert held["loanId"] == hexed(bank.id_of(terms))
    story.market.net.travel(MONTH)
    before = bank.dollars(story.lender, story.collector)

    repaid = bank.repay(terms)

    amount = repaid.event("LoanRepaid")["amount"]
    assert amount > terms.principal
    assert bank.dollars(story.lender, story.collector) == [before[0], before[1] + amount]


def test_5_both_sign_new_terms_and_the_term_is_longer(story):
    bank, chain = story.bank, story.market.chain
    old = bank.taken()
    began = bank.state(old)["takenAt"]
    story.market.net.travel(MONTH)
    new = replace(old, duration=180 * DAY, rate_bps=1_500, salt=os.urandom(32))
    deadline = chain.now() + DAY
    forged = loan.sign_renegotiation(chain, bank.id_of(old), new, story.bystander, deadline=deadline)
    refused(story, chain.call("Loan", "renegotiate", old, new, deadline, forged), story.borrower, "BadLoanSignature")
    agreed = loan.sign_renegotiation(chain, bank.id_of(old), new, story.lender, deadline=deadline)

    changed = story.shop.does(story.borrower, "Loan", "renegotiate", old, new, deadline, agreed)

    restarted = bank.moment(changed)
    first, second = bank.shown(old), bank.shown(new)
    assert (first["status"], first["successor"]) == ("renegotiated", second["loanId"])
    assert (second["status"], second["predecessor"]) == ("active", first["loanId"])
    interest = interest_on(old.principal, old.rate_bps, restarted - began)
    assert bank.state(new)["interest"] == interest
    story.market.net.travel_to(began + old.duration + old.grace + DAY)
    repaid = bank.repay(new)
    interest += interest_on(new.principal, new.rate_bps, bank.moment(repaid) - restarted)
    assert repaid.event("LoanRepaid")["amount"] == new.principal + interest
    assert bank.shown(new)["status"] == "repaid"


def test_6_a_part_is_repaid_then_nothing_and_what_is_lost_is_exact(story):
    bank, chain = story.bank, story.market.chain
    terms = bank.taken()
    began, part = bank.state(terms)["takenAt"], 400_000_001
    end = began + terms.duration + terms.grace
    story.market.net.travel(MONTH)
    paid = bank.repay(terms, part)
    first = interest_on(terms.principal, terms.rate_bps, bank.moment(paid) - began)
    outstanding = terms.principal - (part - first)
    debt = bank.shown(terms)["debt"]
    assert (debt["outstanding"], debt["interest"]) == (str(outstanding), "0")
    assert (debt["repaid"], debt["interestPaid"]) == (str(part), str(first))

    story.market.net.travel_to(end + 1)
    before = chain.balance(story.lender.address)
    foreclosed = story.shop.does(story.lender, "Loan", "foreclose", terms)

    assert chain.balance(story.lender.address) == before + terms.collateral - foreclosed.fee
    unpaid = interest_on(outstanding, terms.rate_bps, end - bank.moment(paid))
    state = bank.state(terms)
    assert (state["outstanding"], state["interest"]) == (outstanding, unpaid)
    debt = bank.shown(terms)["debt"]
    assert (debt["outstanding"], debt["interest"]) == (str(outstanding), str(unpaid))


def test_7_thirty_lines_repay_a_loan_while_every_service_is_off(story):
    bank, chain, market = story.bank, story.market.chain, story.market
    terms = bank.taken()
    market.net.travel(MONTH)
    before = chain.balance(story.borrower.address)
    known = {"RPC_URL": market.net.url, "LOAN": bank.contract, "LOAN_ID": hexed(bank.id_of(terms))}
    secret = {"KEY": "0x" + bytes(story.borrower.key).hex(), "PATH": os.environ["PATH"]}

    with without_services(market):
        with pytest.raises(httpx.TimeoutException):
            httpx.get(f"{market.url}/ready", timeout=0.5)
        subprocess.run([sys.executable, SCRIPT], env=known | secret, check=True, timeout=60, capture_output=True)

    text = SCRIPT.read_text()
    assert len([line for line in text.split("import json")[1].splitlines() if line.strip()]) <= 30
    assert "scripts" not in text.split('"""')[2], "nothing of ours but the contracts' interface"
    assert bank.state(terms)["status"] == 2
    assert chain.balance(story.borrower.address) > before + terms.collateral - 10**16, "all but the fees"
    assert bank.shown(terms)["status"] == "repaid"


def test_8_a_worker_borrows_80_of_a_funded_100_and_release_pays_the_lender_first(story):
    bank, chain = story.bank, story.market.chain
    deal, terms = advanced(story, "draw")
    refused(story, chain.call("Escrow", "refund", deal), story.borrower, "DealIsAssigned")
    began = bank.state(terms)["takenAt"]
    assert bank.shown(terms)["terms"]["collateralDeal"] == hexed(story.shop.deal_id(deal))
    story.market.net.travel(DAY)
    story.shop.does(story.client, "Escrow", "release", deal)
    before = [chain.balance(person.address) for person in (story.lender, story.borrower)]

    collected = story.shop.does(story.bystander, "Loan", "collect", terms, deal)

    owed = terms.principal + interest_on(terms.principal, terms.rate_bps, bank.moment(collected) - began)
    after = [chain.balance(person.address) for person in (story.lender, story.borrower)]
    assert after == [before[0] + owed, before[1] + deal.price - owed]
    assert bank.shown(terms)["status"] == "repaid"


def test_8_a_lost_dispute_leaves_the_lender_with_the_shortfall(story):
    bank, chain = story.bank, story.market.chain
    deal, terms = advanced(story, "carve")
    began = bank.state(terms)["takenAt"]
    story.shop.fulfil(story.borrower, deal)
    story.shop.does(story.client, "Escrow", "dispute", deal, 3_000, EMPTY)
    refused(story, chain.call("Escrow", "concede", deal), story.borrower, "DealIsAssigned")
    story.market.net.travel(deal.contest_period + 1)
    story.shop.does(story.bystander, "Escrow", "execute", deal)
    before = [chain.balance(person.address) for person in (story.lender, story.borrower)]

    collected = story.shop.does(story.bystander, "Loan", "collect", terms, deal)

    share = deal.price * 3_000 // WHOLE_BPS
    owed = terms.principal + interest_on(terms.principal, terms.rate_bps, bank.moment(collected) - began)
    after = [chain.balance(person.address) for person in (story.lender, story.borrower)]
    assert after == [before[0] + share, before[1]]
    assert collected.event("AdvanceCollected")["shortfall"] == owed - share
    shown = bank.shown(terms)
    unpaid = int(shown["debt"]["outstanding"]) + int(shown["debt"]["interest"])
    assert (shown["status"], unpaid) == ("defaulted", owed - share)
    assert chain.balance(bank.contract) == 0, "nothing is left of all these loans"


def test_9_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    assert len(again["loan"]) >= 10


def advanced(story, work: str):
    """A client pays a worker in escrow, who borrows four fifths of it."""
    listing_id = story.shop.publish(story.borrower, work, title=f"A {work}ing", stock=1)
    deal = story.shop.buy(story.client, listing_id)
    story.shop.does(story.borrower, "Escrow", "assign", deal, story.bank.contract)
    before = story.market.chain.balance(story.borrower.address)
    principal = deal.price * 4 // 5
    terms = story.bank.advanced(deal, principal_token=NATIVE, principal=principal, duration=14 * DAY)
    assert story.market.chain.balance(story.borrower.address) == before + principal
    return deal, terms


def refused(story, call, account, error: str) -> None:
    with pytest.raises(Refused) as refusal:
        story.market.chain.simulate(call, account.address)
    assert refusal.value.error == error
