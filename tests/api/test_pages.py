"""Lists stay as they were at the block of their first page, whatever the chain does meanwhile."""

import base64
import tempfile
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.client import Client, config_for
from tests.api.market import TOKEN, Market, address


@pytest.fixture
def shelf(market):
    return [market.publish(f"vase {number}", price=100 * number) for number in range(1, 8)]


def test_pages_join_to_the_whole_list(api, shelf):
    whole = api.data("/v1/listings", limit=200)

    assert api.every("/v1/listings", limit=3) == whole
    assert [row["listingId"] for row in whole] == shelf[::-1]


def test_what_is_published_later_does_not_shift_a_page(api, market, shelf):
    first = api.get("/v1/listings", limit=3).json()
    market.publish("late")

    second = api.get("/v1/listings", limit=3, cursor=first["nextCursor"]).json()

    assert [row["listingId"] for row in second["data"]] == shelf[3:0:-1]
    assert second["asOf"] == first["asOf"]


def test_a_row_that_moved_is_shown_where_and_as_it_was(api, market, shelf):
    first = api.get("/v1/listings", limit=3, sort="price", token=TOKEN).json()
    market.reprice(shelf[0], 10_000)
    market.reprice(shelf[5], 1)
    market.withdraw(shelf[4])

    second = api.get("/v1/listings", limit=10, sort="price", token=TOKEN, cursor=first["nextCursor"]).json()

    assert [row["listingId"] for row in second["data"]] == shelf[3:]
    assert [row["terms"]["price"] for row in second["data"]] == ["400", "500", "600", "700"]
    assert {row["status"] for row in second["data"]} == {"active"}


def test_deals_and_reviews_are_shown_as_they_were(api, market, shelf):
    deals = [market.buy(shelf[0], salt=str(number)) for number in range(4)]
    first = api.get("/v1/deals", limit=1, party=address("bob")).json()
    for deal in deals:
        market.release(deal)

    rest = api.get("/v1/deals", limit=9, party=address("bob"), cursor=first["nextCursor"]).json()["data"]

    assert [row["dealId"] for row in rest] == deals[2::-1]
    assert {row["status"] for row in rest} == {"Funded"}


def test_a_list_outlives_finality(config, folder):
    market = Market.open(folder / "index.sqlite", finality=3)
    api = Client.of(config)
    shelf = [market.publish(f"vase {number}") for number in range(6)]
    first = api.get("/v1/listings", limit=2).json()
    market.withdraw(shelf[3])
    market.mine(10)
    market.publish("late")

    second = api.get("/v1/listings", limit=9, cursor=first["nextCursor"]).json()

    assert [row["listingId"] for row in second["data"]] == [shelf[2], shelf[1], shelf[0]]
    assert second["asOf"]["number"] == second["asOf"]["finalized"] > first["asOf"]["number"]
    market.writer.close()


def test_a_cursor_of_a_block_that_was_replaced_is_refused(api, market, shelf):
    cursor = api.get("/v1/listings", limit=3).json()["nextCursor"]
    market.reorganize(1)
    behind = api.get("/v1/listings", limit=3, cursor=cursor)
    market.mine(3)
    ahead = api.get("/v1/listings", limit=3, cursor=cursor)

    for answer in (behind, ahead):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/cursor-reorganized"


def test_a_replaced_block_is_remembered_after_it_is_forgotten(config, folder):
    market = Market.open(folder / "index.sqlite", finality=3)
    api = Client.of(config)
    for number in range(4):
        market.publish(f"vase {number}")
    market.mine()
    cursor = api.get("/v1/listings", limit=2).json()["nextCursor"]
    market.reorganize(1)
    market.mine(12)

    assert api.get("/v1/listings", limit=2, cursor=cursor).status_code == 409
    market.writer.close()


def test_a_cursor_survives_a_reorganization_above_it(api, market, shelf):
    first = api.get("/v1/listings", limit=3).json()
    market.publish("late")
    market.reorganize(1)
    market.mine(2)

    second = api.get("/v1/listings", limit=3, cursor=first["nextCursor"])

    assert [row["listingId"] for row in second.json()["data"]] == shelf[3:0:-1]


