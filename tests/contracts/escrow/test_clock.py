"""A deal that ends by the clock is fulfilled when the last step of its schedule has passed, without any act."""

import pytest

from tests.contracts.conftest import CODE
from tests.contracts.escrow.outcomes import verify_completed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Ending, Outcome, Party, Status, unpack_refunds


@pytest.fixture
def ends_at(timed_deal):
    return unpack_refunds(timed_deal.refunds)[-1].until


def test_nobody_fulfils_by_hand(escrow, trade, timed_deal, seller):
    with reverts_with("WrongEnding", trade.id(timed_deal), Ending.BY_CLOCK):
        escrow.fulfil(timed_deal, NOTHING, {"from": seller})


@pytest.mark.parametrize("late", [0, 1])
def test_until_then_the_buyer_cancels(escrow, trade, timed_deal, buyer, clock, ends_at, late):
    clock.to(ends_at + late)
    if late:
        with reverts_with("DealNotFunded", trade.id(timed_deal), Status.FULFILLED):
            escrow.cancel(timed_deal, {"from": buyer})
    else:
        assert trade.do(escrow.cancel, timed_deal, by=buyer).after.outcome == Outcome.CANCELLED


def test_the_buyer_cannot_wait_for_a_missed_deadline(escrow, trade, timed_deal, buyer, clock):
    clock.to(timed_deal.deliverBy + 1)
    with reverts_with("DealNotFunded", trade.id(timed_deal), Status.FULFILLED):
        escrow.reclaim(timed_deal, {"from": buyer})


def test_what_nobody_delivered_by_hand_is_not_sent_back(escrow, trade, timed_deal, buyer, clock, ends_at):
    clock.to(ends_at + 1)
    with reverts_with("NoRevisionsLeft", trade.id(timed_deal), 0):
        escrow.sendBack(timed_deal, NOTHING, {"from": buyer})


def test_before_it_ends_nothing_is_finalized(escrow, trade, timed_deal, stranger, clock, ends_at):
    clock.to(ends_at)
    with reverts_with("DealNotFulfilled", trade.id(timed_deal), Status.FUNDED):
        escrow.finalize(timed_deal, {"from": stranger})


def test_the_inspection_begins_when_it_ends(escrow, timed_deal, stranger, clock, ends_at):
    last = clock.to(ends_at + timed_deal.inspection)
    with reverts_with("TooEarly", last, last):
        escrow.finalize(timed_deal, {"from": stranger})


@pytest.mark.ganache
def test_after_the_inspection_anybody_pays_the_seller(escrow, trade, timed_deal, stranger, clock, ends_at):
    clock.to(ends_at + timed_deal.inspection + 1)
    done = trade.do(escrow.finalize, timed_deal, by=stranger)
    verify_completed(done, Outcome.FINALIZED, ("DealFinalized", {"dealId": trade.id(timed_deal)}))


def test_the_code_pays_at_once_before_and_after(escrow, trade, timed_deal, seller, clock, ends_at):
    clock.to(ends_at + 1)
    assert trade.do(escrow.handOver, timed_deal, CODE, by=seller).after.outcome == Outcome.HANDED_OVER


@pytest.mark.parametrize("person", ["buyer", "seller"])
@pytest.mark.parametrize("late", [0, 1])
def test_both_may_object_until_the_inspection_ends(escrow, timed_deal, people, clock, ends_at, person, late):
    last = ends_at + timed_deal.inspection
    caller = getattr(people, person)
    clock.to(last + late)
    if late:
        with reverts_with("TooLate", last, last + late):
            escrow.dispute(timed_deal, 5_000, NOTHING, {"from": caller})
    else:
        assert "DealDisputed" in escrow.dispute(timed_deal, 5_000, NOTHING, {"from": caller}).events


def test_the_next_act_writes_down_what_the_clock_did(escrow, trade, timed_deal, seller, clock, ends_at):
    clock.to(ends_at + 60)
    assert trade.state(timed_deal).status == Status.FUNDED
    done = trade.do(escrow.proposeSettlement, timed_deal, False, 4_000, by=seller)
    fulfilled = done.before._replace(status=Status.FULFILLED, since=ends_at)
    assert done.after == fulfilled._replace(proposer=Party.SELLER, proposedBps=4_000)
