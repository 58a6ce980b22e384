"""GET /v1/campaigns, one campaign, its pledges and its history."""

import pytest
from eth_utils import to_checksum_address

from tests.api.crowd import Crowd
from tests.api.market import BLOCK_SECONDS, CONTRACTS, DAY, address


@pytest.fixture
def crowd(market):
    return Crowd(market)


def ids(rows):
    return [row["campaignId"] for row in rows]


def test_a_campaign_shows_what_was_raised_and_what_is_left_of_its_rewards(api, crowd):
    campaign_id = crowd.publish("lamp", tiers=[(100, 2), (500, 0)])
    crowd.pledge(campaign_id, "bob", 150, tier=0)
    crowd.pledge(campaign_id, "carl", 900, tier=1)

    told = api.data(f"/v1/campaigns/{campaign_id}")

    assert told["contract"] == to_checksum_address(CONTRACTS["Crowdfund"])
    assert (told["status"], told["raised"], told["isFunded"], told["backers"]) == ("open", "1050", True, 2)
    assert told["tiers"] == [
        {"tier": 0, "amount": "100", "limit": 2, "taken": 1, "left": 1},
        {"tier": 1, "amount": "500", "limit": None, "taken": 1, "left": None},
    ]
    assert told["nextTranche"] == {
        "tranche": 1,
        "dueAt": "2026-10-21T14:13:20Z",
        "claimBy": "2026-11-04T14:13:20Z",
    }
    assert told["veto"] is None


def test_pledges_are_told_the_newest_first(api, crowd):
    campaign_id = crowd.publish("lamp", tiers=[(100, 0)])
    for number, name in enumerate(["bob", "carl", "dora"], 1):
        crowd.pledge(campaign_id, name, 100 * number, tier=0 if number == 2 else 255)
    crowd.withdraw(campaign_id, "bob", 100)

    pledges = api.every(f"/v1/campaigns/{campaign_id}/pledges", limit=2)

    assert [(pledge["amount"], pledge["tier"], pledge["status"]) for pledge in pledges] == [
        ("300", None, "held"),
        ("200", 0, "held"),
        ("100", None, "withdrawn"),
    ]
    own = api.data(f"/v1/campaigns/{campaign_id}/pledges", backer=address("carl"))
    assert [pledge["amount"] for pledge in own] == ["200"]


@pytest.mark.parametrize("path", ["", "/pledges", "/history"])
def test_an_unknown_campaign_is_not_found(api, market, path):
    answer = api.get(f"/v1/campaigns/0x{'00' * 32}{path}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/campaign-not-found"


def test_a_history_tells_of_rewards_and_pledges(api, crowd):
    campaign_id = crowd.publish("lamp", tiers=[(100, 2)])
    crowd.pledge(campaign_id, "bob", 150, tier=0)

    entries = api.data(f"/v1/campaigns/{campaign_id}/history")

    assert [entry["name"] for entry in entries] == ["CampaignPublished", "TierOffered", "PledgeMade"]


def test_a_status_tells_how_it_ended(api, crowd):
    soon = {"lasts": 6 * BLOCK_SECONDS}
    made = {name: crowd.publish(name, **soon) for name in ("failed", "succeeded", "paid")}
    made["lapsed"] = crowd.publish("lapsed", lasts=4 * BLOCK_SECONDS, claim_period=BLOCK_SECONDS)
    made["stopped"] = crowd.publish("stopped")
    for name in ("succeeded", "paid", "lapsed"):
        crowd.pledge(made[name], "bob", 1_000)
    crowd.stop(made["stopped"])
    crowd.claim(made["paid"], 1)
    crowd.claim(made["paid"], 2)
    made["live"] = crowd.publish("live")

    for name, campaign_id in made.items():
        assert ids(api.data("/v1/campaigns", status=name)) == [campaign_id], name
    assert ids(api.data("/v1/campaigns")) == [made["live"]]
    assert len(api.data("/v1/campaigns", status="any")) == 6


def test_those_that_end_first_come_first(api, crowd):
    late, soon = crowd.publish("late", lasts=9 * DAY), crowd.publish("soon", lasts=2 * DAY)
    before = crowd.market.head.timestamp + 5 * DAY

    assert ids(api.data("/v1/campaigns", sort="ending")) == [soon, late]
    assert ids(api.data("/v1/campaigns", endsBefore=before)) == [soon]


def test_what_was_raised_is_compared_as_a_number(api, crowd):
    amounts = [9, 100, 2**100]
    made = {amount: crowd.publish(f"raised {amount}") for amount in amounts}
    for amount, campaign_id in made.items():
        crowd.pledge(campaign_id, "bob", amount)
    token = api.data(f"/v1/campaigns/{made[9]}")["campaign"]["token"]

    assert ids(api.every("/v1/campaigns", sort="-raised", token=token, limit=1)) == [made[a] for a in reversed(amounts)]
    assert api.get("/v1/campaigns", sort="-raised").status_code == 400


def test_people_choose(api, crowd):
    mine, others = crowd.publish("mine", creator="ada"), crowd.publish("others", creator="carl")
    crowd.pledge(others, "bob", 10)

    assert ids(api.data("/v1/campaigns", creator=address("ada"))) == [mine]
    assert ids(api.data("/v1/campaigns", backer=address("bob"))) == [others]


def test_words_find_campaigns(api, crowd):
    lamp = crowd.publish_described("Folding lantern")
    crowd.publish_described("Quiet keyboard")

    told = api.get("/v1/campaigns", q="lantren").json()

    assert ids(told["data"]) == [lamp]
    assert told["correctedQuery"] == "lantern"
    assert told["data"][0]["document"]["content"]["title"] == "Folding lantern"


def test_pages_show_rewards_as_they_were_when_the_list_was_begun(api, crowd):
    first = crowd.publish("first", tiers=[(100, 2)])
    crowd.publish("second")
    page = api.get("/v1/campaigns", limit=1).json()
    crowd.pledge(first, "bob", 150, tier=0)

    rest = api.get("/v1/campaigns", limit=1, cursor=page["nextCursor"]).json()["data"]

    assert [(row["campaignId"], row["raised"], row["tiers"][0]["left"]) for row in rest] == [(first, "0", 2)]
    assert api.data(f"/v1/campaigns/{first}")["tiers"][0]["left"] == 1


def test_a_reorganization_gives_places_back(api, crowd, market):
    campaign_id = crowd.publish("lamp", tiers=[(100, 2)])
    crowd.pledge(campaign_id, "bob", 150, tier=0)
    market.reorganize(1)
    market.mine()

    told = api.data(f"/v1/campaigns/{campaign_id}")

    assert (told["raised"], told["tiers"][0]["left"]) == ("0", 2)
    assert api.data(f"/v1/campaigns/{campaign_id}/pledges") == []


def test_a_broken_promise_stands_in_the_creators_record(api, crowd):
    campaign_id = crowd.publish("lamp")
    crowd.pledge(campaign_id, "bob", 1_000)
    crowd.claim(campaign_id, 1)
    crowd.report(campaign_id, "bob")

    record = api.data(f"/v1/accounts/{address('ada')}")["record"]

    assert (record["campaignsDelivered"], record["campaignsUndelivered"]) == (0, 1)
    assert api.data(f"/v1/campaigns/{campaign_id}")["undeliveredAt"] is not None
