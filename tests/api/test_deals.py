"""GET /v1/deals and one deal."""

import pytest

from tests.api.market import NOTHING, address, digest


@pytest.fixture
def listing(market):
    return market.publish("vase", price=1_000)


def test_a_deal_is_told_with_what_may_happen_next(api, market, listing):
    deal_id = market.buy(listing)

    told = api.data(f"/v1/deals/{deal_id}")

    assert told["status"] == "Funded"
    assert told["deal"]["price"] == "1000"
    assert told["listing"] == {"market": told["deal"]["market"], "listingId": listing, "units": 1}
    acts = {(act["act"], act["by"]): act for act in told["next"]}
    assert ("fulfil", "Seller") in acts
    assert acts["reclaim", "Buyer"]["from"] == acts["fulfil", "Seller"]["until"]


def test_a_closed_deal_waits_for_nobody(api, market, listing):
    deal_id = market.buy(listing)
    market.release(deal_id)
    market.return_deposit(deal_id)

    told = api.data(f"/v1/deals/{deal_id}")

    assert (told["status"], told["outcome"], told["next"]) == ("Closed", "Released", [])
    assert told["paid"]["seller"] == "1000"
    assert told["closedAt"]


def test_a_deal_nobody_opened_is_missing(api, market):
    answer = api.get(f"/v1/deals/{digest('nothing')}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/deal-not-found"


def test_a_side_chooses(api, market, listing):
    bought = market.buy(listing, buyer="bob")
    other = market.buy(listing, buyer="carl")
    bobs = market.publish("lamp", seller="bob")
    sold = market.buy(bobs, buyer="carl")

    assert _ids(api, buyer=address("bob")) == [bought]
    assert _ids(api, seller=address("bob")) == [sold]
    assert _ids(api, party=address("bob")) == [sold, bought]
    assert _ids(api, party=address("carl")) == [sold, other]
    assert _ids(api, buyer=address("carl"), seller=address("ada")) == [other]


def test_a_status_chooses_one_or_several(api, market, listing):
    funded = market.buy(listing, salt="1")
    fulfilled = market.buy(listing, salt="2")
    market.fulfil(fulfilled)
    completed = market.buy(listing, salt="3")
    market.release(completed)

    assert _ids(api, status="Funded") == [funded]
    assert _ids(api, status="Completed,Funded") == [completed, funded]
    assert _ids(api, status="Funded,Fulfilled,Completed,Disputed,Closed") == [completed, fulfilled, funded]
    assert _ids(api, status="Fulfilled", party=address("bob")) == [fulfilled]


def test_a_listing_chooses(api, market, listing):
    deal_id = market.buy(listing)
    market.buy(market.publish("lamp"), salt="2")

    assert _ids(api, listing=listing) == [deal_id]


def test_an_unknown_status_is_refused_with_those_that_are_known(api, market):
    answer = api.get("/v1/deals", status="Paid")

    assert answer.status_code == 400
    assert "Funded" in answer.json()["errors"][0]["message"]


def test_a_history_tells_events_in_their_order(api, market, listing):
    deal_id = market.buy(listing)
    market.fulfil(deal_id)
    market.release(deal_id)

    entries = api.data(f"/v1/deals/{deal_id}/history")

    assert [entry["name"] for entry in entries] == ["DealOpened", "DealFulfilled", "DealReleased"]
    assert entries[0]["arguments"] == {"of": deal_id}


def test_a_history_of_nothing_is_missing(api, market):
    assert api.get(f"/v1/deals/{digest('nothing')}/history").status_code == 404


def test_the_hand_over_code_is_offered_only_where_there_is_one(api, market, listing):
    without = api.data(f"/v1/deals/{market.buy(listing, salt='1')}")
    with_code = api.data(f"/v1/deals/{market.buy(listing, salt='2', handover=digest('code'))}")

    assert without["deal"]["handover"] == NOTHING
    assert "handOver" not in [act["act"] for act in without["next"]]
    assert "handOver" in [act["act"] for act in with_code["next"]]


def _ids(api, **query):
    return [row["dealId"] for row in api.data("/v1/deals", **query)]
