"""The buyer takes everything back from a seller who missed the deadline."""

import pytest

from tests.contracts.escrow.outcomes import ALL_BACK, verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, Outcome, Status


def test_a_fulfilled_deal_cannot_be_reclaimed(escrow, trade, fulfilled_deal, buyer, clock):
    clock.to(fulfilled_deal.deliverBy + 1)
    with reverts_with("DealNotFunded", trade.id(fulfilled_deal), Status.FULFILLED):
        escrow.reclaim(fulfilled_deal, {"from": buyer})


@pytest.mark.parametrize("person", ["seller", "payer", "stranger"])
def test_nobody_else_can_reclaim(escrow, funded_deal, people, clock, person):
    clock.to(funded_deal.deliverBy + 1)
    caller = getattr(people, person)
    with reverts_with("NotBuyer", caller):
        escrow.reclaim(funded_deal, {"from": caller})


def test_at_the_deadline_it_is_too_early(escrow, funded_deal, buyer, clock):
    clock.to(funded_deal.deliverBy)
    with reverts_with("TooEarly", funded_deal.deliverBy, funded_deal.deliverBy):
        escrow.reclaim(funded_deal, {"from": buyer})


def test_after_a_revision_the_seller_has_an_inspection_time_again(escrow, fulfilled_deal, buyer, clock):
    sent_back_at = clock.to(fulfilled_deal.inspection + clock.now)
    escrow.sendBack(fulfilled_deal, NOTHING, {"from": buyer})
    deadline = max(fulfilled_deal.deliverBy, sent_back_at + fulfilled_deal.inspection)

    clock.to(deadline)
    with reverts_with("TooEarly", deadline, deadline):
        escrow.reclaim(fulfilled_deal, {"from": buyer})


@pytest.mark.ganache
@in_both_currencies
def test_a_second_later_the_buyer_gets_everything_back(escrow, trade, funded_deal, buyer, clock):
    clock.to(funded_deal.deliverBy + 1)
    done = trade.do(escrow.reclaim, funded_deal, by=buyer)
    reclaimed = [("DealReclaimed", {"dealId": trade.id(funded_deal)})]
    verify_closed(done, Outcome.RECLAIMED, moved=ALL_BACK, seller_bps=0, events=reclaimed)
