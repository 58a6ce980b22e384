"""The arbiter decides a contested claim, and pays nobody by it."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import ZERO, Claim, Party, Status


def test_without_a_dispute_there_is_nothing_to_rule(escrow, trade, fulfilled_deal, arbiter):
    with reverts_with("DealNotDisputed", trade.id(fulfilled_deal), Status.FULFILLED):
        escrow.rule(fulfilled_deal, 4_000, {"from": arbiter})


def test_an_uncontested_claim_is_not_the_arbiters(escrow, trade, claimed_deal, arbiter):
    with reverts_with("WrongClaim", trade.id(claimed_deal), Claim.MADE):
        escrow.rule(claimed_deal, 4_000, {"from": arbiter})


def test_the_arbiter_rules_once(escrow, trade, ruled_deal, arbiter):
    with reverts_with("WrongClaim", trade.id(ruled_deal), Claim.RULED):
        escrow.rule(ruled_deal, 10_000, {"from": arbiter})


@pytest.mark.parametrize("person", ["buyer", "seller", "referrer", "stranger"])
def test_nobody_else_rules(escrow, contested_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotArbiter", caller):
        escrow.rule(contested_deal, 4_000, {"from": caller})


def test_without_an_arbiter_nobody_rules(escrow, trade, make_deal, buyer, seller, stranger):
    deal = trade.open(make_deal(arbiter=ZERO, arbiterBps=0))
    escrow.dispute(deal, 2_500, b"\0" * 32, {"from": buyer})
    escrow.contest(deal, b"\0" * 32, {"from": seller})
    with reverts_with("NotArbiter", stranger):
        escrow.rule(deal, 4_000, {"from": stranger})


def test_a_share_has_a_limit(escrow, contested_deal, arbiter):
    with reverts_with("BadShare", 10_001):
        escrow.rule(contested_deal, 10_001, {"from": arbiter})


def test_after_the_ruling_period_it_is_too_late(escrow, trade, contested_deal, arbiter, clock):
    ends = trade.state(contested_deal).since + contested_deal.rulingPeriod
    late = clock.to(ends + 1)
    with reverts_with("TooLate", ends, late):
        escrow.rule(contested_deal, 4_000, {"from": arbiter})


@pytest.mark.ganache
def test_in_the_last_second_the_arbiter_rules_and_no_money_moves(escrow, trade, contested_deal, arbiter, seller, clock):
    escrow.proposeSettlement(contested_deal, False, 9_000, {"from": seller})
    clock.to(trade.state(contested_deal).since + contested_deal.rulingPeriod)
    done = trade.do(escrow.rule, contested_deal, 4_000, by=arbiter)

    assert done.moved == {}
    assert done.after == done.before._replace(
        claim=Claim.RULED, proposer=Party.NONE, claimBps=4_000, proposedBps=0, since=done.time
    )
    assert done.events == [("DealRuled", {"dealId": trade.id(contested_deal), "sellerBps": 4_000})]
