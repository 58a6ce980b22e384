"""The story of rides: ten steps through matcher, contracts, index and API. A driver, a rider, and who comes between."""

import hashlib
import json
from random import Random
from types import SimpleNamespace

import h3
import pytest

from indexer.content.market_documents import request_document
from indexer.discovery import matching
from indexer.discovery.matching import MAX_STEPS
from scripts.dev_accounts import dev_account
from scripts.market.chain import Refused
from scripts.market.index import ApiRefused
from tests.support.leaks import cells_finer_than, places_with
from tests.support.rebuilding import rebuilt, rows
from tests.support.requesting import CAP, MINUTE, NO_SHOW_BPS, Desk

AT_HOME = (38.722_252_4, -9.139_336_6)
HERE, DESTINATION = h3.latlng_to_cell(*AT_HOME, 8), h3.latlng_to_cell(38.77, -9.12, 8)
CITY = sorted(h3.grid_disk(HERE, 12))
RIDERS, DRIVERS = 200, 240
CODE, WRONG_CODE = b"16 random bytes.", b"16 other bytes.."
SALT = b"to the station".ljust(32, b"\0")
METERS, DURATION = 7_654, 1_234


@pytest.fixture(scope="module")
def story(market, people):
    """What earlier steps leave to later ones. Driver and rider have no part in other stories of this market."""
    driver, rider = dev_account(11), dev_account(12)
    return SimpleNamespace(desk=Desk(market), market=market, driver=driver, rider=rider, stranger=people["stranger"])


@pytest.fixture(scope="module")
def batch():
    dice = Random(7)
    return {
        "requests": [{"id": f"request-{number}", "cell": dice.choice(CITY)} for number in range(RIDERS)],
        "providers": [{"id": f"driver-{number}", "cell": dice.choice(CITY)} for number in range(DRIVERS)],
    }


def test_1_two_hundred_requests_are_matched_at_no_more_than_the_greedy_cost(story, batch):
    report = matched(story, batch)

    assert (len(report["matches"]) + len(report["unmatched"]), report["isExact"]) == (RIDERS, True)
    assert cost(report["totalSteps"], report["unmatched"]) <= cost(*greedy(batch))


def test_2_a_second_matcher_reproduces_the_report(story, batch):
    report = matched(story, batch)
    shuffled = [Random(8).sample(batch[side], len(batch[side])) for side in ("requests", "providers")]
    sides = [[matching.Place(entry["id"], entry["cell"]) for entry in side] for side in shuffled]

    assert matching.match(*sides).as_json() == report
    assert report["inputsHash"] == hash_of(batch)


def test_3_the_fare_is_the_tariffs_to_the_wei_and_the_rest_of_the_cap_returns(story):
    desk, chain = story.desk, story.market.chain
    desk.ask(story.rider, SALT, title="To the airport", category="transport/rides", cell=HERE, destination=DESTINATION)
    published = desk.publish_tariff(story.driver, area=sorted(h3.grid_disk(HERE, 5)), carrier=story.stranger)
    found = desk.index.get("/v1/tariffs", cell=HERE, min_block=desk.head())["data"]
    story.tariff = next(shown for shown in found if shown["tariffId"] == published["tariffId"])
    proposed = matched(story, batch_of_real(story))["matches"]
    assert [(match["request"], match["provider"]) for match in proposed] == [
        (story.rider.address, story.driver.address)
    ]

    before = balances(story)
    deal = desk.hail(story.rider, story.tariff, code=CODE)
    desk.does(story.driver, "Escrow", "begin", deal, CODE)
    fare = chain.read("Request", "fareOf", desk.tariff(story.driver, deal.agreement), METERS, DURATION)
    desk.does(story.driver, "Escrow", "discount", deal, CAP - fare, bytes(32))
    desk.does(story.rider, "Escrow", "release", deal)

    assert fare == fare_by_hand(story.tariff["tariff"])
    assert moved(story, before) == {"driver": fare, "rider": -fare}
    shown = desk.shown(deal)
    assert (shown["outcome"], shown["discount"]) == ("Released", str(CAP - fare))
    assert (shown["paid"]["seller"], shown["paid"]["buyer"]) == (str(fare), str(CAP - fare))
    assert shown["source"] == {"kind": "tariff", "id": story.tariff["tariffId"], "units": 1}


