"""A host puts a place on the market, changes it, and takes it off."""

import pytest

from tests.contracts.booking.conftest import SKU
from tests.contracts.model.booking import hash_place, place_id
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.places import (
    MAX_HORIZON,
    MAX_NIGHTS,
    Discount,
    Notice,
    Place,
    Season,
    Stay,
    pack_discounts,
    pack_policy,
    pack_seasons,
)
from tests.contracts.world.shapes import DAY, HOUR, Status
from tests.contracts.world.trade import events_of

UNFIT = [
    ({"nightPrice": 0}, lambda place: ("BadPlace", 0, place.units, place.expiresAt)),
    ({"units": 0}, lambda place: ("BadPlace", place.nightPrice, 0, place.expiresAt)),
    ({"minNights": 0}, lambda place: ("BadLengths", 0, place.maxNights, MAX_NIGHTS)),
    ({"minNights": 8, "maxNights": 7}, lambda _: ("BadLengths", 8, 7, MAX_NIGHTS)),
    ({"maxNights": MAX_NIGHTS + 1}, lambda place: ("BadLengths", place.minNights, MAX_NIGHTS + 1, MAX_NIGHTS)),
    ({"horizon": 0}, lambda _: ("BadHorizon", 0, MAX_HORIZON)),
    ({"horizon": MAX_HORIZON + 1}, lambda _: ("BadHorizon", MAX_HORIZON + 1, MAX_HORIZON)),
    ({"checkInAt": -14 * HOUR - 1}, lambda _: ("BadCheckIn", -14 * HOUR - 1)),
    ({"checkInAt": 36 * HOUR + 1}, lambda _: ("BadCheckIn", 36 * HOUR + 1)),
]
SEASONS = {
    "ends before it begins": pack_seasons(Season(11, 10, 10_000)),
    "costs nothing": pack_seasons(Season(10, 11, 0)),
    "the last one costs nothing": pack_seasons(Season(1, 2, 1), Season(1, 2, 1), Season(1, 2, 1), Season(10, 11, 0)),
    "a gap": pack_seasons(Season(0, 0, 0), Season(10, 11, 10_000)),
}
DISCOUNTS = {
    "of no nights": pack_discounts(Discount(0, 1_000)),
    "falling": pack_discounts(Discount(7, 1_000), Discount(6, 2_000)),
    "twice the same": pack_discounts(Discount(7, 1_000), Discount(7, 2_000)),
    "more than everything": pack_discounts(Discount(7, 10_001)),
    "a gap": pack_discounts(Discount(7, 1_000), Discount(0, 0), Discount(28, 2_000)),
}
POLICIES = {
    "rising": pack_policy(Notice(DAY, 10_000), Notice(2 * DAY, 5_000)),
    "twice the same": pack_policy(Notice(DAY, 10_000), Notice(DAY, 5_000)),
    "more than everything": pack_policy(Notice(DAY, 10_001)),
    "more than a year before": pack_policy(Notice(365 * DAY + 1, 10_000)),
    "a gap": pack_policy(Notice(2 * DAY, 10_000), Notice(0, 0), Notice(DAY, 5_000)),
    "no room for check-in": pack_policy(*(Notice(days * DAY, 5_000) for days in (4, 3, 2, 1))),
}
SOUND = {
    "four seasons": {"seasons": pack_seasons(*(Season(n, n, 65_535) for n in range(4)))},
    "four discounts": {"discounts": pack_discounts(*(Discount(n, 10_000) for n in (1, 2, 3, 255)))},
    "four steps": {"policy": pack_policy(*(Notice(d * DAY, 10_000) for d in (365, 2, 1, 0)))},
    "no policy": {"policy": 0},
    "the longest stay": {"minNights": 1, "maxNights": MAX_NIGHTS},
    "the furthest horizon": {"horizon": MAX_HORIZON},
    "easternmost": {"checkInAt": -14 * HOUR},
    "westernmost": {"checkInAt": 36 * HOUR},
}


def test_a_sku_is_published_once(published, seller):
    with reverts_with("PlaceExists", published.id):
        published.market.publish(SKU, published.place, {"from": seller})


def test_only_ones_own_place_can_be_revised_or_withdrawn(published, buyer):
    theirs = place_id(buyer.address, SKU)
    with reverts_with("PlaceUnknown", theirs):
        published.market.revise(SKU, published.place, {"from": buyer})
    with reverts_with("PlaceUnknown", theirs):
        published.market.withdraw(SKU, {"from": buyer})


@pytest.mark.parametrize(("changes", "refusal"), UNFIT, ids=lambda value: str(value) if isinstance(value, dict) else "")
def test_a_place_can_be_booked(inn, seller, changes, refusal):
    place = inn.place._replace(**changes)
    with reverts_with(*refusal(place)):
        inn.market.publish(SKU, place, {"from": seller})


