"""A ride from the hail to the fare: by the code, by the meter, or not at all."""

import pytest

from tests.contracts.model.request import fare
from tests.contracts.request.conftest import CAP, CODE
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import MINUTE, NOTHING, WHOLE, Outcome, Status

METERS, DURATION = 7_654, 1_234
RECEIPT = b"\5" * 32


def parted(deal, earned):
    """Who gets what of the cap when the driver earned this much."""
    referral = earned * deal.referralBps // WHOLE
    shares = {"seller": earned - referral, "referrer": referral, "buyer": deal.price - earned}
    return {name: amount for name, amount in shares.items() if amount} | {"escrow": -deal.price}


@pytest.fixture
def ride(desk):
    return desk.hail()


@pytest.fixture
def driven(desk, escrow, ride, seller, stranger):
    """Begun, and at the end the driver gives back what the meter did not use."""
    escrow.begin(ride, CODE, {"from": stranger})
    owed = desk.market.fareOf(desk.tariff, METERS, DURATION)
    escrow.discount(ride, ride.price - owed, RECEIPT, {"from": seller})
    return ride


@pytest.mark.parametrize("code", [b"", b"16 random bytes", CODE + b"\0"])
def test_a_wrong_code_does_not_begin_the_ride(escrow, trade, ride, seller, code):
    with reverts_with("WrongCode", trade.id(ride)):
        escrow.begin(ride, code, {"from": seller})
    assert trade.state(ride).status == Status.FUNDED


def test_the_drivers_word_does_not_begin_the_ride(escrow, trade, ride, seller):
    with reverts_with("WrongEnding", ...):
        escrow.fulfil(ride, NOTHING, {"from": seller})
    assert trade.state(ride).status == Status.FUNDED


def test_the_code_does_not_pay_for_the_ride(escrow, ride, seller):
    with reverts_with("WrongEnding", ...):
        escrow.handOver(ride, CODE, {"from": seller})


@pytest.mark.ganache
@in_both_currencies
def test_the_rider_pays_the_fare_and_gets_the_rest_of_the_cap(desk, escrow, trade, driven, buyer):
    done = trade.do(escrow.release, driven, by=buyer)

    owed = fare(desk.tariff, METERS, DURATION)
    assert owed == 250_001 + (120_007 * METERS * 60 + 30_011 * DURATION * 1_000) // 60_000 < CAP
    assert done.moved == parted(driven, owed)
    assert (done.after.status, done.after.outcome) == (Status.CLOSED, Outcome.RELEASED)


@in_both_currencies
def test_a_silent_rider_pays_the_fare_all_the_same(desk, escrow, trade, clock, driven, stranger):
    clock.to(trade.state(driven).since + driven.inspection + 1)
    done = trade.do(escrow.finalize, driven, by=stranger)

    assert done.moved == parted(driven, fare(desk.tariff, METERS, DURATION))
    assert (done.after.status, done.after.outcome) == (Status.CLOSED, Outcome.FINALIZED)


def test_a_fare_above_the_cap_costs_the_cap(desk, escrow, trade, ride, buyer, seller):
    escrow.begin(ride, CODE, {"from": seller})
    assert desk.market.fareOf(desk.tariff, 100_000, DURATION) > ride.price
    done = trade.do(escrow.release, ride, by=buyer)
    assert done.moved == parted(ride, ride.price)


def test_a_short_ride_costs_the_minimum(desk, escrow, trade, ride, buyer, seller):
    escrow.begin(ride, CODE, {"from": seller})
    owed = desk.market.fareOf(desk.tariff, 100, MINUTE)
    escrow.discount(ride, ride.price - owed, RECEIPT, {"from": seller})
    done = trade.do(escrow.release, ride, by=buyer)
    assert done.moved == parted(ride, desk.tariff.minimum)