def test_4_a_wrong_code_does_not_start_the_ride(story):
    desk, chain = story.desk, story.market.chain
    deal = desk.hail(story.rider, story.tariff, code=CODE)
    with pytest.raises(Refused) as refusal:
        chain.simulate(chain.call("Escrow", "begin", deal, WRONG_CODE), story.driver.address)
    assert refusal.value.error == "WrongCode"
    assert desk.shown(deal)["status"] == "Funded"

    desk.does(story.driver, "Escrow", "begin", deal, CODE)

    shown = desk.shown(deal)
    assert (shown["status"], desk.state(deal)["status"]) == ("Fulfilled", 2)
    history = desk.index.get(f"/v1/deals/{shown['dealId']}/history")["data"]
    assert [entry["name"] for entry in history] == ["DealOpened", "DealBegun"]
    desk.does(story.rider, "Escrow", "release", deal)


@pytest.mark.parametrize(("minutes", "kept_bps"), [(1, 0), (4, NO_SHOW_BPS)])
def test_5_a_cancellation_is_free_at_first_and_costs_exactly_the_fee_later(story, minutes, kept_bps):
    desk, fee = story.desk, CAP * kept_bps // 10_000
    deal = desk.hail(story.rider, story.tariff, code=CODE)
    story.market.net.travel(minutes * MINUTE)
    before = balances(story)

    desk.does(story.rider, "Escrow", "cancel", deal)

    assert CAP * NO_SHOW_BPS % 10_000, "the fee must leave something to round"
    assert moved(story, before) == {"driver": fee, "rider": CAP - fee}
    shown = desk.shown(deal)
    assert (shown["outcome"], shown["paid"]["seller"], shown["paid"]["buyer"]) == (
        "Cancelled",
        str(fee),
        str(CAP - fee),
    )


def test_6_a_rider_who_does_not_come_pays_the_fee_only(story):
    desk, chain, fee = story.desk, story.market.chain, CAP * NO_SHOW_BPS // 10_000
    deal = desk.hail(story.rider, story.tariff, code=CODE)
    charge = chain.call("Escrow", "chargeNoShow", deal)
    with pytest.raises(Refused) as refusal:
        chain.simulate(charge, story.driver.address)
    assert refusal.value.error == "TooEarly"

    story.market.net.travel(8 * MINUTE + 1)
    before = balances(story)
    chain.send(charge, story.driver)

    assert moved(story, before) == {"driver": fee, "rider": CAP - fee}
    assert desk.shown(deal)["outcome"] == "NoShow"
    assert record(story, story.rider)["noShows"] == 1


def test_7_a_driver_vanishes_and_the_rider_reclaims(story):
    desk, chain = story.desk, story.market.chain
    deal = desk.hail(story.rider, story.tariff, code=CODE)
    reclaim = chain.call("Escrow", "reclaim", deal)
    with pytest.raises(Refused) as refusal:
        chain.simulate(reclaim, story.rider.address)
    assert refusal.value.error == "TooEarly"

    story.market.net.travel_to(deal.deliver_by + 1)
    before = balances(story)
    chain.send(reclaim, story.rider)

    assert moved(story, before) == {"driver": 0, "rider": CAP}
    assert desk.shown(deal)["outcome"] == "Reclaimed"
    assert record(story, story.driver)["missedDeadlines"] == 1


def test_8_nothing_stored_anywhere_is_finer_than_resolution_8(story):
    precise = h3.latlng_to_cell(*AT_HOME, 9)
    described = story.desk.described("From my door", "transport/rides")
    with pytest.raises(ApiRefused, match="resolution 8"):
        story.market.index.pin_document(request_document(described, kind="service").content | {"cell": precise})
    with pytest.raises(ApiRefused):
        matched(story, {"requests": [{"id": "ada", "cell": precise}], "providers": []})

    assert places_with(story.market, HERE.encode()), "what is stored would be found"
    assert not cells_finer_than(story.market, 8)
    assert not places_with(story.market, *(f"{degrees:.4f}".encode() for degrees in AT_HOME))


