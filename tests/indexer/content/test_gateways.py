"""Nothing a gateway sends is believed, and no gateway takes more than its share of the time."""

import asyncio
import gzip
import time

import pytest

from indexer.content.blocks import MAX_BLOCK_BYTES
from indexer.content.cid import Cid
from indexer.content.errors import BlockMissing, SourceError, SourceUnreachable
from indexer.content.gateways import Gateways
from tests.indexer.content.fake_gateway import (
    FakeGateway,
    bombs,
    breaks_off,
    drips,
    hangs,
    lies_about_its_size,
    never_ends,
    says,
    says_nothing,
)

BLOCK = b'{"a":"block"}'
CID = Cid.of(BLOCK)
# Long enough for a busy machine to answer, short enough to wait for.
PATIENCE = 3.0


def fetch(*gateways, deadline=PATIENCE, cid=CID):
    return asyncio.run(Gateways([gateway.url for gateway in gateways], deadline=deadline).get(cid))


def failure_of(*gateways, **options):
    with pytest.raises(SourceError) as failed:
        fetch(*gateways, **options)
    return failed.value


def test_the_block_is_asked_for_by_its_cid_without_encoding():
    with FakeGateway(says(BLOCK)) as gateway:
        assert fetch(gateway) == BLOCK

    assert gateway.paths == [f"/ipfs/{CID}?format=raw"]
    assert "accept-encoding: identity" in gateway.headers[0].lower()


def test_a_largest_block_is_taken():
    block = bytes(MAX_BLOCK_BYTES)
    with FakeGateway(says(block)) as gateway:
        assert fetch(gateway, cid=Cid.of(block)) == block


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says(BLOCK + b" "), "hash to"),
        (says(b""), "hash to"),
        (says(b"<!DOCTYPE html><title>Just a moment...</title>"), "a web page instead of the block"),
        (says(b"slow down", status="429 Too Many Requests"), "answered 429"),
        (says(b"", status="500 Internal Server Error"), "answered 500"),
        (says(BLOCK, status="206 Partial Content"), "answered 206"),
        (says(b"", status="302 Found", headers=["location: http://169.254.169.254/latest/"]), "redirects to"),
        (says(gzip.compress(BLOCK), headers=["content-encoding: gzip"]), "an encoding that was not asked for"),
        (bombs(), "an encoding that was not asked for"),
        (never_ends, "more than one block"),
        (lies_about_its_size, "more than one block|protocol|Protocol"),
        (says(bytes(MAX_BLOCK_BYTES + 1)), "more than one block"),
        (breaks_off(BLOCK), "RemoteProtocolError"),
        (says_nothing, "RemoteProtocolError"),
        (lambda _, connection: connection.sendall(b"not http\r\n\r\n"), "RemoteProtocolError"),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason(answer, why):
    with FakeGateway(answer) as gateway, pytest.raises(SourceUnreachable, match=why) as refused:
        fetch(gateway)
    assert gateway.url in str(refused.value)


@pytest.mark.parametrize("answer", [hangs, drips(BLOCK * 100)])
def test_a_slow_gateway_is_left_at_the_deadline(answer):
    begun = time.monotonic()
    with FakeGateway(answer) as gateway, pytest.raises(SourceUnreachable, match=r"did not arrive within 0\.5 s"):
        fetch(gateway, deadline=0.5)
    assert time.monotonic() - begun < PATIENCE


def test_nobody_listens():
    with FakeGateway(says(BLOCK)) as gateway:
        pass
    with pytest.raises(SourceUnreachable, match="ConnectError"):
        fetch(gateway)


@pytest.mark.parametrize(
    "answer", [hangs, drips(BLOCK * 100), never_ends, says(b"other bytes"), says(b"", status="404 No")]
)
def test_a_bad_gateway_does_not_keep_the_good_one_from_answering(answer):
    with FakeGateway(answer) as bad, FakeGateway(says(BLOCK)) as good:
        assert fetch(bad, good) == BLOCK


def test_a_slow_gateway_may_still_win():
    with FakeGateway(drips(BLOCK)) as slow, FakeGateway(hangs) as silent:
        assert fetch(slow, silent, deadline=4.0) == BLOCK


def test_the_second_is_not_bothered_while_the_first_answers():
    with FakeGateway(says(BLOCK)) as first, FakeGateway(says(BLOCK)) as second:
        fetch(first, second)

    assert not second.paths


def test_a_redirect_is_not_followed():
    with FakeGateway(says(BLOCK)) as target:
        moved = says(b"", status="301 Moved Permanently", headers=[f"location: {target.url}/ipfs/{CID}?format=raw"])
        with FakeGateway(moved) as gateway, pytest.raises(SourceUnreachable, match="which is not followed"):
            fetch(gateway)

    assert not target.paths


def test_the_block_is_missing_when_every_gateway_says_so():
    with FakeGateway(says(b"", status="404 Not Found")) as first, FakeGateway(says(b"", status="410 Gone")) as second:
        outcome = failure_of(first, second)

    assert isinstance(outcome, BlockMissing)
    assert "none of 2" in str(outcome)


def test_the_block_may_be_there_when_one_gateway_did_not_say():
    with FakeGateway(says(b"", status="404 Not Found")) as first, FakeGateway(hangs) as second:
        outcome = failure_of(first, second, deadline=0.5)

    assert isinstance(outcome, SourceUnreachable)
    assert "answered 404" in str(outcome)
    assert "did not arrive" in str(outcome)


def test_without_gateways_the_block_is_missing():
    with pytest.raises(BlockMissing, match="none is configured"):
        fetch()