def test_a_rider_objects_to_the_whole_cap(escrow, trade, ride, buyer, seller):
    """The driver began and forgot the meter; he gives back the difference by accepting what the rider claims."""
    escrow.begin(ride, CODE, {"from": seller})
    escrow.dispute(ride, 5_000, RECEIPT, {"from": buyer})
    done = trade.do(escrow.concede, ride, by=seller)
    assert done.moved == parted(ride, ride.price // 2)


@pytest.mark.ganache
@in_both_currencies
def test_a_minute_later_the_rider_cancels_for_nothing(escrow, trade, clock, ride, buyer):
    clock.by(MINUTE)
    done = trade.do(escrow.cancel, ride, by=buyer)
    assert done.moved == parted(ride, 0)
    assert done.after.outcome == Outcome.CANCELLED


@in_both_currencies
def test_four_minutes_later_the_rider_cancels_for_exactly_the_fee(desk, escrow, trade, clock, ride, buyer):
    clock.by(4 * MINUTE)
    done = trade.do(escrow.cancel, ride, by=buyer)
    assert done.moved == parted(ride, CAP * desk.tariff.noShowBps // WHOLE)


@pytest.mark.parametrize(("late", "earned"), [(0, 0), (1, CAP // 4)])
def test_the_free_time_ends_to_the_second(desk, escrow, trade, clock, ride, buyer, late, earned):
    opened = trade.state(ride).since
    clock.to(opened + desk.tariff.freePeriod + late)
    done = trade.do(escrow.cancel, ride, by=buyer)
    assert done.moved == parted(ride, earned)


def test_after_the_wait_it_is_too_late_to_cancel(desk, escrow, trade, clock, ride, buyer):
    ends = trade.state(ride).since + desk.tariff.waitPeriod
    now = clock.to(ends + 1)
    with reverts_with("TooLate", ends, now):
        escrow.cancel(ride, {"from": buyer})


def test_the_driver_waits_as_long_as_he_promised(desk, escrow, trade, clock, ride, seller):
    ends = trade.state(ride).since + desk.tariff.waitPeriod
    now = clock.to(ends)
    with reverts_with("TooEarly", ends, now):
        escrow.chargeNoShow(ride, {"from": seller})


@pytest.mark.ganache
@in_both_currencies
def test_who_does_not_show_up_pays_the_fee_and_no_more(desk, escrow, trade, clock, ride, seller):
    clock.to(trade.state(ride).since + desk.tariff.waitPeriod + 1)
    done = trade.do(escrow.chargeNoShow, ride, by=seller)
    assert done.moved == parted(ride, CAP * desk.tariff.noShowBps // WHOLE)
    assert (done.after.status, done.after.outcome) == (Status.CLOSED, Outcome.NO_SHOW)


def test_who_showed_up_cannot_be_charged_for_a_no_show(escrow, trade, clock, ride, seller):
    escrow.begin(ride, CODE, {"from": seller})
    clock.to(ride.deliverBy)
    with reverts_with("DealNotFunded", trade.id(ride), Status.FULFILLED):
        escrow.chargeNoShow(ride, {"from": seller})


@pytest.mark.ganache
@in_both_currencies
def test_a_rider_whose_driver_vanished_takes_everything_back(escrow, trade, clock, ride, buyer):
    clock.to(ride.deliverBy + 1)
    done = trade.do(escrow.reclaim, ride, by=buyer)
    assert done.moved == parted(ride, 0)
    assert done.after.outcome == Outcome.RECLAIMED


def test_a_driver_who_was_away_too_long_charges_nothing(escrow, clock, ride, seller):
    now = clock.to(ride.deliverBy + 1)
    with reverts_with("TooLate", ride.deliverBy, now):
        escrow.chargeNoShow(ride, {"from": seller})
    with reverts_with("TooLate", ride.deliverBy, now):
        escrow.begin(ride, CODE, {"from": seller})


def test_a_driver_who_cannot_come_gives_everything_back(escrow, trade, ride, seller):
    done = trade.do(escrow.refund, ride, by=seller)
    assert done.moved == parted(ride, 0)