def test_9_ten_declines_leave_the_drivers_rank_unchanged(story):
    desk, driver = story.desk, story.driver
    asked = batch_of_real(story)
    asked["providers"].append({"id": "another driver", "cell": min(h3.grid_ring(HERE, 1))})
    before = matched(story, asked), ranks(story), reputation_of(record(story, driver))

    for _ in range(10):
        deal = desk.hail(story.rider, story.tariff, code=CODE)
        desk.does(driver, "Escrow", "refund", deal)
        assert desk.shown(deal)["outcome"] == "Refunded"

    assert (matched(story, asked), ranks(story), reputation_of(record(story, driver))) == before


def test_10_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    assert len(again["tariff"]) == len(story.market.index.every("/v1/tariffs", status="any")) >= 1


def matched(story, asked) -> dict:
    return story.market.index.match(asked)


def greedy(asked) -> tuple[int, list[str]]:
    """Whoever is nearest to whom comes first, without a thought for the others."""
    pairs = [
        (h3.grid_distance(request["cell"], provider["cell"]), request["id"], provider["id"])
        for request in asked["requests"]
        for provider in asked["providers"]
    ]
    total, served, busy = 0, set(), set()
    for steps, request, provider in sorted(pair for pair in pairs if pair[0] <= MAX_STEPS):
        if request not in served and provider not in busy:
            total, served, busy = total + steps, served | {request}, busy | {provider}
    return total, [request["id"] for request in asked["requests"] if request["id"] not in served]


def cost(steps, unmatched) -> int:
    return steps + (MAX_STEPS + 1) * len(unmatched)


def hash_of(asked) -> str:
    """As the API's description tells it."""
    sides = [sorted([entry["id"], entry["cell"]] for entry in asked[side]) for side in ("requests", "providers")]
    return "0x" + hashlib.sha256(json.dumps(sides, separators=(",", ":")).encode()).hexdigest()


def batch_of_real(story) -> dict:
    """What a matcher reads: the cell of each open request, and of each driver whose tariff is good there."""
    requests = story.market.index.every("/v1/requests", min_block=story.desk.head())
    asked = [
        {"id": shown["buyer"], "cell": shown["document"]["content"]["cell"]}
        for shown in requests
        if shown["document"]["content"]["category"] == "transport/rides"
    ]
    tariffs = story.market.index.every("/v1/tariffs", cell=HERE)
    waiting = min(h3.grid_ring(HERE, 2))
    return {"requests": asked, "providers": [{"id": shown["seller"], "cell": waiting} for shown in tariffs]}


def fare_by_hand(tariff) -> int:
    metered = int(tariff["perKilometer"]) * METERS * 60 + int(tariff["perMinute"]) * DURATION * 1_000
    return max(int(tariff["minimum"]), int(tariff["base"]) + metered // 60_000)


def balances(story) -> dict:
    head = story.desk.head()
    people = {"driver": story.driver.address, "rider": story.rider.address}
    return {"block": head, **{part: story.market.chain.balance(person) for part, person in people.items()}}


def moved(story, before) -> dict:
    """What each has more than before, gas aside."""
    now = balances(story)
    fees = {"driver": 0, "rider": 0}
    parts = {story.driver.address.lower(): "driver", story.rider.address.lower(): "rider"}
    for number in range(before["block"] + 1, now["block"] + 1):
        for transaction in story.market.chain.rpc.ask("eth_getBlockByNumber", hex(number), False)["transactions"]:
            receipt = story.market.chain.rpc.ask("eth_getTransactionReceipt", transaction)
            if receipt["from"] in parts:
                fees[parts[receipt["from"]]] += int(receipt["gasUsed"], 16) * int(receipt["effectiveGasPrice"], 16)
    return {part: now[part] - before[part] + fees[part] for part in fees}


def record(story, person) -> dict:
    return story.market.index.account(person.address, min_block=story.desk.head())["record"]


def ranks(story) -> list[str]:
    found = story.market.index.get("/v1/tariffs", cell=HERE, min_block=story.desk.head())["data"]
    return [tariff["seller"] for tariff in found]


def reputation_of(kept) -> dict:
    """What counts against somebody: all but how many deals there were."""
    return {name: kept[name] for name in ("missedDeadlines", "disputesLost", "noShows", "reviews", "scoreMean")}
