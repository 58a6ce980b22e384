"""POST /v1/content/… and GET /ipfs/{cid}."""

import hashlib
import io

import orjson
import pytest
from PIL import Image

from indexer.content.blocks import BlockStore
from indexer.content.cid import Cid
from tests.api.client import Client, config_for

REVIEW = {
    "version": 1,
    "text": "Well packed.",
    "schema": "agora/review",
    "language": "en",
    "createdAt": "2026-11-24T15:04:05Z",
}


def picture(form="png", size=(3, 2)):
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, form)
    return data.getvalue()


@pytest.fixture
def blocks(folder):
    return BlockStore(folder / "content")


def store(api, data, media_type="application/octet-stream"):
    return api.ask("POST", "/v1/content/pictures", content=data, headers={"content-type": media_type})


def test_a_document_is_made_canonical_stored_and_pinned(api, blocks):
    answer = api.ask("POST", "/v1/content/documents", json=REVIEW)

    told = answer.json()["data"]
    data = api.get(f"/ipfs/{told['cid']}", format="raw").content
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/ipfs/{told['cid']}"
    assert told["digest"] == "0x" + hashlib.sha256(data).hexdigest()
    assert told["size"] == len(data)
    assert data.startswith(b'{"createdAt"')
    assert blocks.pinned(Cid.of(data))


def test_the_same_document_in_another_order_has_the_same_cid(api):
    cids = {
        api.ask("POST", "/v1/content/documents", json=document).json()["data"]["cid"]
        for document in (REVIEW, dict(reversed(REVIEW.items())))
    }

    assert len(cids) == 1


def test_a_document_that_would_not_be_indexed_is_refused_fault_by_fault(api, blocks):
    answer = api.ask("POST", "/v1/content/documents", json={**REVIEW, "text": "", "mood": "good"})

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"", "text"}
    assert list(blocks) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"a":1,"a":2}', b"NaN", b"<!doctype html>"])
def test_what_is_no_document_is_refused(api, body):
    answer = api.ask("POST", "/v1/content/documents", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-document"


def test_a_document_of_another_type_is_refused(api):
    answer = api.ask(
        "POST", "/v1/content/documents", content=orjson.dumps(REVIEW), headers={"content-type": "text/plain"}
    )

    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_a_body_over_the_limit_is_refused_before_it_is_read(api):
    headers = {"content-type": "application/json"}
    answer = api.ask("POST", "/v1/content/documents", content=b" " * 70_000, headers=headers)

    assert answer.status_code == 413


@pytest.mark.parametrize("form", ["png", "jpeg", "webp", "gif"])
def test_a_picture_is_told_by_its_bytes_and_shown(api, form):
    data = picture(form)
    told = store(api, data).json()["data"]
    shown = api.get(f"/ipfs/{told['cid']}")

    assert (told["mediaType"], told["width"], told["height"]) == (f"image/{form}", 3, 2)
    assert shown.headers["content-type"] == f"image/{form}"
    assert shown.headers["content-disposition"] == "inline"
    assert shown.content == data


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:40], b"GIF89a"])
def test_what_is_no_picture_is_refused(api, data):
    answer = store(api, data, "image/png")

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-picture"


def test_content_is_a_raw_block_a_car_and_a_document(api):
    cid = api.ask("POST", "/v1/content/documents", json=REVIEW).json()["data"]["cid"]
    raw = api.get(f"/ipfs/{cid}", headers={"accept": "application/vnd.ipld.raw"})
    car = api.get(f"/ipfs/{cid}", headers={"accept": "application/vnd.ipld.car; version=1"})
    shown = api.get(f"/ipfs/{cid}")

    assert raw.headers["content-type"] == "application/vnd.ipld.raw"
    assert car.headers["content-type"].startswith("application/vnd.ipld.car; version=1")
    assert car.content.endswith(raw.content)
    assert api.get(f"/ipfs/{cid}", format="car").content == car.content
    assert shown.headers["content-type"] == "application/json"
    assert len({answer.headers["etag"] for answer in (raw, car, shown)}) == 3


def test_content_never_changes_so_it_may_be_kept(api):
    cid = store(api, picture()).json()["data"]["cid"]
    first = api.get(f"/ipfs/{cid}")
    again = api.get(f"/ipfs/{cid}", headers={"if-none-match": first.headers["etag"]})

    assert first.headers["etag"] == f'"{cid}"'
    assert "immutable" in first.headers["cache-control"]
    assert again.status_code == 304


def test_what_strangers_stored_never_runs(api, blocks):
    cid = blocks.put(b"<script>alert(1)</script>")
    answer = api.get(f"/ipfs/{cid}")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_json_that_is_not_ours_is_an_attachment(api, blocks):
    cids = [blocks.put(data) for data in (b'{"schema":1}', b'{"schema":"agora', b"{} ")]

    assert {api.get(f"/ipfs/{cid}").headers["content-type"] for cid in cids} == {"application/octet-stream"}


def test_a_gateway_is_found_out_by_its_probe(api):
    answer = api.get("/ipfs/bafkqaaa", headers={"accept": "application/vnd.ipld.raw"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/vnd.ipld.raw"


@pytest.mark.parametrize("text", ["x", "bafk", "bafkrei", "Qm123", "bafkqaaa1"])
def test_what_is_no_cid_is_refused(api, text):
    answer = api.get(f"/ipfs/{text}")

    assert answer.status_code == 400


def test_what_nobody_has_is_missing_and_says_so_when_only_the_store_is_asked(api):
    cid = Cid.of(b"never stored")
    cached = api.get(f"/ipfs/{cid}", headers={"cache-control": "only-if-cached"})

    assert api.get(f"/ipfs/{cid}").status_code == 404
    assert cached.status_code == 412


def test_a_head_has_the_length(api):
    data = picture()
    cid = store(api, data).json()["data"]["cid"]

    answer = api.ask("HEAD", f"/ipfs/{cid}", params={"format": "raw"})

    assert (answer.content, answer.headers["content-length"]) == (b"", str(len(data)))


def test_a_gateway_that_does_not_answer_is_not_a_missing_block(folder, market):
    api = Client.of(config_for(folder, gateways=("http://127.0.0.1:9",)))
    answer = api.get(f"/ipfs/{Cid.of(b'never stored')}")

    assert answer.status_code == 503
    assert "retry-after" in answer.headers
