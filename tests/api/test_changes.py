"""GET /v1/changes and min_block, from a real server over a growing index."""

import asyncio
import threading
import time
from contextlib import contextmanager

import httpx
import orjson
import pytest

from api.app import create_app
from api.metrics import Metrics
from api.streams import Feed
from indexer.store.reads import Reads
from tests.api.client import Client
from tests.api.market import CHAIN_ID
from tests.api.server import SECONDS, serving


@pytest.fixture
def server(folder, market):
    market.mine()
    with serving(folder, AGORA_MAX_STREAMS="2", AGORA_MAX_WAITERS="1") as server:
        yield server


def test_news_arrive_as_they_are_committed(server, market):
    with following(server) as events:
        assert next(events)["id"] == "1"
        listing_id = market.publish("vase")
        told = [next(events) for _ in range(3)]

    assert {event["event"] for event in told} == {"listing", "account", "block"}
    listing = next(event for event in told if event["event"] == "listing")
    assert listing["data"] == {
        "sequence": int(listing["id"]),
        "kind": "listing",
        "id": listing_id,
        "block": {"number": 2, "hash": market.head.hash},
    }


def test_who_comes_back_misses_nothing(server, market):
    with following(server) as events:
        next(events)
        market.publish("first")
        last = [next(events) for _ in range(3)][-1]["id"]
    for number in range(5):
        market.publish(f"while away {number}")

    with following(server, last_event_id=last) as events:
        next(events)
        told = [next(events) for _ in range(15)]

    assert [int(event["id"]) for event in told] == list(range(int(last) + 1, int(last) + 16))


def test_a_position_may_be_given_in_the_address(server, market):
    with following(server, path="/v1/changes?after=0") as events:
        assert next(events)["id"] == "0"
        assert next(events)["id"] == "1"


def test_a_reorganization_is_told(server, market):
    market.publish("vase")
    with following(server) as events:
        next(events)
        market.reorganize(1)
        told = [next(events) for _ in range(3)]

    assert told[0]["event"] == "reorg"
    assert told[0]["data"]["block"]["number"] == 1


def test_a_position_of_another_index_is_reset(server, market):
    with following(server, last_event_id="9999") as events:
        told = next(events)

    assert (told["event"], told["data"]) == ("reset", {"sequence": 1})


def test_a_position_that_is_none_is_refused(server):
    answer = server.get("/v1/changes", headers={"last-event-id": "yesterday"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Last-Event-ID"


def test_streams_are_bounded(server):
    with following(server) as one, following(server) as two:
        next(one), next(two)
        answer = server.get("/v1/changes")

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/too-many-waiters"


def test_a_read_waits_for_the_block_of_ones_own_transaction(server, market):
    later = threading.Timer(0.3, market.mine)
    later.start()
    began = time.monotonic()
    answer = server.get("/v1/listings", params={"min_block": 2})
    waited = time.monotonic() - began
    later.join()

    assert answer.status_code == 200
    assert answer.json()["asOf"]["number"] == 2
    assert 0.2 < waited < 5


def test_waiters_are_bounded_and_a_block_that_never_comes_is_told(folder, market):
    market.mine()
    reads = Reads(f"sqlite:///{folder / 'index.sqlite'}", CHAIN_ID, seconds=1)
    feed = Feed(reads, Metrics(), max_streams=1, max_waiters=1, wait_seconds=0.2)

    async def ask():
        return await asyncio.gather(feed.reach(9), feed.reach(9), feed.reach(1), return_exceptions=True)

    late, refused, reached = asyncio.run(ask())

    assert late.slug == "block-not-reached"
    assert "the index is at 1" in late.detail
    assert refused.slug == "too-many-waiters"
    assert reached is None


def test_who_is_far_behind_is_served_from_the_store(folder, market, monkeypatch):
    monkeypatch.setattr("api.streams.REMEMBERED", 4)
    monkeypatch.setattr("api.streams.BATCH", 3)
    market.mine()
    reads = Reads(f"sqlite:///{folder / 'index.sqlite'}", CHAIN_ID, seconds=1)
    feed = Feed(reads, Metrics(), max_streams=1, max_waiters=1, wait_seconds=0.2)

    async def ask():
        feed.start()
        stream = feed.stream(0)
        told = [await anext(stream) for _ in range(2)]
        for _ in range(4):
            market.mine(5)
            await asyncio.sleep(0.05)
        while sum(piece.count(b"event:") for piece in told) < 21:
            told.append(await anext(stream))
        await stream.aclose()
        await feed.stop()
        return b"".join(told)

    ids = [int(line[4:]) for line in asyncio.run(ask()).split(b"\n") if line.startswith(b"id: ")]

    assert ids == list(range(22))


@contextmanager
def following(server, path="/v1/changes", last_event_id=None):
    headers = {"last-event-id": last_event_id} if last_event_id else {}
    with httpx.stream("GET", server.url + path, headers=headers, timeout=SECONDS) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        yield _events(stream.iter_lines())


def _events(lines):
    event = {}
    for line in lines:
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = orjson.loads(value) if name == "data" else value
        elif event:
            yield event
            event = {}


def test_a_reader_that_takes_nothing_is_let_go(config, market, monkeypatch):
    monkeypatch.setattr("api.streams.STREAM_SECONDS", 0.05)
    market.mine()
    asgi = create_app(config)
    sent = []

    async def never():
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)
        if message.get("more_body"):
            await never()

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/changes",
        "raw_path": b"/v1/changes",
        "query_string": b"",
        "headers": [],
        "client": ("203.0.113.7", 4711),
    }
    asyncio.run(asyncio.wait_for(asgi(scope, never, send), 5))

    assert [message["type"] for message in sent] == ["http.response.start", *["http.response.body"] * 2]
    assert not sent[-1].get("more_body")
    assert "agora_streams_dropped_total 1.0" in Client(asgi).get("/metrics").text
