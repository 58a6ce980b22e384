"""Places: those that are free are found, the calendar tells why others are not, and a quote is what the contract asks."""

import pytest

from tests.api.acts import (
    block_nights,
    book,
    day_of,
    free,
    publish_described_place,
    publish_place,
    revise_place,
    unblock_nights,
    withdraw_place,
)
from tests.api.market import DAY, TOKEN, address, digest

# The market of the tests begins on 2026-09-21.
ARRIVAL, LEAVING = "2026-10-09", "2026-10-12"


def found(api, **query):
    return [row["placeId"] for row in api.data("/v1/places", **query)]


def free_for(api, check_in=ARRIVAL, check_out=LEAVING, **query):
    return found(api, checkIn=check_in, checkOut=check_out, **query)


def quoted(api, place_id, check_in=ARRIVAL, check_out=LEAVING):
    return api.data(f"/v1/places/{place_id}/quote", checkIn=check_in, checkOut=check_out)


def test_a_place_is_told_with_its_packed_lists_in_plain_words(api, market):
    season = day_of("2026-12-20") | day_of("2027-01-02") << 24 | 15_000 << 48
    policy = 15 * DAY | 10_000 << 32 | (8 * DAY | 5_000 << 32) << 48
    place_id = publish_place(market, "loft", seasons=season, discounts=7 | 1_000 << 8, policy=policy)

    told = api.data(f"/v1/places/{place_id}")

    assert told["host"] == api.data(f"/v1/accounts/{address('hana')}")["address"]
    assert (told["place"]["nightPrice"], told["place"]["isInstant"]) == ("100", True)
    assert told["seasons"] == [{"firstNight": "2026-12-20", "lastNight": "2027-01-02", "bps": 15_000}]
    assert told["discounts"] == [{"nights": 7, "bps": 1_000}]
    assert [step["buyerBps"] for step in told["policy"]] == [10_000, 5_000]
    assert told["document"]["state"] == "pending"


def test_a_place_nobody_published_is_missing(api, market):
    for path in ("", "/history", "/stays", "/nights", f"/quote?checkIn={ARRIVAL}&checkOut={LEAVING}"):
        answer = api.get(f"/v1/places/{digest('nothing')}{path}")
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/place-not-found")


def test_dates_hide_places_that_are_taken_on_any_night(api, market):
    place_id = publish_place(market, "loft")
    other = publish_place(market, "barn")
    book(market, place_id, "2026-10-11", 2)

    assert free_for(api) == [other]
    assert found(api) == [other, place_id]


def test_the_day_of_leaving_is_a_day_of_arriving(api, market):
    place_id = publish_place(market, "loft")
    book(market, place_id, ARRIVAL, 3)

    assert free_for(api, LEAVING, "2026-10-13") == [place_id]
    assert free_for(api, "2026-10-08", ARRIVAL) == [place_id]
    assert free_for(api, "2026-10-11", LEAVING) == []


def test_one_free_unit_is_enough_and_no_nights_of_two_units_make_a_stay(api, market):
    place_id = publish_place(market, "hostel", units=2)
    book(market, place_id, ARRIVAL, 1, unit=0)
    assert free_for(api) == [place_id]

    book(market, place_id, "2026-10-11", 1, unit=1)
    assert free_for(api) == []
    assert free_for(api, ARRIVAL, "2026-10-11") == [place_id]


def test_a_unit_that_is_no_longer_offered_hides_nothing(api, market):
    place_id = publish_place(market, "loft")
    book(market, place_id, ARRIVAL, 3, unit=1)

    assert free_for(api) == [place_id]


def test_blocked_nights_hide_too_until_they_are_opened(api, market):
    place_id = publish_place(market, "loft")
    block_nights(market, place_id, "2026-10-01", 31)
    assert free_for(api) == []

    unblock_nights(market, place_id, ARRIVAL, 3)
    assert free_for(api) == [place_id]
    assert free_for(api, ARRIVAL, "2026-10-13") == []


def test_opening_blocked_nights_frees_no_stay(api, market):
    place_id = publish_place(market, "loft")
    book(market, place_id, ARRIVAL, 3)
    block_nights(market, place_id, ARRIVAL, 3)
    unblock_nights(market, place_id, ARRIVAL, 3)

    assert free_for(api) == []


def test_a_stay_that_ended_early_frees_the_nights_that_had_not_begun(api, market):
    place_id = publish_place(market, "loft")
    deal_id = book(market, place_id, ARRIVAL, 3)
    free(market, place_id, deal_id, "2026-10-10", 2)

    assert free_for(api, "2026-10-10", LEAVING) == [place_id]
    assert free_for(api) == []
    [stay] = api.data(f"/v1/places/{place_id}/stays")
    assert (stay["dealId"], stay["checkIn"], stay["checkOut"]) == (deal_id, ARRIVAL, LEAVING)
    assert (stay["nights"], stay["nightsFreed"]) == (3, 2)


@pytest.mark.parametrize(
    ("terms", "is_found"),
    [
        ({}, True),
        ({"min_nights": 3, "max_nights": 3}, True),
        ({"min_nights": 4}, False),
        ({"max_nights": 2}, False),
        # 2026-09-21 is today: the last night is that of 11 October, 20 days ahead.
        ({"horizon": 20}, True),
        ({"horizon": 19}, False),
    ],
)
def test_the_hosts_limits_are_kept(api, market, terms, is_found):
    place_id = publish_place(market, "loft", **terms)

    assert free_for(api) == ([place_id] if is_found else [])
    assert quoted(api, place_id)["isGranted"] is is_found


