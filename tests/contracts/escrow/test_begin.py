"""The hand-over code begins a service whose end is a matter of time."""

import pytest

from tests.contracts.conftest import CODE
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, NOTHING, Ending, Outcome, Status


def test_a_service_begins_once(escrow, trade, coded_deal, buyer):
    escrow.begin(coded_deal, CODE, {"from": buyer})
    with reverts_with("DealNotFunded", trade.id(coded_deal), Status.FULFILLED):
        escrow.begin(coded_deal, CODE, {"from": buyer})


@pytest.mark.parametrize(("state", "ending"), [("funded_deal", Ending.BY_HAND), ("timed_deal", Ending.BY_CLOCK)])
def test_other_deals_do_not_begin_with_a_code(escrow, trade, deal_in, buyer, state, ending):
    deal = deal_in(state)
    with reverts_with("WrongEnding", trade.id(deal), ending):
        escrow.begin(deal, CODE, {"from": buyer})


@pytest.mark.parametrize("code", [b"", b"another code"])
def test_a_wrong_code_begins_nothing(escrow, trade, coded_deal, buyer, code):
    with reverts_with("WrongCode", trade.id(coded_deal)):
        escrow.begin(coded_deal, code, {"from": buyer})


def test_after_the_deadline_nothing_begins(escrow, coded_deal, buyer, clock):
    late = clock.to(coded_deal.deliverBy + 1)
    with reverts_with("TooLate", coded_deal.deliverBy, late):
        escrow.begin(coded_deal, CODE, {"from": buyer})


@pytest.mark.ganache
@pytest.mark.parametrize("person", ["buyer", "seller", "stranger"])
def test_whoever_shows_the_code_begins(escrow, trade, coded_deal, people, clock, person):
    clock.to(coded_deal.deliverBy)
    done = trade.do(escrow.begin, coded_deal, CODE, by=getattr(people, person))

    assert done.moved == {}
    assert done.after == done.before._replace(status=Status.FULFILLED, since=done.time)
    assert done.events == [("DealBegun", {"dealId": trade.id(coded_deal)})]


def test_the_seller_is_paid_once_the_inspection_ends(escrow, trade, coded_deal, people, clock):
    escrow.begin(coded_deal, CODE, {"from": people.buyer})
    clock.by(coded_deal.inspection + 1)
    assert trade.do(escrow.finalize, coded_deal, by=people.stranger).after.outcome == Outcome.FINALIZED


def test_the_seller_cannot_say_so_himself(escrow, trade, coded_deal, seller):
    with reverts_with("WrongEnding", trade.id(coded_deal), Ending.BY_CODE):
        escrow.fulfil(coded_deal, NOTHING, {"from": seller})


def test_the_code_does_not_pay_at_once(escrow, trade, coded_deal, seller):
    with reverts_with("WrongEnding", trade.id(coded_deal), Ending.BY_CODE):
        escrow.handOver(coded_deal, CODE, {"from": seller})


def test_what_has_begun_is_neither_cancelled_nor_missed(escrow, trade, coded_deal, buyer, seller, clock):
    escrow.begin(coded_deal, CODE, {"from": buyer})
    for act, person in ((escrow.cancel, buyer), (escrow.chargeNoShow, seller), (escrow.reclaim, buyer)):
        with reverts_with("DealNotFunded", trade.id(coded_deal), Status.FULFILLED):
            act(coded_deal, {"from": person})
        clock.by(DAY)
