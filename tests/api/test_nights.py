"""The calendar of a place, and what its nights cost."""

from tests.api.acts import block_nights, book, day_of, publish_place
from tests.api.market import DAY
from tests.api.test_places import ARRIVAL, quoted


def test_the_calendar_tells_booked_and_blocked_nights_of_each_unit(api, market):
    place_id = publish_place(market, "hostel", units=3)
    book(market, place_id, "2026-10-30", 5, unit=0)
    block_nights(market, place_id, "2026-11-03", 40, unit=0)
    book(market, place_id, ARRIVAL, 1, unit=2)
    path = f"/v1/places/{place_id}/nights"

    units = api.data(path, **{"from": "2026-11-01", "to": "2026-12-01"})
    both = api.every(path, **{"from": "2026-10-01", "to": "2026-12-01", "limit": 1})

    assert units == [
        {
            "unit": 0,
            "booked": [{"from": "2026-11-01", "to": "2026-11-04"}],
            "blocked": [{"from": "2026-11-03", "to": "2026-12-01"}],
        }
    ]
    assert [unit["unit"] for unit in both] == [0, 2]
    assert [unit["unit"] for unit in api.data(path)] == [0, 2]


def test_a_calendar_is_read_in_pieces(api, market):
    place_id = publish_place(market, "loft")

    for end in ("2026-10-01", "2027-11-06"):
        answer = api.get(f"/v1/places/{place_id}/nights", **{"from": "2026-10-01", "to": end})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "to"


def test_a_quote_counts_nights_weekends_seasons_discount_and_cleaning(api, market):
    # Friday 9 and Saturday 10 October cost 151, Sunday 100; the 10th is in a season of 110 %; 5 % off from 3 nights.
    season = day_of("2026-10-10") | day_of("2026-10-10") << 24 | 11_000 << 48
    place_id = publish_place(market, "loft", weekend_price=151, seasons=season, discounts=2 | (3 | 500 << 8) << 24)

    told = quoted(api, place_id)

    nights = 151 + 151 * 110 // 100 + 100
    assert told["price"] == str(nights * 9_500 // 10_000 + 30)
    assert (told["deposit"], told["nights"], told["freeUnit"]) == ("50", 3, 0)
    assert (told["checkInTime"], told["checkOutTime"]) == ("2026-10-09T15:00:00Z", "2026-10-12T15:00:00Z")


def test_a_quote_tells_the_schedule_that_the_deal_must_have(api, market):
    policy = 15 * DAY | 10_000 << 32 | (8 * DAY | 5_000 << 32) << 48
    place_id = publish_place(market, "loft", policy=policy)

    refunds = int(quoted(api, place_id)["refunds"])

    check_in = day_of(ARRIVAL) * DAY + 15 * 3_600
    steps = [(refunds >> 56 * n & (1 << 40) - 1, refunds >> 56 * n + 40 & 0xFFFF) for n in range(4)]
    assert steps == [(check_in - 15 * DAY, 10_000), (check_in - 8 * DAY, 5_000), (check_in, 0), (0, 0)]
    assert refunds >> 224 == 1


def test_a_quote_names_a_unit_that_is_free(api, market):
    place_id = publish_place(market, "hostel", units=2)
    book(market, place_id, ARRIVAL, 1, unit=0)
    assert quoted(api, place_id)["freeUnit"] == 1

    book(market, place_id, ARRIVAL, 1, unit=1)
    assert quoted(api, place_id)["freeUnit"] is None


def test_a_quote_needs_both_dates(api, market):
    place_id = publish_place(market, "loft")

    assert api.get(f"/v1/places/{place_id}/quote").status_code == 400
