"""The page: built files under a policy that lets nothing else in."""

import gzip

import pytest

from tests.api.client import Client

ENTRY = b"<!doctype html><title>Agora</title>"


@pytest.fixture
def page(folder, market, config):
    assets = folder / "page" / "assets"
    assets.mkdir(parents=True)
    (folder / "page" / "index.html").write_bytes(ENTRY)
    (assets / "app-1a2b.js").write_bytes(b"'use strict'")
    (assets / "app-1a2b.js.gz").write_bytes(gzip.compress(b"'use strict'"))
    (folder / "secret.txt").write_text("not part of the page")
    return Client.of(config)


@pytest.mark.parametrize("path", ["/", "/index.html", "/listings/0x01", "/sell"])
def test_every_view_begins_with_the_same_file(page, path):
    answer = page.get(path)

    assert answer.content == ENTRY
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_policy_lets_in_our_scripts_and_the_node_alone(page):
    policy = page.get("/").headers["content-security-policy"].split("; ")

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "connect-src 'self' http://127.0.0.1:8545" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types 'none'" in policy
    assert not any("unsafe" in part for part in policy)


def test_files_compressed_ahead_are_served_as_they_are(page):
    packed = page.get("/assets/app-1a2b.js", headers={"accept-encoding": "gzip"})
    plain = page.get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == b"'use strict'"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "immutable" in plain.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/assets/gone.js", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/app-1a2b.js.gz"]
)
def test_what_was_not_built_is_not_there(page, path):
    answer = page.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_page_that_is_not_built_says_so(api):
    answer = api.get("/")

    assert answer.status_code == 404
    assert "not built" in answer.json()["detail"]


def test_keys_in_the_address_of_the_node_stay_secret():
    from api.config import _origins

    assert _origins("https://user:pass@node.example/v3/key?x=1,http://localhost:8545") == (
        "https://node.example",
        "http://localhost:8545",
    )
