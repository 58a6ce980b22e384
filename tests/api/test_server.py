"""The process: how it starts, what it says when it cannot, and how it ends."""

import shutil
import socket
import time

import httpx
import pytest

from tests.api.market import Market
from tests.api.server import SECONDS, refused, serving


def test_it_starts_without_an_index_and_serves_it_when_it_appears(folder):
    with serving(folder) as server:
        before = server.get("/v1/listings")
        ready = server.get("/ready")
        alive = server.get("/health")
        market = Market.open(folder / "index.sqlite")
        listing_id = market.publish("vase")

        after = server.get(f"/v1/listings/{listing_id}")
        market.writer.close()

    assert before.status_code == 503
    assert before.json()["type"] == "/problems/index-missing"
    assert "python -m indexer sync" in before.json()["detail"]
    assert before.headers["retry-after"] == "5"
    assert (ready.status_code, alive.status_code) == (503, 200)
    assert after.status_code == 200


def test_an_index_built_anew_takes_the_place_of_the_old_one(folder):
    old = Market.open(folder / "index.sqlite")
    old.publish("old")
    anew = Market.open(folder / "anew.sqlite")
    listing_id = anew.publish("new")
    anew.writer.close()
    with serving(folder) as server:
        assert server.get(f"/v1/listings/{listing_id}").status_code == 404
        old.writer.close()
        shutil.move(folder / "anew.sqlite", folder / "index.sqlite")
        for left in folder.glob("index.sqlite-*"):
            left.unlink()
        deadline = time.monotonic() + SECONDS
        while server.get(f"/v1/listings/{listing_id}").status_code != 200:
            assert time.monotonic() < deadline


def test_everything_wrong_in_the_settings_is_told_at_once(folder):
    told, code = refused(
        folder,
        AGORA_DEPLOYMENT=str(folder / "nowhere.json"),
        AGORA_DATABASE_URL="mysql://localhost",
        AGORA_PORT="http",
        AGORA_GATEWAYS="ftp://example.org",
    )

    assert code == 2
    for part in ("nowhere.json", "mysql://localhost", "AGORA_PORT='http'", "ftp://example.org"):
        assert part in told
    assert "Traceback" not in told


def test_a_missing_deployment_says_what_is_needed(folder):
    told, code = refused(folder, AGORA_DEPLOYMENT="")

    assert code == 2
    assert "AGORA_DEPLOYMENT is not set" in told


def test_a_port_in_use_is_named(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told, code = refused(folder, AGORA_PORT=str(port))

    assert code == 2
    assert f"127.0.0.1:{port}" in told
    assert "AGORA_PORT" in told


def test_it_ends_at_once_although_somebody_streams(folder, market):
    market.mine()
    with serving(folder) as server, httpx.stream("GET", server.url + "/v1/changes", timeout=SECONDS) as stream:
        assert stream.status_code == 200
        began = time.monotonic()
        code = server.stop()

    assert code == 0
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(("lag", "status"), [(10, 200), (11, 503)])
def test_it_is_ready_near_the_head(folder, market, api, lag, status):
    market.mine(3)
    market.writer.note_head(3 + lag, seen_at=0)

    answer = api.get("/ready")

    assert answer.status_code == status
    assert str(lag) in answer.text


def test_prometheus_is_told_what_happened(api, market):
    market.mine(3)
    market.reorganize(1)
    market.writer.note_head(7, seen_at=0)
    api.get("/v1/listings")
    api.get("/v1/listings", limit="0")

    told = api.get("/metrics").text

    assert 'agora_requests_total{route="/v1/listings",status="200"} 1.0' in told
    assert 'agora_requests_total{route="/v1/listings",status="400"} 1.0' in told
    assert 'agora_request_seconds_count{route="/v1/listings"} 2.0' in told
    assert "agora_head_lag_blocks 5.0" in told
    assert "agora_reorganizations 1.0" in told


def test_metrics_are_there_without_an_index(config):
    from tests.api.client import Client

    assert "agora_indexed_block -1.0" in Client.of(config).get("/metrics").text


def test_the_deployment_has_all_a_client_needs_to_sign(api, market):
    told = api.get("/v1/deployment").json()

    escrow = told["contracts"]["Escrow"]
    assert {"release", "fulfil"} <= {item.get("name") for item in escrow["abi"]}
    assert any("Only the buyer" in sentence for sentence in escrow["notices"]["errors"].values())
    assert told["tokens"][0]["symbol"] == "AUSD"
    assert told["acts"]["acts"][0]["act"] == "fulfil"


def test_the_openapi_document_tells_every_route_with_examples_and_failures(api):
    document = api.get("/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            assert {"429", "500"} <= set(operation["responses"]), f"{method} {path}"
    listing = document["paths"]["/v1/listings/{listingId}"]["get"]
    assert {"200", "304", "400", "404", "503"} <= set(listing["responses"])
    problems = listing["responses"]["503"]["content"]["application/problem+json"]["examples"]
    assert {"block-not-reached", "index-missing", "index-too-slow"} <= set(problems)


def test_a_file_that_is_no_index_is_told_and_the_server_lives_on(folder, config):
    from tests.api.client import Client

    (folder / "index.sqlite").write_text("not a database " * 100)
    answer = Client.of(config).get("/v1/listings")

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/index-unreadable"
    assert "retry-after" in answer.headers
