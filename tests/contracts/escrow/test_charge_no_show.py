"""The buyer did not come: the seller charges what the schedule says."""

import pytest

from tests.contracts.conftest import CODE
from tests.contracts.escrow.outcomes import verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import Ending, Outcome, Status, unpack_refunds


def last_step(deal):
    return unpack_refunds(deal.refunds)[-1].until


def test_who_has_come_is_not_charged(escrow, trade, coded_deal, buyer, seller, clock):
    escrow.begin(coded_deal, CODE, {"from": buyer})
    clock.to(last_step(coded_deal) + 1)
    with reverts_with("DealNotFunded", trade.id(coded_deal), Status.FULFILLED):
        escrow.chargeNoShow(coded_deal, {"from": seller})


@pytest.mark.parametrize(("state", "ending"), [("funded_deal", Ending.BY_HAND), ("timed_deal", Ending.BY_CLOCK)])
def test_other_deals_know_no_no_show(escrow, trade, deal_in, seller, state, ending):
    deal = deal_in(state)
    with reverts_with("WrongEnding", trade.id(deal), ending):
        escrow.chargeNoShow(deal, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_nobody_else_charges(escrow, coded_deal, people, clock, person):
    clock.to(last_step(coded_deal) + 1)
    caller = getattr(people, person)
    with reverts_with("NotSeller", caller):
        escrow.chargeNoShow(coded_deal, {"from": caller})


def test_the_buyer_has_until_the_last_step_to_come(escrow, coded_deal, seller, clock):
    time = clock.to(last_step(coded_deal))
    with reverts_with("TooEarly", time, time):
        escrow.chargeNoShow(coded_deal, {"from": seller})


def test_after_the_deadline_the_buyer_takes_everything(escrow, trade, coded_deal, buyer, seller, clock):
    late = clock.to(coded_deal.deliverBy + 1)
    with reverts_with("TooLate", coded_deal.deliverBy, late):
        escrow.chargeNoShow(coded_deal, {"from": seller})
    assert trade.do(escrow.reclaim, coded_deal, by=buyer).after.outcome == Outcome.RECLAIMED


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("at_the", ["first second", "last second"])
def test_the_last_step_divides_the_price(escrow, trade, coded_deal, seller, clock, at_the):
    clock.to(last_step(coded_deal) + 1 if at_the == "first second" else coded_deal.deliverBy)
    done = trade.do(escrow.chargeNoShow, coded_deal, by=seller)

    moved = {"escrow": -1_500_012, "seller": 487_501, "referrer": 12_500, "buyer": 500_002 + 500_009}
    charged = [("NoShowCharged", {"dealId": trade.id(coded_deal), "sellerBps": 5_000})]
    verify_closed(done, Outcome.NO_SHOW, moved=moved, seller_bps=5_000, events=charged)
