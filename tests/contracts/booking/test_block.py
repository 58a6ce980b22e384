"""A host blocks nights, and opens them again; what is booked stays booked."""

import pytest

from tests.contracts.booking.conftest import SKU
from tests.contracts.model.booking import place_id
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.places import MAX_HORIZON, MAX_NIGHTS
from tests.contracts.world.shapes import DAY
from tests.contracts.world.trade import events_of

ACTS = ("blockNights", "unblockNights")
in_both_acts = pytest.mark.parametrize("act", ACTS)


@in_both_acts
def test_only_in_ones_own_place(published, buyer, act):
    with reverts_with("PlaceUnknown", place_id(buyer.address, SKU)):
        getattr(published.market, act)(SKU, 0, published.today, 1, {"from": buyer})


@in_both_acts
@pytest.mark.parametrize("nights", [0, MAX_NIGHTS + 1])
def test_some_nights_and_not_too_many(published, seller, act, nights):
    with reverts_with("BadNights", nights, MAX_NIGHTS):
        getattr(published.market, act)(SKU, 0, published.today, nights, {"from": seller})


@in_both_acts
@pytest.mark.parametrize(("ahead", "nights"), [(-2, 1), (MAX_HORIZON, 2), (MAX_HORIZON + 1, 1)])
def test_no_nights_far_past_or_far_ahead(published, seller, act, ahead, nights):
    today = published.today
    with reverts_with("OutOfReach", today + ahead, nights, today - 1, today + MAX_HORIZON):
        getattr(published.market, act)(SKU, 0, today + ahead, nights, {"from": seller})


@pytest.mark.ganache
def test_blocked_nights_are_told_and_open_again(published, seller):
    first = published.today + 5
    nights = {"placeId": published.id, "unit": 1, "firstNight": first, "nights": 4}

    tx = published.market.blockNights(SKU, 1, first, 4, {"from": seller})
    assert events_of(tx, published.market) == [("NightsBlocked", nights)]
    assert published.calendar(first - 2, unit=1) == (0, 0b111100)
    assert published.calendar(first - 2, unit=0) == (0, 0)

    tx = published.market.unblockNights(SKU, 1, first + 1, 2, {"from": seller})
    assert events_of(tx, published.market) == [("NightsUnblocked", nights | {"firstNight": first + 1, "nights": 2})]
    assert published.calendar(first - 2, unit=1) == (0, 0b100100)


@pytest.mark.parametrize(("ahead", "nights"), [(-1, 1), (0, MAX_NIGHTS), (MAX_HORIZON, 1)])
def test_the_limits_themselves_can_be_blocked(published, seller, ahead, nights):
    first = published.today + ahead
    published.market.blockNights(SKU, 0, first, nights, {"from": seller})
    assert published.calendar(first) == (0, (1 << nights) - 1)


def test_a_blocked_night_cannot_be_booked_until_it_is_open_again(published, seller):
    stay = published.stay()
    published.market.blockNights(SKU, 0, stay.firstNight + 2, 1, {"from": seller})
    with reverts_with("NightsTaken", published.id, 0, stay.firstNight, 3):
        published.book(stay)
    published.market.unblockNights(SKU, 0, stay.firstNight + 2, 1, {"from": seller})
    published.book(stay)
    assert published.calendar(stay.firstNight) == (0b111, 0)


def test_blocking_and_unblocking_frees_no_booked_night(published, seller):
    stay = published.stay()
    published.book(stay)
    for act in ACTS:
        getattr(published.market, act)(SKU, 0, stay.firstNight - 1, 5, {"from": seller})
    assert published.calendar(stay.firstNight) == (0b111, 0)
    with reverts_with("NightsTaken", published.id, 0, stay.firstNight, 3):
        published.book(stay._replace(nonce=1))


def test_a_block_outlasts_the_stay_that_was_cancelled(published, seller, escrow, buyer):
    stay = published.stay()
    deal = published.book(stay)
    published.market.blockNights(SKU, 0, stay.firstNight, 1, {"from": seller})
    escrow.cancel(deal, {"from": buyer})
    assert published.calendar(stay.firstNight) == (0, 0b001)


def test_nights_of_two_pages_are_blocked_in_one_act(published, seller):
    """The calendar keeps 128 nights in a word."""
    edge = (published.today + 200) // 128 * 128
    published.market.blockNights(SKU, 0, edge - 2, 5, {"from": seller})
    assert published.calendar(edge - 2) == (0, 0b11111)
    published.market.unblockNights(SKU, 0, edge - 1, 2, {"from": seller})
    assert published.calendar(edge - 2) == (0, 0b11001)
    assert published.market.isFree(published.id, 0, edge - 1, 2)
    assert not published.market.isFree(published.id, 0, edge - 1, 3)


def test_time_zones_are_the_hosts_alone(inn, seller, clock):
    """Somewhere it is still yesterday, and that night has not begun."""
    clock.to((inn.today + 1) * DAY)
    place = inn.publish(checkInAt=25 * 60 * 60, minNights=1)
    yesterday = place.today - 1
    place.book(place.stay(firstNight=yesterday, nights=1))
    assert place.calendar(yesterday) == (1, 0)
