"""What the index says that nights cost, night by night, against a count that is written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from indexer.model.place import MAX_NIGHTS, PAGE_NIGHTS, pages_of
from indexer.model.quote import DAY, quote
from tests.contracts.model import booking as model
from tests.indexer.stays import DAYS, TERMS, day_of, seasons

FRIDAY = day_of("2026-10-09")


def price(terms, first, nights):
    return quote(terms, first_night=first, nights=nights).price


def test_friday_and_saturday_nights_have_a_price_of_their_own():
    terms = TERMS._replace(weekend_price=150)

    assert [price(terms, FRIDAY - 1 + n, 1) for n in range(4)] == [100, 150, 150, 100]
    assert price(TERMS, FRIDAY, 2) == 200


def test_the_first_season_that_holds_a_night_counts_and_is_rounded_down():
    terms = TERMS._replace(night_price=33, seasons=seasons((FRIDAY, FRIDAY, 12_500), (FRIDAY, FRIDAY + 1, 20_000)))

    assert price(terms, FRIDAY, 3) == 33 * 5 // 4 + 66 + 33


@pytest.mark.parametrize(("nights", "off"), [(1, 0), (6, 0), (7, 1_000), (27, 1_000), (28, 500), (100, 500)])
def test_the_longest_step_that_is_reached_counts_even_if_it_gives_less(nights, off):
    terms = TERMS._replace(discounts=7 | 1_000 << 8 | (28 | 500 << 8) << 24, cleaning_fee=9)

    assert price(terms, FRIDAY, nights) == nights * 100 * (10_000 - off) // 10_000 + 9


@pytest.mark.parametrize(
    ("policy", "steps"),
    [
        ((), [(0, 0)]),
        (((5 * DAY, 10_000),), [(5 * DAY, 10_000), (0, 0)]),
        (((5 * DAY, 10_000), (0, 4_000)), [(5 * DAY, 10_000), (0, 4_000)]),
        (
            ((9 * DAY, 10_000), (5 * DAY, 7_000), (DAY, 1), (0, 1)),
            [(9 * DAY, 10_000), (5 * DAY, 7_000), (DAY, 1), (0, 1)],
        ),
    ],
)
def test_a_schedule_ends_at_check_in(policy, steps):
    packed = sum((before | bps << 32) << 48 * n for n, (before, bps) in enumerate(policy))
    quoted = quote(TERMS._replace(policy=packed, check_in_at=-3_600), first_night=FRIDAY, nights=2)

    check_in = FRIDAY * DAY - 3_600
    told = [
        (check_in - (quoted.refunds >> 56 * n & 2**40 - 1), quoted.refunds >> 56 * n + 40 & 0xFFFF) for n in range(4)
    ]
    assert told[: len(steps)] == steps
    assert quoted.refunds >> 224 == 1
    assert (quoted.check_in, quoted.deliver_by) == (check_in, check_in + 2 * DAY)


@given(some.data())
def test_a_quote_is_that_of_the_model_the_contract_is_held_against(data):
    first, nights = data.draw(some.integers(20_000, 22_000)), data.draw(some.integers(1, MAX_NIGHTS))
    ends = some.tuples(some.integers(19_990, 22_100), some.integers(0, 60), some.integers(1, 65_535))
    told = data.draw(some.lists(ends.map(lambda end: (end[0], end[0] + end[1], end[2])), max_size=4))
    rising = sorted(data.draw(some.sets(some.integers(1, 255), max_size=4)))
    falling = sorted(data.draw(some.sets(some.integers(0, 365 * DAY), max_size=3)), reverse=True)
    share = some.integers(0, 10_000)
    terms = TERMS._replace(
        night_price=data.draw(some.integers(1, 2**100)),
        weekend_price=data.draw(some.just(0) | some.integers(1, 2**100)),
        cleaning_fee=data.draw(some.integers(0, 2**100)),
        check_in_at=data.draw(some.integers(-14 * 3_600, 36 * 3_600)),
        seasons=seasons(*told),
        discounts=sum((step | data.draw(share) << 8) << 24 * n for n, step in enumerate(rising)),
        policy=sum((step | data.draw(share) << 32) << 48 * n for n, step in enumerate(falling)),
    )
    place = model.Place(*terms[:-1], document=bytes(32))

    quoted = quote(terms, first_night=first, nights=nights)

    assert quoted.price == model.price_of(place, first, nights)
    assert quoted.refunds == model.refunds_of(place, first)
    assert quoted.deliver_by == model.check_in(place, first + nights)


@given(DAYS, some.integers(1, MAX_NIGHTS))
def test_pages_hold_each_night_once(first, nights):
    held = [page * PAGE_NIGHTS + bit for page, bits in pages_of(first, nights) for bit in range(32) if bits >> bit & 1]

    assert held == list(range(first, first + nights))
