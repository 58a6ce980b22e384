"""Requests, tariffs and the agreements that follow: what is open, what was taken back, and where a tariff is good."""

import h3
import pytest

from tests.api.acts import (
    CELL,
    accept_offer,
    amend,
    post_described_request,
    post_request,
    publish_described_tariff,
    publish_tariff,
    raise_epoch,
    ride,
    withdraw_request,
)
from tests.api.market import NOTHING, TOKEN, address, digest

NEIGHBOR = next(cell for cell in h3.grid_ring(CELL, 1) if h3.cell_to_parent(cell, 7) != h3.cell_to_parent(CELL, 7))


def requests(api, **query):
    return [row["requestId"] for row in api.data("/v1/requests", **query)]


def tariffs(api, **query):
    return [row["tariffId"] for row in api.data("/v1/tariffs", **query)]


def test_a_request_is_told_with_what_is_needed(api, market):
    request_id = post_request(market, "a ride")

    told = api.data(f"/v1/requests/{request_id}")

    assert (told["status"], told["deals"], told["need"]["budget"]) == ("open", 0, "500")
    assert told["document"]["state"] == "pending"


@pytest.mark.parametrize("path", ["requests", "tariffs"])
def test_what_nobody_published_is_missing(api, market, path):
    answer = api.get(f"/v1/{path}/{digest('nothing')}")

    assert (answer.status_code, answer.json()["type"]) == (404, f"/problems/{path[:-1]}-not-found")


def test_a_status_chooses_requests(api, market):
    ids = {"open": post_request(market, "open"), "expired": post_request(market, "expired", lasts=1)}
    ids["accepted"] = post_request(market, "accepted")
    accept_offer(market, ids["accepted"])
    ids["withdrawn"] = post_request(market, "withdrawn")
    withdraw_request(market, ids["withdrawn"])

    assert requests(api) == [ids["open"]]
    assert {status: requests(api, status=status) for status in ids} == {status: [one] for status, one in ids.items()}
    assert len(requests(api, status="any")) == 4


def test_a_buyer_a_token_and_words_choose_requests(api, market):
    mine = post_described_request(market, "A ride to the airport")
    post_request(market, "coins", buyer="carl", token="0x" + "00" * 20)

    assert requests(api, buyer=address("bob")) == [mine]
    assert requests(api, token=TOKEN) == [mine]
    assert requests(api, q="airport") == [mine]
    assert requests(api, q="harbor") == []


def test_what_was_accepted_stays_accepted_when_it_is_withdrawn(api, market):
    request_id = post_request(market, "a ride")
    accept_offer(market, request_id)
    withdraw_request(market, request_id)

    assert api.data(f"/v1/requests/{request_id}")["status"] == "accepted"


def test_a_buyer_may_withdraw_what_was_never_posted_and_post_again_what_he_withdrew(api, market):
    withdraw_request(market, digest("request bob a ride"))
    assert requests(api, status="any") == []

    request_id = post_request(market, "a ride")
    withdraw_request(market, request_id)
    post_request(market, "a ride", budget=900)
    told = api.data(f"/v1/requests/{request_id}")
    assert (told["status"], told["need"]["budget"], told["postedBlock"]) == ("open", "900", 2)


def test_an_accepted_offer_is_what_its_deal_is_about(api, market):
    request_id = post_request(market, "a ride")
    deal_id = accept_offer(market, request_id)

    assert api.data(f"/v1/deals/{deal_id}")["source"] == {"kind": "request", "id": request_id, "units": 1}
    assert api.data(f"/v1/accounts/{address('ada')}")["record"]["salesOpen"] == 1
    assert api.data(f"/v1/requests/{request_id}")["deals"] == 1


def test_an_offer_need_not_answer_a_request(api, market):
    deal_id = accept_offer(market, NOTHING)

    assert api.data(f"/v1/deals/{deal_id}")["source"] == {"kind": "request", "id": NOTHING, "units": 1}
    assert api.data(f"/v1/accounts/{address('ada')}")["record"]["salesOpen"] == 1


def test_a_tariff_is_told_with_the_signature_that_accepts_it(api, market):
    told = api.data(f"/v1/tariffs/{publish_tariff(market, 'day')}")

    assert (told["tariff"]["perKilometer"], told["signature"]) == ("90", "0x" + "51" * 65)


