"""What every answer has in common: errors, caching, compression, limits, headers."""

import gzip

import pytest
import zstandard

from api.errors import PROBLEMS
from api.limits import Limits
from indexer.model.document import DocumentKind
from tests.api.client import Client, config_for
from tests.api.market import digest


def test_a_problem_says_what_with_which_value_and_what_to_do(api, market):
    answer = api.get("/v1/listings", limit="999", minPrice="-1", status="new")

    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert {error["field"] for error in told["errors"]} == {"limit", "minPrice", "status"}
    assert "limit='999': A whole number from 1 to 200." in told["detail"]
    assert told["requestId"] == answer.headers["x-request-id"]


def test_an_unknown_parameter_is_refused_with_those_that_are_known(api, market):
    answer = api.get("/v1/deals", buyr="0x")

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/unknown-parameter"
    assert "buyer" in answer.json()["detail"]


def test_a_parameter_given_twice_is_refused(api, market):
    answer = api.get("/v1/listings?limit=1&limit=2")

    assert answer.json()["errors"] == [{"field": "limit", "message": "Given more than once."}]


@pytest.mark.parametrize("text", ["%ff", "%c3%28", "%00"])
def test_broken_encodings_are_refused(api, market, text):
    assert api.get(f"/v1/listings?q={text}").status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seller", "0x123"),
        ("token", "ether"),
        ("minPrice", "1.5"),
        ("minPrice", "1e3"),
        ("maxPrice", str(2**128)),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "\u0661"),
        ("min_block", "latest"),
        ("category", "Home"),
        ("kind", "food"),
        ("sort", "best"),
        ("q", " "),
        ("q", "x" * 201),
        ("facets", "seller"),
    ],
)
def test_a_value_that_is_none_is_refused_by_name(api, market, name, value):
    answer = api.get("/v1/listings", **{name: value})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == name


@pytest.mark.parametrize("slug", PROBLEMS)
def test_each_problem_is_explained_at_its_type(api, market, slug):
    told = api.get(f"/problems/{slug}").json()
    page = api.get(f"/problems/{slug}", headers={"accept": "text/html"})

    assert told["type"] == f"/problems/{slug}"
    assert told["advice"]
    assert PROBLEMS[slug].title in page.text


def test_an_unknown_problem_and_an_unknown_path_are_not_there(api, market):
    assert api.get("/problems/nonsense").status_code == 404
    assert api.get("/v1/nonsense").json()["type"] == "/problems/route-not-found"


@pytest.mark.parametrize("path", ["/v1/listings/", "//v1/listings", "/v1//listings", "/v1/listings/0x00/more"])
def test_paths_are_exact(api, market, path):
    assert api.get(path).status_code in (400, 404)


def test_a_wrong_method_is_told_the_right_ones(api, market):
    answer = api.ask("DELETE", "/v1/listings")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_long_address_is_refused(api, market):
    assert api.get("/v1/listings?q=" + "x" * 9_000).status_code == 414


def test_the_request_id_of_the_caller_is_kept_when_it_is_plain(api, market):
    kept = api.get("/health", headers={"x-request-id": "from-the-proxy-17"})
    replaced = api.get("/health", headers={"x-request-id": "a b\tc"})

    assert kept.headers["x-request-id"] == "from-the-proxy-17"
    assert replaced.headers["x-request-id"] != "a b\tc"


def test_the_same_block_is_the_same_tag_and_need_not_be_sent_again(api, market):
    path = f"/v1/listings/{market.publish('vase')}"
    first = api.get(path)
    again = api.get(path, headers={"if-none-match": first.headers["etag"]})

    assert first.headers["etag"].startswith('"')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["x-block-number"] == "1"


def test_a_new_block_and_a_new_document_are_new_tags(api, market):
    document = market.describe("Blue vase")
    path = f"/v1/listings/{market.publish('vase', document=document.digest)}"
    tags = [api.get(path).headers["etag"]]
    market.verify(document.digest, document.data, kind=DocumentKind.LISTING, title="Blue vase")
    tags.append(api.get(path).headers["etag"])
    market.mine()
    tags.append(api.get(path).headers["etag"])

    assert len(set(tags)) == 3
    assert api.get(path, headers={"if-none-match": tags[0]}).status_code == 200


def test_other_questions_have_other_tags(api, market):
    tags = {api.get(path).headers["etag"] for path in ("/v1/listings", "/v1/listings?limit=7", "/v1/deals")}

    assert len(tags) == 3


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip", "gzip"),
        ("zstd;q=0, gzip;q=0.5", "gzip"),
        ("br", None),
        ("*", "zstd"),
    ],
)
def test_long_answers_are_compressed_for_those_who_take_it(market, config, accepted, encoding):
    for number in range(20):
        market.publish(f"vase {number}")
    answer = Client.of(config).get("/v1/listings", headers={"accept-encoding": accepted})

    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert len(answer.json()["data"]) == 20


