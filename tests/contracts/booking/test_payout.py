"""The host is paid a day after check-in without doing anything; the deposit waits until after the stay."""

import pytest

from tests.contracts.model.booking import check_in
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.places import PAYOUT_DELAY
from tests.contracts.world.shapes import DAY, NOTHING, Claim, Outcome, Status

REFERRAL = 250


@pytest.fixture
def stay(published):
    return published.stay()


@pytest.fixture
def booked(published, stay):
    return published.book(stay)


@pytest.fixture
def arrival(published, stay):
    return check_in(published.place, stay.firstNight)


@pytest.fixture
def paid(booked, escrow, stranger, clock, arrival):
    clock.to(arrival + PAYOUT_DELAY + 1)
    escrow.finalize(booked, {"from": stranger})
    return booked


def test_before_check_in_nobody_is_paid_by_silence(booked, escrow, trade, seller, stranger, clock, arrival):
    for moment in (clock.now, arrival):
        clock.to(moment)
        for person in (seller, stranger):
            with reverts_with("DealNotFulfilled", trade.id(booked), int(Status.FUNDED)):
                escrow.finalize(booked, {"from": person})


def test_the_host_cannot_say_that_the_stay_is_over(booked, escrow, seller, clock, arrival, trade):
    """The clock says it."""
    with reverts_with("WrongEnding", ...):
        escrow.fulfil(booked, NOTHING, {"from": seller})
    clock.to(arrival + 1)
    with reverts_with("DealNotFunded", trade.id(booked), int(Status.FULFILLED)):
        escrow.fulfil(booked, NOTHING, {"from": seller})


@pytest.mark.parametrize("after", [1, PAYOUT_DELAY])
def test_for_a_day_after_check_in_nobody_is_paid_by_silence(booked, escrow, seller, clock, arrival, after):
    now = clock.to(arrival + after)
    with reverts_with("TooEarly", arrival + PAYOUT_DELAY, now):
        escrow.finalize(booked, {"from": seller})


@pytest.mark.ganache
@in_both_currencies
def test_then_anybody_pays_the_host_who_did_nothing(booked, escrow, trade, stranger, clock, arrival):
    clock.to(arrival + PAYOUT_DELAY + 1)
    done = trade.do(escrow.finalize, booked, by=stranger)
    referral = booked.price * REFERRAL // 10_000
    assert done.moved == {"seller": booked.price - referral, "referrer": referral, "escrow": -booked.price}
    assert (done.after.status, done.after.outcome) == (Status.COMPLETED, Outcome.FINALIZED)


def test_a_guest_who_finds_no_house_objects_within_a_day(booked, escrow, trade, buyer, clock, arrival, published, stay):
    clock.to(arrival + PAYOUT_DELAY)
    escrow.dispute(booked, 0, NOTHING, {"from": buyer})
    assert trade.state(booked).status == Status.DISPUTED
    assert published.calendar(stay.firstNight) == (0b111, 0)


def test_a_day_later_it_is_too_late_to_object(booked, escrow, buyer, clock, arrival):
    now = clock.to(arrival + PAYOUT_DELAY + 1)
    with reverts_with("TooLate", arrival + PAYOUT_DELAY, now):
        escrow.dispute(booked, 0, NOTHING, {"from": buyer})


def test_the_nights_of_a_stay_that_is_paid_stay_booked(paid, published, stay):
    assert published.calendar(stay.firstNight) == (0b111, 0)


def test_the_deposit_waits_until_the_claim_period_after_the_stay(paid, escrow, stranger, clock):
    ends = paid.deliverBy + paid.claimPeriod
    for moment in (paid.deliverBy, ends):
        clock.to(moment)
        with reverts_with("TooEarly", ends, moment):
            escrow.returnDeposit(paid, {"from": stranger})


def test_a_guest_who_pays_early_does_not_get_his_deposit_before_the_stay(booked, escrow, buyer, clock):
    """Paying at once must not let the claim period run out before he arrives."""
    escrow.release(booked, {"from": buyer})
    now = clock.by(booked.claimPeriod + 1)
    with reverts_with("TooEarly", booked.deliverBy + booked.claimPeriod, now):
        escrow.returnDeposit(booked, {"from": buyer})


