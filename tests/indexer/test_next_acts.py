"""What may happen next to a deal is what contracts/acts.json says, with the times of this deal."""

import pytest

from indexer.config import read_acts
from indexer.events.escrow import (
    DealAssigned,
    DealContested,
    DealDisputed,
    DealFulfilled,
    DealReleased,
    DealRuled,
    DealSentBack,
    DepositClaimed,
    SettlementProposed,
)
from indexer.model.deal import Party
from indexer.model.identity import NOBODY, NOTHING
from tests.indexer.book import DAY, DEAL, START, STRANGER, TERMS
from tests.indexer.test_deals import funded

TABLE = read_acts()
CODE = "0x" + "c0" * 32
STEP = (START + 9 * DAY) | 10_000 << 40
SCHEDULE = (START + DAY) | 10_000 << 40 | (STEP << 56)


def acts(book):
    return {(next_act.act, next_act.by) for next_act in TABLE.next_of(book.deal)}


def times(book, act, by):
    (found,) = [one for one in TABLE.next_of(book.deal) if (one.act, one.by) == (act, by)]
    return found.since, found.until


def test_a_funded_deal_waits_for_the_seller():
    book = funded()

    assert acts(book) == {
        ("fulfil", "Seller"),
        ("release", "Buyer"),
        ("refund", "Seller"),
        ("discount", "Seller"),
        ("assign", "Seller"),
        ("reclaim", "Buyer"),
        ("proposeSettlement", "Buyer"),
        ("proposeSettlement", "Seller"),
        ("settleWithSignature", "Buyer"),
        ("settleWithSignature", "Seller"),
        ("dispute", "Buyer"),
        ("dispute", "Seller"),
        ("submitEvidence", "Buyer"),
        ("submitEvidence", "Seller"),
        ("submitEvidence", "Arbiter"),
    }
    assert times(book, "fulfil", "Seller") == (None, TERMS.deliver_by)
    assert times(book, "reclaim", "Buyer") == (TERMS.deliver_by, None)
    assert times(book, "dispute", "Buyer") == (None, None)
    assert times(book, "dispute", "Seller") == (None, TERMS.deliver_by)


def test_a_deal_without_arbiter_waits_for_none():
    assert ("submitEvidence", "Arbiter") not in acts(funded(arbiter=NOBODY))


def test_a_code_a_schedule_and_revisions_allow_more():
    book = funded(handover=CODE, refunds=SCHEDULE)
    assert {("handOver", "Anyone"), ("cancel", "Buyer")} <= acts(book)
    assert times(book, "cancel", "Buyer") == (None, START + 9 * DAY)

    book.tell(DealFulfilled(DEAL, NOTHING))
    assert times(book, "sendBack", "Buyer") == (None, book.now + TERMS.inspection)
    assert times(book, "finalize", "Anyone") == (book.now + TERMS.inspection, None)

    book.tell(DealSentBack(DEAL, 1, NOTHING))
    assert ("cancel", "Buyer") not in acts(book), "who has seen the work cannot cancel it"

    book.tell(DealFulfilled(DEAL, NOTHING))
    assert ("sendBack", "Buyer") not in acts(book), "the one revision is used"


def test_work_sent_back_late_leaves_one_inspection_more():
    book = funded(deliver_by=START + 60).tell(DealFulfilled(DEAL, NOTHING), DealSentBack(DEAL, 1, NOTHING))

    assert times(book, "fulfil", "Seller") == (None, book.now + TERMS.inspection)


@pytest.mark.parametrize(("proposer", "other"), [(Party.BUYER, "Seller"), (Party.SELLER, "Buyer")])
def test_only_the_other_party_accepts_a_proposal(proposer, other):
    book = funded()
    assert not {act for act in acts(book) if act[0] == "acceptSettlement"}

    book.tell(SettlementProposed(DEAL, proposer, 5_000))
    assert {act for act in acts(book) if act[0] == "acceptSettlement"} == {("acceptSettlement", other)}


@pytest.mark.parametrize(("claimant", "opponent"), [(Party.BUYER, "Seller"), (Party.SELLER, "Buyer")])
def test_a_claim_waits_for_the_opponent_then_for_the_arbiter(claimant, opponent):
    book = funded().tell(DealDisputed(DEAL, claimant, 1_000, NOTHING))
    assert {("concede", opponent), ("contest", opponent), ("refund", "Seller")} <= acts(book)
    assert times(book, "contest", opponent) == (None, book.now + TERMS.contest_period)
    assert times(book, "execute", "Anyone") == (book.now + TERMS.contest_period, None)

    book.tell(DealContested(DEAL, NOTHING))
    assert times(book, "rule", "Arbiter") == (None, book.now + TERMS.ruling_period)
    assert times(book, "execute", "Anyone") == (book.now + TERMS.ruling_period, None)

    book.tell(DealRuled(DEAL, 1_000))
    assert times(book, "execute", "Anyone") == (None, None)
    assert {act for act, _ in acts(book)} == {"execute", "submitEvidence"}


def test_a_held_deposit_waits_for_the_seller():
    book = funded(deposit=5).tell(DealReleased(DEAL))
    assert times(book, "claimDeposit", "Seller") == (None, book.now + TERMS.claim_period)
    assert times(book, "returnDeposit", "Anyone") == (book.now + TERMS.claim_period, None)
    assert ("refund", "Seller") not in acts(book)

    book.tell(DepositClaimed(DEAL, 5_000, NOTHING))
    assert ("refund", "Seller") not in acts(book), "the price is paid"


def test_where_the_clock_ends_a_deal_its_last_step_is_what_counts():
    book = funded(refunds=SCHEDULE | 1 << 224, revisions=0)
    names = {act for act, _ in acts(book)}
    assert not {"fulfil", "reclaim", "begin", "chargeNoShow"} & names
    ends = START + 9 * DAY + TERMS.inspection
    assert times(book, "finalize", "Anyone") == (ends, None)
    assert times(book, "dispute", "Buyer") == times(book, "dispute", "Seller") == (None, ends)


def test_a_code_begins_a_deal_or_the_seller_charges_a_no_show():
    book = funded(refunds=SCHEDULE | 2 << 224, revisions=0, handover=CODE)
    assert not {"fulfil", "handOver"} & {act for act, _ in acts(book)}
    assert times(book, "begin", "Anyone") == (None, TERMS.deliver_by)
    assert times(book, "chargeNoShow", "Seller") == (START + 9 * DAY, TERMS.deliver_by)


def test_what_is_assigned_is_the_payees():
    book = funded().tell(DealAssigned(DEAL, STRANGER))
    assert ("assign", "Payee") in acts(book)
    assert not {"discount", "proposeSettlement", "settleWithSignature"} & {act for act, _ in acts(book)}
    assert times(book, "refund", "Seller") == (TERMS.deliver_by, None)

    book.tell(DealDisputed(DEAL, Party.BUYER, 0, NOTHING))
    assert {("contest", "Seller"), ("contest", "Payee")} <= acts(book)
    assert not {"concede", "refund"} & {act for act, _ in acts(book)}


def test_nothing_follows_a_closed_deal():
    assert acts(funded().tell(DealReleased(DEAL))) == set()
