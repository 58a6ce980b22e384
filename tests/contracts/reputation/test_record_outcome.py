"""Facts from the escrow, added to both records by anybody."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Outcome
from tests.contracts.world.trade import events_of

FACTS = ("sales", "purchases", "refunds", "missedDeadlines", "disputesLost", "depositsForfeited")


def rule(escrow, deal, people, *, seller_bps):
    escrow.dispute(deal, 5_000, NOTHING, {"from": people.buyer})
    escrow.contest(deal, NOTHING, {"from": people.seller})
    escrow.rule(deal, seller_bps, {"from": people.arbiter})
    escrow.execute(deal, {"from": people.stranger})


def claim_deposit(escrow, deal, people, *, seller_bps):
    escrow.release(deal, {"from": people.buyer})
    escrow.claimDeposit(deal, seller_bps, NOTHING, {"from": people.seller})
    escrow.concede(deal, {"from": people.buyer})


def return_deposit(escrow, deal, people):
    escrow.release(deal, {"from": people.buyer})
    escrow.returnDeposit(deal, {"from": people.seller})


def reclaim(escrow, deal, people, clock):
    clock.to(deal.deliverBy + 1)
    escrow.reclaim(deal, {"from": people.buyer})


def settle(escrow, deal, people, *, seller_bps):
    escrow.proposeSettlement(deal, False, seller_bps, {"from": people.seller})
    escrow.acceptSettlement(deal, False, seller_bps, {"from": people.buyer})


ENDINGS = {
    "released": (lambda escrow, deal, people, clock: return_deposit(escrow, deal, people), Outcome.RELEASED, 10_000, {}, {}),
    "refunded": (
        lambda escrow, deal, people, clock: escrow.refund(deal, {"from": people.seller}),
        Outcome.REFUNDED,
        0,
        {"refunds": 1},
        {},
    ),
    "cancelled": (
        lambda escrow, deal, people, clock: escrow.cancel(deal, {"from": people.buyer}),
        Outcome.CANCELLED,
        0,
        {},
        {},
    ),
    "reclaimed": (reclaim, Outcome.RECLAIMED, 0, {"missedDeadlines": 1}, {}),
    "settled": (
        lambda escrow, deal, people, clock: settle(escrow, deal, people, seller_bps=100),
        Outcome.SETTLED,
        100,
        {},
        {},
    ),
    "ruled for the buyer": (
        lambda escrow, deal, people, clock: rule(escrow, deal, people, seller_bps=4_999),
        Outcome.RULED,
        4_999,
        {"disputesLost": 1},
        {},
    ),
    "ruled even": (
        lambda escrow, deal, people, clock: rule(escrow, deal, people, seller_bps=5_000),
        Outcome.RULED,
        5_000,
        {},
        {},
    ),
    "ruled for the seller": (
        lambda escrow, deal, people, clock: rule(escrow, deal, people, seller_bps=5_001),
        Outcome.RULED,
        5_001,
        {},
        {"disputesLost": 1},
    ),
    "deposit forfeited": (
        lambda escrow, deal, people, clock: claim_deposit(escrow, deal, people, seller_bps=1),
        Outcome.CONCEDED,
        1,
        {},
        {"depositsForfeited": 1},
    ),
    "deposit claimed for nothing": (
        lambda escrow, deal, people, clock: claim_deposit(escrow, deal, people, seller_bps=0),
        Outcome.CONCEDED,
        0,
        {},
        {},
    ),
}


def facts_of(reputation, market, account):
    record = reputation.recordOf(market, account).dict()
    return {fact: record[fact] for fact in FACTS if record[fact]}


def test_an_open_deal_has_no_outcome(reputation, trade, deal, stranger):
    trade.open(deal)
    with reverts_with("DealStillOpen", trade.id(deal)):
        reputation.recordOutcome(deal, {"from": stranger})


def test_an_outcome_is_recorded_once(reputation, trade, closed_deal, stranger):
    reputation.recordOutcome(closed_deal, {"from": stranger})
    with reverts_with("AlreadyRecorded", trade.id(closed_deal)):
        reputation.recordOutcome(closed_deal, {"from": stranger})


@pytest.mark.ganache
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_ending_leaves_its_facts(reputation, escrow, trade, deal, people, clock, ending):
    end, outcome, seller_bps, of_seller, of_buyer = ENDINGS[ending]
    end(escrow, trade.open(deal), people, clock)
    tx = reputation.recordOutcome(deal, {"from": people.stranger})

    told = {
        "dealId": trade.id(deal),
        "buyer": deal.buyer,
        "seller": deal.seller,
        "outcome": outcome,
        "sellerBps": seller_bps,
    }
    assert events_of(tx, reputation) == [("OutcomeRecorded", told)]
    assert facts_of(reputation, deal.market, deal.seller) == {"sales": 1, **of_seller}
    assert facts_of(reputation, deal.market, deal.buyer) == {"purchases": 1, **of_buyer}


def test_a_review_does_not_hide_the_outcome(reputation, opinion, closed_deal, buyer, stranger):
    opinion(buyer, 5).commit()
    assert "OutcomeRecorded" in reputation.recordOutcome(closed_deal, {"from": stranger}).events


def test_a_market_that_lies_reaches_its_own_records_alone(reputation, closed_deal, market, fixed_price, seller, stranger):
    reputation.recordOutcome(closed_deal, {"from": stranger})
    assert facts_of(reputation, market, seller) == {"sales": 1}
    assert facts_of(reputation, fixed_price, seller) == {}