def test_compressed_bytes_are_what_was_compressed():
    from api.compression import compress

    assert gzip.decompress(compress(b"agora" * 1_000, "gzip")) == b"agora" * 1_000
    assert zstandard.ZstdDecompressor().decompress(compress(b"agora" * 1_000, "zstd")) == b"agora" * 1_000


def test_a_tag_tells_encodings_apart(api, market):
    for number in range(20):
        market.publish(f"vase {number}")
    plain, packed = (
        api.get("/v1/listings", headers={"accept-encoding": encoding}).headers["etag"]
        for encoding in ("identity", "gzip")
    )

    assert plain != packed
    assert api.get("/v1/listings", headers={"accept-encoding": "gzip", "if-none-match": packed}).status_code == 304
    assert api.get("/v1/listings", headers={"accept-encoding": "gzip", "if-none-match": plain}).status_code == 200


def test_every_origin_may_read_and_sees_our_headers(api, market):
    answer = api.get("/v1/listings", headers={"origin": "https://elsewhere.example"})
    asked = api.ask("OPTIONS", "/v1/content/documents", headers={"origin": "https://elsewhere.example"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert {"etag", "x-block-hash", "retry-after"} <= set(answer.headers["access-control-expose-headers"].split(", "))
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]


def test_a_head_has_the_headers_without_the_body(api, market):
    got, head = api.get("/v1/listings"), api.ask("HEAD", "/v1/listings")

    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]


def test_who_asks_too_fast_waits(folder, market):
    api = Client.of(config_for(folder, rate=1, burst=3))
    answers = [api.get("/v1/listings") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers[:3]] == ["2", "1", "0"]
    assert answers[3].headers["retry-after"] == "1"
    assert Client(api.asgi, host="203.0.113.8").get("/v1/listings").status_code == 200


def test_a_bucket_fills_again():
    now = [0.0]
    limits = Limits(10, 2, clock=lambda: now[0])
    limits.take("a")
    limits.take("a")
    now[0] = 0.1

    assert dict(limits.take("a"))[b"x-ratelimit-remaining"] == b"0"


def test_a_household_shares_one_bucket():
    limits = Limits(1, 2, clock=lambda: 0.0)
    limits.take("2001:db8:1:2::1")

    assert dict(limits.take("2001:db8:1:2:ffff::9"))[b"x-ratelimit-remaining"] == b"0"
    assert dict(limits.take("2001:db8:1:3::1"))[b"x-ratelimit-remaining"] == b"1"


def test_writing_counts_as_several_reads(folder, market):
    api = Client.of(config_for(folder, rate=1, burst=12))

    answer = api.ask("POST", "/v1/content/documents", json={})

    assert answer.headers["x-ratelimit-remaining"] == "2"
    assert api.ask("POST", "/v1/content/documents", json={}).status_code == 429


def test_a_failure_of_ours_is_told_without_its_details(market, config, monkeypatch):
    api = Client.of(config)
    monkeypatch.setattr("indexer.store.reads.Snapshot.json", lambda *_: 1 / 0)

    answer = api.get(f"/v1/listings/{digest('x')}")

    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal-error"
    assert "division" not in answer.text


def test_a_question_that_takes_too_long_is_stopped(market, folder, monkeypatch):
    monkeypatch.setattr("indexer.store.reads.Reads._is_late", lambda _: True)
    monkeypatch.setattr("indexer.store.reads._INSTRUCTIONS", 1)

    answer = Client.of(config_for(folder)).get("/v1/listings")

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/index-too-slow"
    assert answer.headers["retry-after"] == "2"


def test_a_costly_answer_is_kept_only_while_the_index_stands(api, market, monkeypatch):
    market.publish_described("Blue vase")
    asked = []
    search = api.asgi.state.services.search
    run = search.run
    monkeypatch.setattr(search, "run", lambda find: asked.append(find) or run(find))

    first, again = (api.get("/v1/listings", q="vase") for _ in range(2))
    market.publish_described("Red vase")
    later = api.get("/v1/listings", q="vase")

    assert first.content == again.content
    assert len(asked) == 2
    assert len(later.json()["data"]) == 2


def test_kept_answers_are_bounded():
    from api.answers import Answer
    from api.remembered import Remembered

    remembered = Remembered(max_bytes=10)
    for number in range(4):
        remembered.put(("0x", number, b"/", b""), Answer(b"12345"))

    assert remembered.get(("0x", 1, b"/", b"")) is None
    assert remembered.get(("0x", 3, b"/", b"")) is not None
