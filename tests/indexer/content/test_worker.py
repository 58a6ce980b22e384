"""Content has states, not nulls: every digest ends in one, whatever the world sends."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.content.blocks import BlockStore
from indexer.content.cid import Cid
from indexer.content.documents import review_document
from indexer.content.errors import BlockMissing, SourceUnreachable
from indexer.content.library import Library
from indexer.content.worker import ContentWorker, decide, next_try
from indexer.model.document import DocumentKind, DocumentState
from tests.indexer.content.samples import bowl

DAY = 24 * 3600


class FakeFetcher:
    def __init__(self, outcome):
        self._outcome = outcome

    async def get(self, cid):
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def resolve(outcome, *, digest=None, kind=DocumentKind.LISTING):
    digest = digest or Cid.of(outcome).digest
    return asyncio.run(ContentWorker(FakeFetcher(outcome)).resolve(digest, kind))


def test_a_right_document_is_verified():
    found = resolve(bowl().data)

    assert found.state is DocumentState.VERIFIED
    assert found.data == bowl().data
    assert found.content["title"] == "Blue bowl"
    assert found.size == len(bowl().data)
    assert found.reason is None


@pytest.mark.parametrize("failure", [BlockMissing("content", "nowhere"), SourceUnreachable("node", "down")])
def test_what_cannot_be_had_is_unavailable_with_its_reason(failure):
    found = resolve(failure, digest=bowl().digest)

    assert found.state is DocumentState.UNAVAILABLE
    assert found.reason == str(failure)
    assert found.data is None


def test_bytes_of_another_digest_are_not_even_parsed():
    found = resolve(b'{"a":1,"a":2}', digest=bowl().digest)

    assert found.state is DocumentState.UNAVAILABLE
    assert "the bytes are those of" in found.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>", "not JSON"),
        (b'{"a":1,"a":2}', "twice"),
        (bowl().data + b" ", "not canonical"),
        (bytes(70_000), "more than 65536"),
        (b"\xff" * 10, "not UTF-8"),
        (b"[" * 60_000, "nested deeper"),
        (review_document("Fine.", datetime(2026, 1, 1, tzinfo=UTC)).data, "schema: must be agora/listing"),
    ],
)
def test_what_is_no_listing_is_invalid_for_ever_with_its_reason(data, reason):
    found = resolve(data)

    assert found.state is DocumentState.INVALID
    assert reason in found.reason
    assert found.data is None


@given(st.binary(max_size=500))
def test_any_bytes_end_in_a_state(data):
    assert decide(Cid.of(data), data, DocumentKind.REVIEW).state is DocumentState.INVALID


def test_a_reason_is_short():
    assert len(resolve(SourceUnreachable("node", "x" * 9000), digest=bowl().digest).reason) <= 500


def test_a_document_in_the_embedded_store_is_verified(tmp_path):
    store = BlockStore(tmp_path)
    store.put(bowl().data)

    found = asyncio.run(ContentWorker(Library(store)).resolve(bowl().digest, DocumentKind.LISTING))
    assert found.state is DocumentState.VERIFIED


def test_tries_are_30_seconds_apart_then_twice_as_long_each_time_up_to_a_day():
    waits = [next_try(attempts, 1_000_000) - 1_000_000 for attempts in range(1, 15)]

    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-2:] == [DAY, DAY]


@given(st.integers(0, 10_000))
def test_the_next_try_is_never_sooner_than_the_one_before(attempts):
    assert 30 <= next_try(attempts, 0) <= next_try(attempts + 1, 0) <= DAY