def test_a_cursor_belongs_to_its_filters_and_its_sort(api, shelf):
    cursor = api.get("/v1/listings", limit=3).json()["nextCursor"]
    others = [{"seller": address("ada")}, {"status": "any"}, {"sort": "price", "token": TOKEN}]

    answers = [api.get("/v1/listings", limit=3, cursor=cursor, **other) for other in others]
    elsewhere = api.get("/v1/deals", limit=3, cursor=cursor)

    assert {answer.json()["type"] for answer in (*answers, elsewhere)} == {"/problems/invalid-cursor"}


def test_a_limit_may_change_between_pages(api, shelf):
    cursor = api.get("/v1/listings", limit=3).json()["nextCursor"]

    assert len(api.get("/v1/listings", limit=2, cursor=cursor).json()["data"]) == 2


@pytest.mark.parametrize("damage", ["eA", "W10", "bnVsbA", "W10=", "/_-", base64.urlsafe_b64encode(b"[1,2").decode()])
def test_a_damaged_cursor_is_refused(api, market, damage):
    answer = api.get("/v1/listings", cursor=damage)

    assert answer.status_code == 400


def test_numbers_no_block_can_have_are_refused(api, shelf):
    cursor = api.get("/v1/listings", limit=3).json()["nextCursor"]
    parts = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    parts[2] = -1

    answer = api.get("/v1/listings", cursor=base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode())

    assert answer.json()["type"] == "/problems/invalid-cursor"


def test_relevant_pages_never_repeat_or_lose_a_row(api, market):
    ids = {market.publish_described(f"Vase {'vase ' * number}of clay") for number in range(7)}
    first = api.get("/v1/listings", q="vase", limit=3).json()
    late = [market.publish_described(f"Vase vase {number}") for number in range(5)]

    rows = [*first["data"], *api.every("/v1/listings", q="vase", limit=2, cursor=first["nextCursor"])]
    found = [row["listingId"] for row in rows]

    assert sorted(found) == sorted(ids)
    assert not set(found) & set(late)


ACTS = st.lists(st.tuples(st.sampled_from(["publish", "reprice", "withdraw", "mine"]), st.integers(0, 9)), max_size=6)


@settings(max_examples=15)
@given(
    meanwhile=st.lists(ACTS, min_size=1, max_size=4),
    limit=st.integers(1, 4),
    sort=st.sampled_from(["newest", "price", "-price"]),
)
def test_no_history_shifts_a_list(meanwhile, limit, sort):
    with tempfile.TemporaryDirectory() as folder:
        market = Market.open(Path(folder) / "index.sqlite")
        api = Client.of(config_for(Path(folder)))
        for number in range(10):
            market.publish(f"vase {number}", price=100 + number % 3, mine=number % 2 == 0)
        market.mine()
        query = {"sort": sort, "token": TOKEN}
        whole = api.data("/v1/listings", **query)

        rows, cursor = _walk(api, query, limit, None)
        for acts in meanwhile:
            _act(market, acts)
            if cursor is not None:
                more, cursor = _walk(api, query, limit, cursor)
                rows += more
        if cursor is not None:
            rows += api.every("/v1/listings", **query, limit=limit, cursor=cursor)

        assert rows == whole
        market.writer.close()


def _walk(api, query, limit, cursor):
    page = api.get("/v1/listings", **query, limit=limit, **({"cursor": cursor} if cursor else {})).json()
    return page["data"], page["nextCursor"]


def _act(market, acts):
    ids = list(market.listings)
    for name, number in acts:
        if name == "publish":
            market.publish(f"new {len(ids)} {number} {market.head.number}", price=100 + number, mine=False)
        elif name == "reprice":
            market.reprice(ids[number], 90 + 5 * number, mine=False)
        elif name == "withdraw":
            market.withdraw(ids[number], mine=False)
        else:
            market.mine()
    market.mine()