def test_tariffs_of_an_earlier_epoch_are_revoked(api, market):
    old = [publish_tariff(market, name) for name in ("day", "night")]
    other = publish_tariff(market, "other", seller="eve")
    raise_epoch(market, "dan", 1)
    new = publish_tariff(market, "new", epoch=1)

    assert tariffs(api) == [new, other]
    assert tariffs(api, status="revoked") == old[::-1]

    raise_epoch(market, "dan", 2)
    assert tariffs(api) == [other]
    assert api.data(f"/v1/tariffs/{new}")["updatedBlock"] == api.data(f"/v1/tariffs/{old[0]}")["updatedBlock"] + 2


def test_a_tariff_shown_again_is_the_same_tariff(api, market):
    tariff_id = publish_tariff(market, "day")
    publish_tariff(market, "night")
    publish_tariff(market, "day")

    assert api.data(f"/v1/tariffs/{tariff_id}")["publishedBlock"] == 1
    raise_epoch(market, "dan", 1)
    assert tariffs(api) == []


def test_a_status_a_seller_and_a_token_choose_tariffs(api, market):
    gone = publish_tariff(market, "gone", lasts=1)
    here = publish_tariff(market, "here")
    coins = publish_tariff(market, "coins", seller="eve", token="0x" + "00" * 20)

    assert tariffs(api) == [coins, here]
    assert tariffs(api, status="expired") == [gone]
    assert tariffs(api, seller=address("dan"), status="any") == [here, gone]
    assert tariffs(api, token=TOKEN) == [here]


def test_a_cell_finds_tariffs_whose_area_holds_it(api, market):
    exact = publish_described_tariff(market, "Exactly here", area=[CELL, h3.cell_to_parent(NEIGHBOR, 8)])
    around = publish_described_tariff(market, "All around", area=[h3.cell_to_parent(CELL, 6)])
    publish_described_tariff(market, "Next door", area=[NEIGHBOR])
    publish_tariff(market, "Nobody knows where")

    assert tariffs(api, cell=CELL) == [around, exact]
    assert tariffs(api, cell=CELL, q="exactly") == [exact]
    assert around not in tariffs(api, cell=h3.cell_to_parent(CELL, 5)), "a part of a city is not all of it"


@pytest.mark.parametrize("cell", ["891f1d48897ffff", "880000000000000", "lisbon", "881F1D4889FFFFF"])
def test_a_cell_is_no_finer_than_resolution_eight(api, market, cell):
    answer = api.get("/v1/tariffs", cell=cell)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "cell"


def test_a_reorganization_forgets_where_a_tariff_is_good(api, market):
    publish_described_tariff(market, "Exactly here", area=[CELL])
    market.reorganize(1)
    market.mine()
    publish_tariff(market, "Elsewhere")

    assert tariffs(api, cell=CELL) == []
    assert tariffs(api, q="exactly") == []


def test_a_ride_is_what_its_deal_is_about(api, market):
    tariff_id = publish_tariff(market, "day")
    deal_id = ride(market, tariff_id)
    unseen = ride(market, digest("never published"))

    assert api.data(f"/v1/deals/{deal_id}")["source"] == {"kind": "tariff", "id": tariff_id, "units": 1}
    assert api.data(f"/v1/deals/{unseen}")["source"]["id"] == digest("never published")
    assert api.data(f"/v1/tariffs/{tariff_id}")["deals"] == 1


def test_a_deal_tells_the_agreements_that_both_signed_since(api, market):
    deal_id = accept_offer(market, NOTHING)
    assert api.data(f"/v1/deals/{deal_id}")["agreements"] == []

    amend(market, deal_id, 1, "six pages")
    amend(market, deal_id, 2, "seven pages")
    told = api.data(f"/v1/deals/{deal_id}")

    assert [(one["number"], one["digest"]) for one in told["agreements"]] == [
        (1, digest("six pages")),
        (2, digest("seven pages")),
    ]
    assert told["agreement"]["digest"] == digest("agreed")
    assert [entry["name"] for entry in api.data(f"/v1/deals/{deal_id}/history")][1:] == ["DealAmended"] * 2


def test_a_list_tells_the_agreements_of_its_block(api, market):
    deals = [accept_offer(market, NOTHING), accept_offer(market, NOTHING, seller="eve")]
    amend(market, deals[0], 1, "six pages")
    first = api.get("/v1/deals", limit=1).json()
    amend(market, deals[0], 2, "seven pages")

    [second] = api.data("/v1/deals", limit=1, cursor=first["nextCursor"])

    assert [one["digest"] for one in second["agreements"]] == [digest("six pages")]


def test_a_reorganization_takes_an_agreement_back(api, market):
    deal_id = accept_offer(market, NOTHING)
    amend(market, deal_id, 1, "six pages")
    market.reorganize(1)

    assert api.data(f"/v1/deals/{deal_id}")["agreements"] == []