def test_a_place_has_a_future(inn, seller, clock):
    place = inn.place._replace(expiresAt=clock.now)
    with reverts_with("BadPlace", place.nightPrice, place.units, clock.now):
        inn.market.publish(SKU, place, {"from": seller})


@pytest.mark.parametrize("seasons", SEASONS.values(), ids=SEASONS)
def test_a_season_has_days_and_a_price(inn, seller, seasons):
    with reverts_with("BadSeasons", seasons):
        inn.market.publish(SKU, inn.place._replace(seasons=seasons), {"from": seller})


@pytest.mark.parametrize("discounts", DISCOUNTS.values(), ids=DISCOUNTS)
def test_discounts_rise_with_the_nights(inn, seller, discounts):
    with reverts_with("BadDiscounts", discounts):
        inn.market.publish(SKU, inn.place._replace(discounts=discounts), {"from": seller})


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_a_policy_comes_closer_to_check_in(inn, seller, policy):
    with reverts_with("BadPolicy", policy):
        inn.market.publish(SKU, inn.place._replace(policy=policy), {"from": seller})


def test_a_revision_is_held_to_the_same_rules(published, seller):
    with reverts_with("BadPolicy", POLICIES["rising"]):
        published.market.revise(SKU, published.place._replace(policy=POLICIES["rising"]), {"from": seller})


@pytest.mark.ganache
def test_the_place_is_told_and_its_hash_is_kept(inn, seller):
    tx = inn.market.publish(SKU, inn.place, {"from": seller})
    told = {"placeId": inn.id, "host": seller.address, "sku": SKU, "revision": 1, "place": inn.place}
    assert events_of(tx, inn.market) == [("PlacePublished", told)]
    assert stored(inn) == (hash_place(inn.place)[:28], 1)


@pytest.mark.parametrize("changes", SOUND.values(), ids=SOUND)
def test_the_limits_themselves_are_fine(inn, seller, changes):
    inn.market.publish(SKU, inn.place._replace(**changes), {"from": seller})
    assert stored(inn)[1] == 1


@pytest.mark.ganache
def test_a_revision_replaces_the_terms(published, seller):
    revised = published.place._replace(nightPrice=7, checkInAt=-3 * HOUR)
    tx = published.market.revise(SKU, revised, {"from": seller})
    assert events_of(tx, published.market) == [
        ("PlaceRevised", {"placeId": published.id, "revision": 2, "place": revised})
    ]
    assert stored(published) == (hash_place(revised)[:28], 2)


@pytest.mark.ganache
def test_a_withdrawn_place_keeps_its_revision_alone(published, seller):
    tx = published.market.withdraw(SKU, {"from": seller})
    assert events_of(tx, published.market) == [("PlaceWithdrawn", {"placeId": published.id, "revision": 2})]
    assert stored(published) == (bytes(28), 2)
    with reverts_with("PlaceUnknown", published.id):
        published.market.withdraw(SKU, {"from": seller})


def test_a_withdrawn_place_comes_back_with_its_calendar(published, seller, trade):
    stay = published.stay()
    deal = published.book(stay)
    published.market.withdraw(SKU, {"from": seller})
    published.market.publish(SKU, published.place, {"from": seller})
    assert stored(published)[1] == 3
    assert published.calendar(stay.firstNight) == (0b111, 0)
    assert trade.state(deal).status == Status.FUNDED


def test_two_hosts_may_use_the_same_sku(published, stranger):
    published.market.publish(SKU, published.place, {"from": stranger})
    assert stored(published)[1] == 1


def test_ids_hashes_and_salts_are_what_anybody_computes(inn, seller):
    assert bytes(inn.market.placeIdOf(seller, SKU)) == inn.id
    assert bytes(inn.market.hashPlace(inn.place)) == hash_place(inn.place)
    stay = Stay(SKU, 0xABCD, 0x123456, 0x789A, 0xFEDCBA98765432101F)
    assert bytes(inn.market.saltOf(stay)) == stay.salt


def test_every_term_counts_in_the_hash(inn):
    hashes = {bytes(inn.market.hashPlace(inn.place))}
    for name, value in inn.place._asdict().items():
        other = {bytes: b"\7" * 32, str: inn.market.address, bool: not value}.get(type(value))
        changed = inn.place._replace(**{name: value + 1 if other is None else other})
        hashes.add(bytes(inn.market.hashPlace(changed)))
    assert len(hashes) == 1 + len(Place._fields)


def stored(inn):
    place_hash, revision = inn.market.placeOf(inn.id)
    return bytes(place_hash), revision