@pytest.mark.ganache
@in_both_currencies
def test_after_that_anybody_returns_the_deposit(paid, escrow, trade, stranger, clock):
    clock.to(paid.deliverBy + paid.claimPeriod + 1)
    done = trade.do(escrow.returnDeposit, paid, by=stranger)
    assert done.moved == {"buyer": paid.deposit, "escrow": -paid.deposit}
    assert done.after.status == Status.CLOSED


def test_a_host_returns_the_deposit_when_he_likes(paid, escrow, trade, seller):
    assert trade.do(escrow.returnDeposit, paid, by=seller).moved["buyer"] == paid.deposit


def test_damage_is_claimed_until_the_claim_period_ends(paid, escrow, seller, clock):
    ends = paid.deliverBy + paid.claimPeriod
    late = clock.to(ends + 1)
    with reverts_with("TooLate", ends, late):
        escrow.claimDeposit(paid, 4_000, NOTHING, {"from": seller})


@pytest.fixture
def claimed(paid, escrow, seller, clock):
    clock.to(paid.deliverBy + paid.claimPeriod)
    escrow.claimDeposit(paid, 4_000, NOTHING, {"from": seller})
    return paid


@pytest.mark.ganache
@in_both_currencies
def test_a_guest_accepts_the_claim_for_damage(claimed, escrow, trade, buyer, published, stay):
    done = trade.do(escrow.concede, claimed, by=buyer)
    assert done.moved == {"seller": 200_003, "buyer": 300_006, "escrow": -500_009}
    assert done.after.outcome == Outcome.CONCEDED
    assert published.calendar(stay.firstNight) == (0b111, 0)


@in_both_currencies
def test_a_guest_who_is_silent_about_the_damage_pays_it(claimed, escrow, trade, stranger, clock):
    clock.by(claimed.contestPeriod + 1)
    done = trade.do(escrow.execute, claimed, by=stranger)
    assert done.moved == {"seller": 200_003, "buyer": 300_006, "escrow": -500_009}
    assert done.after.outcome == Outcome.UNCONTESTED


@in_both_currencies
def test_a_guest_who_disputes_the_damage_is_heard(claimed, escrow, trade, buyer, arbiter, stranger):
    escrow.contest(claimed, NOTHING, {"from": buyer})
    assert trade.state(claimed).claim == Claim.CONTESTED
    escrow.rule(claimed, 1_000, {"from": arbiter})
    done = trade.do(escrow.execute, claimed, by=stranger)
    fee = 500_009 * 300 // 10_000
    taken = (500_009 - fee) // 10
    assert done.moved == {"arbiter": fee, "seller": taken, "buyer": 500_009 - fee - taken, "escrow": -500_009}


@in_both_currencies
def test_an_arbiter_who_is_silent_leaves_the_agreed_share(claimed, escrow, trade, buyer, stranger, clock):
    escrow.contest(claimed, NOTHING, {"from": buyer})
    clock.by(claimed.rulingPeriod + 1)
    done = trade.do(escrow.execute, claimed, by=stranger)
    assert done.moved["seller"] == 500_009 * claimed.silenceBps // 10_000


def test_what_the_clock_ended_is_fulfilled_since_check_in(booked, escrow, trade, buyer, clock, arrival):
    """A proposal writes the state that time alone had made."""
    clock.to(arrival + 5)
    escrow.proposeSettlement(booked, False, 1, {"from": buyer})
    state = trade.state(booked)
    assert (state.status, state.since) == (Status.FULFILLED, arrival)


def test_without_a_deposit_the_payout_closes_the_deal(inn, escrow, trade, stranger, clock):
    published = inn.publish(deposit=0)
    stay = published.stay(ahead=2)
    deal = published.book(stay)
    clock.to(check_in(published.place, stay.firstNight) + DAY + 1)
    done = trade.do(escrow.finalize, deal, by=stranger)
    assert done.after.status == Status.CLOSED
    assert published.calendar(stay.firstNight) == (0b111, 0)
