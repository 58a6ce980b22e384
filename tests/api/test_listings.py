"""GET /v1/listings and one listing."""

import pytest

from tests.api.market import DAY, TOKEN, address, digest


def test_a_listing_is_told_with_its_terms_and_the_block_it_is_true_at(api, market):
    listing_id = market.publish("vase", price=12_500_000)

    answer = api.get(f"/v1/listings/{listing_id}")

    told = answer.json()
    assert told["data"]["terms"]["price"] == "12500000"
    assert told["data"]["document"]["state"] == "pending"
    assert told["asOf"] == {"number": 1, "hash": market.head.hash, "finalized": 0}
    assert answer.headers["x-block-number"] == "1"
    assert answer.headers["x-block-hash"] == market.head.hash


def test_an_id_may_come_in_capitals(api, market):
    listing_id = market.publish("vase")

    assert api.data("/v1/listings/0X" + listing_id[2:].upper())["listingId"] == listing_id


def test_a_listing_nobody_published_is_missing(api, market):
    answer = api.get(f"/v1/listings/{digest('nothing')}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/listing-not-found"
    assert digest("nothing") in answer.json()["detail"]


def test_the_newest_come_first_and_what_has_expired_is_left_out(api, market):
    first = market.publish("first")
    market.publish("expired", lasts=1)
    second = market.publish("second")

    assert [row["listingId"] for row in api.data("/v1/listings")] == [second, first]


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("active", ["on sale"]),
        ("expired", ["expired"]),
        ("soldOut", ["sold out"]),
        ("withdrawn", ["withdrawn"]),
        ("any", ["withdrawn", "sold out", "expired", "on sale"]),
    ],
)
def test_a_status_chooses(api, market, status, names):
    ids = {"on sale": market.publish("on sale"), "expired": market.publish("expired", lasts=1)}
    ids["sold out"] = market.publish("sold out", stock=0)
    ids["withdrawn"] = market.publish("withdrawn")
    market.withdraw(ids["withdrawn"])

    assert [row["listingId"] for row in api.data("/v1/listings", status=status)] == [ids[name] for name in names]


def test_a_seller_and_a_token_choose(api, market):
    mine = market.publish("mine", seller="ada")
    market.publish("his", seller="carl")
    coin = market.publish("for coins", token="0x" + "00" * 20)

    of_ada = [row["listingId"] for row in api.data("/v1/listings", seller=address("ada"))]
    in_tokens = [row["listingId"] for row in api.data("/v1/listings", seller=address("ada"), token=TOKEN)]

    assert of_ada == [coin, mine]
    assert in_tokens == [mine]


def test_prices_are_compared_as_numbers(api, market):
    prices = [9, 10, 100, 2**100]
    ids = {price: market.publish(f"for {price}", price=price) for price in prices}

    rising = [row["listingId"] for row in api.data("/v1/listings", sort="price", token=TOKEN)]
    falling = [row["listingId"] for row in api.data("/v1/listings", sort="-price", token=TOKEN)]
    between = api.data("/v1/listings", sort="price", token=TOKEN, minPrice="10", maxPrice="100")

    assert rising == [ids[price] for price in prices]
    assert falling == rising[::-1]
    assert [row["terms"]["price"] for row in between] == ["10", "100"]


@pytest.mark.parametrize("query", [{"sort": "price"}, {"minPrice": "1"}, {"maxPrice": "1"}, {"sort": "relevance"}])
def test_what_means_nothing_alone_is_refused(api, market, query):
    answer = api.get("/v1/listings", **query)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] in query


def test_words_find_titles_and_correct_typos(api, market):
    vase = market.publish_described("Blue vase")
    market.publish_described("Oak table", category="home/furniture")

    found = api.get("/v1/listings", q="vase").json()
    corrected = api.get("/v1/listings", q="vaze").json()

    assert [row["listingId"] for row in found["data"]] == [vase]
    assert "correctedQuery" not in found
    assert [row["listingId"] for row in corrected["data"]] == [vase]
    assert corrected["correctedQuery"] == "vase"


def test_a_category_holds_what_is_below_it(api, market):
    vase = market.publish_described("Blue vase", category="home/ceramics")
    table = market.publish_described("Oak table", category="home/furniture")
    market.publish_described("Homeware magazine", category="homeware", kind="digital")

    inside = [row["listingId"] for row in api.data("/v1/listings", category="home")]
    physical = [row["listingId"] for row in api.data("/v1/listings", kind="digital")]

    assert inside == [table, vase]
    assert len(physical) == 1


def test_facets_count_categories_without_their_own_filter(api, market):
    market.publish_described("Blue vase")
    market.publish_described("Red vase")
    market.publish_described("Vase of wood", category="home/wood")

    told = api.get("/v1/listings", q="vase", category="home/wood", facets="category").json()

    assert len(told["data"]) == 1
    assert told["facets"]["category"] == [{"value": "home/ceramics", "count": 2}, {"value": "home/wood", "count": 1}]


def test_a_verified_document_is_part_of_the_listing(api, market):
    listing_id = market.publish_described("Blue vase")

    document = api.data(f"/v1/listings/{listing_id}")["document"]

    assert document["state"] == "verified"
    assert document["content"]["title"] == "Blue vase"


def test_a_history_tells_events_in_their_order(api, market):
    listing_id = market.publish("vase")
    market.reprice(listing_id, 2_000)
    market.withdraw(listing_id)

    entries = api.data(f"/v1/listings/{listing_id}/history")

    assert [entry["name"] for entry in entries] == ["ListingPublished", "ListingRevised", "ListingWithdrawn"]
    assert [entry["blockNumber"] for entry in entries] == [1, 2, 3]
    assert entries[0]["at"] == "2026-09-21T14:13:32Z"


def test_a_history_goes_on_from_page_to_page(api, market):
    listing_id = market.publish("vase")
    for price in range(2_000, 2_005):
        market.reprice(listing_id, price)

    whole = api.data(f"/v1/listings/{listing_id}/history")

    assert api.every(f"/v1/listings/{listing_id}/history", limit=2) == whole
    assert len(whole) == 6


def test_nothing_is_listed_of_an_empty_market(api, market):
    told = api.get("/v1/listings").json()

    assert told["data"] == []
    assert told["nextCursor"] is None


def test_what_lasts_long_enough_is_still_on_sale(api, market):
    market.publish("long", lasts=2 * DAY)
    market.mine(3)

    assert len(api.data("/v1/listings")) == 1
