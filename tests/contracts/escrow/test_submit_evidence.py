"""Whoever is concerned may add evidence while the deal is open."""

import pytest

from tests.contracts.world.chain import reverts_with

LETTER = b"a letter".ljust(32, b"\0")


def test_a_closed_deal_takes_no_evidence(escrow, trade, closed_deal, buyer):
    with reverts_with("DealClosed", trade.id(closed_deal)):
        escrow.submitEvidence(closed_deal, LETTER, {"from": buyer})


@pytest.mark.parametrize("person", ["referrer", "payer", "stranger"])
def test_nobody_else_adds_evidence(escrow, funded_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotConcerned", caller):
        escrow.submitEvidence(funded_deal, LETTER, {"from": caller})


@pytest.mark.ganache
@pytest.mark.parametrize("person", ["buyer", "seller", "arbiter"])
@pytest.mark.parametrize("state", ["funded_deal", "completed_deal", "ruled_deal"])
def test_evidence_is_an_event_and_changes_nothing(escrow, trade, deal_in, people, clock, state, person):
    deal = deal_in(state)
    clock.by(60)
    author = getattr(people, person)
    done = trade.do(escrow.submitEvidence, deal, LETTER, by=author)

    assert (done.moved, done.after) == ({}, done.before)
    expected = {"dealId": trade.id(deal), "author": author.address, "evidence": LETTER}
    assert done.events == [("EvidenceSubmitted", expected)]