def test_nights_that_have_begun_are_not_offered(api, market):
    place_id = publish_place(market, "loft", check_in_at=14 * 3_600)

    # The market begins at 14:13.
    assert free_for(api, "2026-09-21", "2026-09-22") == []
    assert free_for(api, "2026-09-22", "2026-09-23") == [place_id]


def test_a_revision_counts_from_then_on_and_stays_keep_their_nights(api, market):
    place_id = publish_place(market, "loft")
    book(market, place_id, ARRIVAL, 3)
    revise_place(market, place_id, night_price=200, units=2)

    assert quoted(api, place_id)["price"] == "630"
    assert (quoted(api, place_id)["revision"], quoted(api, place_id)["freeUnit"]) == (2, 1)


def test_a_withdrawn_place_is_left_out_and_comes_back_with_its_calendar(api, market):
    place_id = publish_place(market, "loft")
    book(market, place_id, ARRIVAL, 1)
    withdraw_place(market, place_id)

    assert found(api) == []
    assert found(api, status="withdrawn") == [place_id]
    assert quoted(api, place_id)["isGranted"] is False

    publish_place(market, "loft")
    assert found(api) == [place_id]
    assert free_for(api) == []
    assert api.data(f"/v1/places/{place_id}")["publishedBlock"] == 1


def test_nights_may_be_blocked_before_the_place_is_published(api, market):
    block_nights(market, digest("place hana loft"), ARRIVAL, 1)
    place_id = publish_place(market, "loft")

    assert free_for(api) == []
    assert free_for(api, "2026-10-10", LEAVING) == [place_id]


def test_a_host_a_token_and_a_price_choose(api, market):
    cheap = publish_place(market, "cheap", night_price=9)
    dear = publish_place(market, "dear", night_price=10)
    publish_place(market, "coins", token="0x" + "00" * 20, host="carl")

    assert found(api, host=address("hana")) == [dear, cheap]
    assert found(api, token=TOKEN, maxPrice="9") == [cheap]
    assert found(api, token=TOKEN, sort="price") == [cheap, dear]
    assert found(api, token=TOKEN, sort="-price") == [dear, cheap]


def test_what_has_expired_is_left_out(api, market):
    gone = publish_place(market, "gone", expires_at=market.head.timestamp + 1)
    here = publish_place(market, "here")

    assert found(api) == [here]
    assert found(api, status="expired") == [gone]
    assert found(api, status="any") == [here, gone]


def test_words_find_places_by_what_their_documents_say(api, market):
    loft = publish_described_place(market, "Loft by the river", amenities=["Piano"])
    publish_described_place(market, "Barn in the hills")

    assert found(api, q="river") == [loft]
    assert found(api, q="piano", checkIn=ARRIVAL, checkOut=LEAVING) == [loft]
    assert api.get("/v1/places", q="rivr").json()["correctedQuery"] == "river"
    assert api.data("/v1/listings", q="river") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"checkIn": ARRIVAL}, "checkOut"),
        ({"checkOut": ARRIVAL}, "checkIn"),
        ({"checkIn": ARRIVAL, "checkOut": ARRIVAL}, "checkOut"),
        ({"checkIn": "2026-10-01", "checkOut": "2027-02-07"}, "checkOut"),
        ({"checkIn": "2026-02-30", "checkOut": "2026-03-01"}, "checkIn"),
        ({"checkIn": "tomorrow", "checkOut": LEAVING}, "checkIn"),
        ({"checkIn": "1969-12-31", "checkOut": LEAVING}, "checkIn"),
        ({"maxPrice": "1"}, "token"),
        ({"sort": "price"}, "token"),
    ],
)
def test_what_means_nothing_is_refused(api, market, query, field):
    answer = api.get("/v1/places", **query)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


def test_pages_of_free_places_hold_each_of_them_once(api, market):
    ids = [publish_place(market, f"place {number}") for number in range(7)]
    for taken in ids[1::3]:
        book(market, taken, ARRIVAL, 1)
    rows = api.every("/v1/places", checkIn=ARRIVAL, checkOut=LEAVING, limit=2)

    assert [row["placeId"] for row in rows] == [one for one in reversed(ids) if one not in ids[1::3]]


def test_a_page_shows_places_as_they_were_and_hides_what_was_taken_meanwhile(api, market):
    ids = [publish_place(market, f"place {number}") for number in range(4)]
    first = api.get("/v1/places", checkIn=ARRIVAL, checkOut=LEAVING, limit=2).json()
    book(market, ids[1], ARRIVAL, 1)

    second = api.get("/v1/places", checkIn=ARRIVAL, checkOut=LEAVING, limit=2, cursor=first["nextCursor"]).json()

    assert [row["placeId"] for row in first["data"]] == [ids[3], ids[2]]
    assert [row["placeId"] for row in second["data"]] == [ids[0]]


def test_a_stay_is_what_its_deal_is_about(api, market):
    place_id = publish_place(market, "loft")
    deal_id = book(market, place_id, ARRIVAL, 3)

    deal = api.data(f"/v1/deals/{deal_id}")

    assert deal["source"] == {"kind": "place", "id": place_id, "units": 1}
    assert [row["dealId"] for row in api.data("/v1/deals", listing=place_id)] == [deal_id]
    assert api.data(f"/v1/places/{place_id}")["stays"] == 1
    assert api.data(f"/v1/accounts/{address('hana')}")["record"]["salesOpen"] == 1
    names = [entry["name"] for entry in api.data(f"/v1/places/{place_id}/history")]
    assert names == ["PlacePublished", "StayBooked"]


def test_a_reorganization_gives_nights_back(api, market):
    place_id = publish_place(market, "loft")
    book(market, place_id, ARRIVAL, 3)
    assert free_for(api) == []

    market.reorganize(1)

    assert free_for(api) == [place_id]
    assert api.data(f"/v1/places/{place_id}/stays") == []
