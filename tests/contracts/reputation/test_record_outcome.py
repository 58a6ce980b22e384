"""Facts from the escrow, added to both records by anybody."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from tests.contracts.model.identity import deal_key
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Outcome
from tests.contracts.world.trade import events_of

FACTS = ("sales", "purchases", "refunds", "missedDeadlines", "disputesLost", "depositsForfeited")
DISPUTED = [("dispute", "buyer", 5_000, NOTHING), ("contest", "seller", NOTHING)]


class Ending(NamedTuple):
    journey: list[tuple]
    outcome: Outcome
    seller_bps: int
    of_seller: Mapping[str, int] = MappingProxyType({})
    of_buyer: Mapping[str, int] = MappingProxyType({})
    is_late: bool = False


def ruled(seller_bps):
    return [*DISPUTED, ("rule", "arbiter", seller_bps), ("execute", "stranger")]


def deposit_conceded(seller_bps):
    return [("release", "buyer"), ("claimDeposit", "seller", seller_bps, NOTHING), ("concede", "buyer")]


ENDINGS = {
    "released": Ending([("release", "buyer"), ("returnDeposit", "seller")], Outcome.RELEASED, 10_000),
    "refunded": Ending([("refund", "seller")], Outcome.REFUNDED, 0, {"refunds": 1}),
    "cancelled": Ending([("cancel", "buyer")], Outcome.CANCELLED, 0),
    "reclaimed": Ending([("reclaim", "buyer")], Outcome.RECLAIMED, 0, {"missedDeadlines": 1}, is_late=True),
    "settled": Ending(
        [("proposeSettlement", "seller", False, 100), ("acceptSettlement", "buyer", False, 100)], Outcome.SETTLED, 100
    ),
    "ruled for the buyer": Ending(ruled(4_999), Outcome.RULED, 4_999, of_seller={"disputesLost": 1}),
    "ruled even": Ending(ruled(5_000), Outcome.RULED, 5_000),
    "ruled for the seller": Ending(ruled(5_001), Outcome.RULED, 5_001, of_buyer={"disputesLost": 1}),
    "deposit forfeited": Ending(deposit_conceded(1), Outcome.CONCEDED, 1, of_buyer={"depositsForfeited": 1}),
    "deposit claimed for nothing": Ending(deposit_conceded(0), Outcome.CONCEDED, 0),
}


def facts_of(reputation, market, account):
    record = reputation.recordOf(market, account).dict()
    return {fact: record[fact] for fact in FACTS if record[fact]}


def test_an_open_deal_has_no_outcome(reputation, trade, deal, stranger):
    trade.open(deal)
    with reverts_with("DealStillOpen", trade.id(deal)):
        reputation.recordOutcome(deal_key(deal), {"from": stranger})


def test_an_outcome_is_recorded_once(reputation, trade, closed_deal, stranger):
    reputation.recordOutcome(deal_key(closed_deal), {"from": stranger})
    with reverts_with("AlreadyRecorded", trade.id(closed_deal)):
        reputation.recordOutcome(deal_key(closed_deal), {"from": stranger})


@pytest.mark.ganache
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_ending_leaves_its_facts(reputation, trade, deal, people, clock, ending):
    journey, outcome, seller_bps, of_seller, of_buyer, is_late = ENDINGS[ending]
    trade.open(deal)
    if is_late:
        clock.to(deal.deliverBy + 1)
    trade.travel(deal, people, journey)
    tx = reputation.recordOutcome(deal_key(deal), {"from": people.stranger})

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
    assert "OutcomeRecorded" in reputation.recordOutcome(deal_key(closed_deal), {"from": stranger}).events


def test_a_market_that_lies_reaches_its_own_records_alone(
    reputation, closed_deal, market, fixed_price, seller, stranger
):
    reputation.recordOutcome(deal_key(closed_deal), {"from": stranger})
    assert facts_of(reputation, market, seller) == {"sales": 1}
    assert facts_of(reputation, fixed_price, seller) == {}
