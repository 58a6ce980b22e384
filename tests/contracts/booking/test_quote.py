"""What a stay costs, what comes back of it when, and that the charge equals the quote to the wei."""

from datetime import date

import pytest

from tests.contracts.booking.conftest import SKU
from tests.contracts.model.booking import check_in, date_of, price_of, refunds_of
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.places import MAX_NIGHTS, Discount, Notice, Season, pack_discounts, pack_policy, pack_seasons
from tests.contracts.world.shapes import DAY, HOUR, WHOLE, unpack_refunds


def friday(inn):
    """The next Friday but one: it is ahead whatever today is."""
    return next(inn.today + 7 + i for i in range(7) if date_of(inn.today + 7 + i).weekday() == 4)


def price(inn, first_night, nights, **changes):
    place = inn.place._replace(**{"cleaningFee": 0, "discounts": 0, "minNights": 1} | changes)
    return inn.market.quote(place, first_night, nights)[0]


def test_a_place_that_could_not_be_published_has_no_quote(inn):
    with reverts_with("BadLengths", 0, 60, MAX_NIGHTS):
        inn.market.quote(inn.place._replace(minNights=0), inn.today + 1, 2)


@pytest.mark.parametrize("nights", [0, 1, 61])
def test_nights_that_are_not_granted_have_no_quote(inn, nights):
    with reverts_with("LengthNotGranted", nights, 2, 60):
        inn.market.quote(inn.place, inn.today + 1, nights)


@pytest.mark.parametrize("ahead", [-2, 364, 20_000])
def test_nights_out_of_reach_have_no_quote(inn, ahead):
    today = inn.today
    with reverts_with("OutOfReach", max(0, today + ahead), 3, today - 1, today + 365):
        inn.market.quote(inn.place, max(0, today + ahead), 3)


def test_a_night_that_has_begun_has_no_quote(inn, clock):
    tonight = inn.today + 1
    arrival = clock.to(check_in(inn.place, tonight))
    with reverts_with("NightBegun", arrival, arrival):
        inn.market.quote(inn.place, tonight, 2)


@pytest.mark.parametrize(("nights", "expected"), [(1, 1_500_007), (2, 3_000_014), (3, 4_000_017), (7, 8_000_029)])
def test_friday_and_saturday_nights_cost_the_weekend_price(inn, nights, expected):
    assert price(inn, friday(inn), nights) == expected


def test_the_night_before_friday_and_after_saturday_are_usual(inn):
    assert price(inn, friday(inn) - 1, 1) == price(inn, friday(inn) + 2, 1) == 1_000_003


def test_without_a_weekend_price_all_nights_cost_the_same(inn):
    assert price(inn, friday(inn), 7, weekendPrice=0) == 7 * 1_000_003


def test_a_season_counts_from_its_first_night_to_its_last(inn):
    first = friday(inn) + 3
    seasons = pack_seasons(Season(first + 1, first + 2, 15_000))
    costs = [price(inn, first + i, 1, seasons=seasons, weekendPrice=0) for i in range(4)]
    assert costs == [1_000_003, 1_500_004, 1_500_004, 1_000_003]


def test_the_first_of_two_seasons_counts_and_multiplies_the_weekend(inn):
    first = friday(inn)
    seasons = pack_seasons(Season(first, first, 20_000), Season(first - 9, first + 9, 5_000))
    assert price(inn, first, 2, seasons=seasons) == 3_000_014 + 750_003


def test_the_longest_step_reached_counts(inn):
    discounts = pack_discounts(Discount(3, 1_000), Discount(5, 3_333), Discount(7, 10_000))
    costs = [price(inn, friday(inn), nights, discounts=discounts, weekendPrice=0) for nights in (2, 3, 4, 5, 6, 7)]
    usual = [1_000_003 * nights for nights in (2, 3, 4, 5, 6, 7)]
    assert costs == [cost * (WHOLE - bps) // WHOLE for cost, bps in zip(usual, STEPS, strict=True)]


STEPS = (0, 1_000, 1_000, 3_333, 3_333, 10_000)


def test_the_cleaning_fee_is_paid_once_and_never_discounted(inn):
    discounts = pack_discounts(Discount(1, 10_000))
    assert price(inn, friday(inn), 5, discounts=discounts, cleaningFee=250_001) == 250_001


def test_dates_are_those_of_the_calendar(inn):
    """Across the end of a February, summer time and a year, the model counts by dates and not by seconds."""
    place = inn.place._replace(seasons=pack_seasons(Season(_day(2027, 2, 27), _day(2028, 3, 1), 12_345)))
    for first, nights in ((inn.today + 1, 60), (inn.today + 100, 33), (inn.today + 305, 60)):
        assert inn.market.quote(place, first, nights)[0] == price_of(place, first, nights)


@pytest.mark.parametrize(
    "policy",
    [
        0,
        pack_policy(Notice(0, 10_000)),
        pack_policy(Notice(DAY, 10_000)),
        pack_policy(Notice(14 * DAY, 10_000), Notice(7 * DAY, 5_000)),
        pack_policy(Notice(30 * DAY, 9_000), Notice(7 * DAY, 5_000), Notice(HOUR, 1), Notice(0, 0)),
        pack_policy(Notice(365 * DAY, 1), Notice(2, 2), Notice(1, 3), Notice(0, 10_000)),
    ],
    ids=["none", "free to the last moment", "one day", "moderate", "long", "full"],
)
def test_the_schedule_follows_the_policy_and_ends_at_check_in(inn, policy):
    place, first = inn.place._replace(policy=policy), inn.today + 40
    refunds, deliver_by = inn.market.quote(place, first, 3)[1:]
    assert refunds == refunds_of(place, first)
    assert unpack_refunds(refunds)[-1].until == check_in(place, first)
    assert deliver_by == check_in(place, first + 3)


@pytest.mark.ganache
def test_the_charge_equals_the_quote(published, trade, escrow, buyer):
    stay = published.stay(ahead=11, nights=9)
    quoted, refunds, deliver_by = published.market.quote(published.place, stay.firstNight, stay.nights)
    deal = published.deal(stay, price=quoted, refunds=refunds, deliverBy=deliver_by)
    done = trade.do(escrow.open, deal, published.authorization(), by=buyer, value=deal.value)
    assert done.moved["buyer"] == -quoted - published.place.deposit


def test_the_same_sku_is_quoted_without_being_published(inn, seller):
    asked = inn.today + 9, 4
    before = inn.market.quote(inn.place, *asked)
    inn.market.publish(SKU, inn.place, {"from": seller})
    assert inn.market.quote(inn.place, *asked) == before


def _day(year, month, day):
    return (date(year, month, day) - date(1970, 1, 1)).days
