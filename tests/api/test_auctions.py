"""GET /v1/auctions, one auction, its bids, its history, and what is odd about its bidders."""

import pytest
from eth_utils import to_checksum_address

from tests.api.auction_house import AuctionHouse
from tests.api.market import BLOCK_SECONDS, CONTRACTS, DAY, address


@pytest.fixture
def house(market):
    return AuctionHouse(market)


def ids(rows):
    return [row["auctionId"] for row in rows]


def test_an_auction_shows_its_lot_and_what_can_be_bid(api, house):
    auction_id = house.publish("clock")
    house.bid(auction_id, "bob", 1_000)
    house.bid(auction_id, "carl", 2_000)

    told = api.data(f"/v1/auctions/{auction_id}")

    assert told["market"] == to_checksum_address(CONTRACTS["Auction"])
    assert told["highest"] == {"bidder": to_checksum_address(address("carl")), "amount": "2000"}
    assert (told["status"], told["bids"], told["minimumBid"], told["reserve"]) == ("open", 2, "2100", None)
    assert told["lot"]["startPrice"] == "1000"
    assert told["endsAt"] == "2026-09-28T14:13:20Z"
    assert told["document"]["state"] == "pending"


def test_bids_are_told_the_highest_first(api, house):
    auction_id = house.publish("clock")
    for amount in range(1_000, 6_000, 1_000):
        house.bid(auction_id, "bob" if amount % 2_000 else "carl", amount)

    bids = api.every(f"/v1/auctions/{auction_id}/bids", limit=2)

    assert [(bid["number"], bid["amount"]) for bid in bids] == [
        (5, "5000"),
        (4, "4000"),
        (3, "3000"),
        (2, "2000"),
        (1, "1000"),
    ]


@pytest.mark.parametrize("path", ["", "/bids", "/history", "/flags"])
def test_an_unknown_auction_is_not_found(api, market, path):
    answer = api.get(f"/v1/auctions/0x{'00' * 32}{path}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/auction-not-found"


def test_a_history_tells_from_the_publication_to_the_sale(api, house):
    auction_id = house.publish("clock")
    house.bid(auction_id, "bob", 1_000)
    deal_id = house.sell(auction_id, "bob", 1_000)

    entries = api.data(f"/v1/auctions/{auction_id}/history")

    assert [entry["name"] for entry in entries] == ["AuctionPublished", "BidPlaced", "AuctionSold"]
    assert api.data(f"/v1/auctions/{auction_id}")["dealId"] == deal_id


def test_the_deal_names_the_auction_it_came_from(api, house):
    auction_id = house.publish("clock")
    deal = api.data(f"/v1/deals/{house.sell(auction_id, 'bob', 1_000)}")

    assert deal["source"] == {"kind": "auction", "id": auction_id, "units": 1}
    assert deal["listing"] is None
    assert deal["payer"] == to_checksum_address(address("bob"))
    assert [row["dealId"] for row in api.data("/v1/deals", listing=auction_id)] == [deal["dealId"]]


def test_a_status_chooses(api, house):
    names = ("open", "ended", "sold", "failed", "expired", "cancelled")
    made = {name: house.publish(name, lasts=BLOCK_SECONDS if name == "ended" else 7 * DAY) for name in names}
    house.sell(made["sold"], "bob", 1_000)
    house.fail(made["failed"], 5_000)
    house.expire(made["expired"])
    house.cancel(made["cancelled"])

    for name in names:
        assert ids(api.data("/v1/auctions", status=name)) == [made[name]]
    assert ids(api.data("/v1/auctions", status="any")) == [made[name] for name in reversed(names)]
    assert ids(api.data("/v1/auctions")) == [made["open"]]


def test_those_that_end_first_come_first(api, house):
    late, soon, later = (house.publish(f"lasts {days}", lasts=days * DAY) for days in (5, 1, 9))
    before = house.lots[late].ends_at + 1

    assert ids(api.data("/v1/auctions", sort="ending")) == [soon, late, later]
    assert ids(api.data("/v1/auctions", sort="ending", endsBefore=before)) == [soon, late]
    assert ids(api.every("/v1/auctions", sort="ending", limit=1)) == [soon, late, later]


def test_prices_are_those_of_the_next_bid(api, house):
    dear, cheap = house.publish("dear", start_price=2_000), house.publish("cheap", start_price=100)
    token = house.lots[dear].token

    assert ids(api.data("/v1/auctions", sort="price", token=token)) == [cheap, dear]
    house.bid(cheap, "bob", 3_000)
    assert ids(api.data("/v1/auctions", sort="price", token=token)) == [dear, cheap]
    assert ids(api.data("/v1/auctions", sort="-price", token=token)) == [cheap, dear]
    assert api.get("/v1/auctions", sort="price").status_code == 400


def test_people_choose(api, house):
    mine, others = house.publish("mine", seller="ada"), house.publish("others", seller="carl")
    house.bid(others, "bob", 1_000)

    assert ids(api.data("/v1/auctions", seller=address("ada"))) == [mine]
    assert ids(api.data("/v1/auctions", bidder=address("bob"))) == [others]
    assert api.data("/v1/auctions", bidder=address("nobody")) == []


def test_words_find_lots(api, house):
    vase = house.publish_described("Blue vase")
    house.publish_described("Oak table")

    told = api.get("/v1/auctions", q="vaze").json()

    assert ids(told["data"]) == [vase]
    assert told["correctedQuery"] == "vase"


def test_pages_show_the_market_as_it_was_when_the_list_was_begun(api, house):
    first, second = house.publish("first"), house.publish("second")
    page = api.get("/v1/auctions", limit=1).json()
    house.bid(first, "bob", 4_000)
    house.cancel(first)

    rest = api.get("/v1/auctions", limit=1, cursor=page["nextCursor"]).json()

    assert ids(page["data"]) == [second]
    assert [(row["auctionId"], row["status"], row["minimumBid"]) for row in rest["data"]] == [(first, "open", "1000")]


def test_a_reorganization_takes_bids_back(api, house, market):
    auction_id = house.publish("clock")
    house.bid(auction_id, "bob", 1_000)
    house.bid(auction_id, "carl", 2_000)
    market.reorganize(1)
    house.bid(auction_id, "dora", 1_500)

    assert [bid["amount"] for bid in api.data(f"/v1/auctions/{auction_id}/bids")] == ["1500", "1000"]
    assert api.data(f"/v1/auctions/{auction_id}")["minimumBid"] == "1575"


def test_a_shill_is_flagged_beside_an_honest_bidder(api, house):
    for number in range(4):
        auction_id = house.publish(f"lot {number}", lasts=40 * BLOCK_SECONDS)
        for step in range(3):
            house.bid(auction_id, f"buyer {number}", 1_000 + 400 * step)
            house.bid(auction_id, "shill", 1_100 + 400 * step)
        house.market.mine(10)
        house.bid(auction_id, f"buyer {number}", 4_000)

    flags = api.data(f"/v1/auctions/{auction_id}/flags")

    assert [(flag["bidder"], flag["isFlagged"]) for flag in flags] == [
        (to_checksum_address(address("shill")), True),
        (to_checksum_address(address("buyer 3")), False),
    ]
    assert flags[0]["auctions"] == 4
    assert flags[0]["ratings"]["losing"] == 1


def test_nobody_bid_so_nobody_is_odd(api, house):
    assert api.data(f"/v1/auctions/{house.publish('clock')}/flags") == []
