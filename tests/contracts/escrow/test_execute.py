"""Anybody executes an unanswered claim, a ruling, or the arbiter's silence."""

import pytest

from tests.contracts.escrow.outcomes import verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, ZERO, Outcome, Status


def executed(trade, deal, outcome, seller_bps):
    return [("DealExecuted", {"dealId": trade.id(deal), "outcome": outcome, "sellerBps": seller_bps})]


def test_without_a_dispute_there_is_nothing_to_execute(escrow, trade, completed_deal, stranger):
    with reverts_with("DealNotDisputed", trade.id(completed_deal), Status.COMPLETED):
        escrow.execute(completed_deal, {"from": stranger})


@pytest.mark.parametrize(("state", "period"), [("claimed_deal", "contestPeriod"), ("contested_deal", "rulingPeriod")])
def test_the_last_second_of_the_others_time_is_too_early(escrow, trade, deal_in, buyer, clock, state, period):
    deal = deal_in(state)
    ends = clock.to(trade.state(deal).since + getattr(deal, period))
    with reverts_with("TooEarly", ends, ends):
        escrow.execute(deal, {"from": buyer})


@pytest.mark.ganache
@in_both_currencies
def test_an_unanswered_claim_is_paid_a_second_later(escrow, trade, claimed_deal, stranger, clock):
    clock.to(trade.state(claimed_deal).since + claimed_deal.contestPeriod + 1)
    done = trade.do(escrow.execute, claimed_deal, by=stranger)

    moved = {"escrow": -1_500_012, "seller": 243_750, "referrer": 6_250, "buyer": 750_003 + 500_009}
    events = executed(trade, claimed_deal, Outcome.UNCONTESTED, 2_500)
    verify_closed(done, Outcome.UNCONTESTED, moved=moved, seller_bps=2_500, events=events)


@in_both_currencies
def test_the_arbiters_silence_pays_the_agreed_split_and_no_fee(escrow, trade, contested_deal, stranger, clock):
    clock.to(trade.state(contested_deal).since + contested_deal.rulingPeriod + 1)
    done = trade.do(escrow.execute, contested_deal, by=stranger)

    # 60 % of 1,000,003 rounds down to 600,001; 2.5 % of that is the referral.
    moved = {"escrow": -1_500_012, "seller": 585_001, "referrer": 15_000, "buyer": 400_002 + 500_009}
    events = executed(trade, contested_deal, Outcome.ARBITER_SILENT, 6_000)
    verify_closed(done, Outcome.ARBITER_SILENT, moved=moved, seller_bps=6_000, events=events)


@pytest.mark.ganache
@in_both_currencies
def test_a_ruling_is_paid_at_once_with_the_arbiters_fee(escrow, trade, ruled_deal, stranger):
    done = trade.do(escrow.execute, ruled_deal, by=stranger)

    # 3 % of the price is the arbiter's; 40 % of the rest rounds down to 388,001, of which 2.5 % is the referral.
    moved = {
        "escrow": -1_500_012,
        "arbiter": 30_000,
        "seller": 378_301,
        "referrer": 9_700,
        "buyer": 582_002 + 500_009,
    }
    events = executed(trade, ruled_deal, Outcome.RULED, 4_000)
    verify_closed(done, Outcome.RULED, moved=moved, seller_bps=4_000, events=events)


def test_a_ruling_on_the_deposit_divides_the_deposit_alone(escrow, trade, claimed_deposit, buyer, arbiter, stranger):
    escrow.contest(claimed_deposit, NOTHING, {"from": buyer})
    escrow.rule(claimed_deposit, 5_000, {"from": arbiter})
    done = trade.do(escrow.execute, claimed_deposit, by=stranger)

    moved = {"escrow": -500_009, "arbiter": 15_000, "seller": 242_504, "buyer": 242_505}
    events = executed(trade, claimed_deposit, Outcome.RULED, 5_000)
    verify_closed(done, Outcome.RULED, moved=moved, seller_bps=5_000, events=events)


def test_without_an_arbiter_the_agreed_split_decides(escrow, trade, make_deal, buyer, seller, stranger, clock):
    deal = trade.open(make_deal(arbiter=ZERO, arbiterBps=0))
    escrow.dispute(deal, 0, NOTHING, {"from": buyer})
    contested_at = clock.now
    escrow.contest(deal, NOTHING, {"from": seller})
    clock.to(contested_at + deal.rulingPeriod + 60)
    done = trade.do(escrow.execute, deal, by=stranger)
    assert done.events == executed(trade, deal, Outcome.ARBITER_SILENT, 6_000)
