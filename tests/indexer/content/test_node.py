"""A node's answers are compared with what we know, whatever base they are written in, and never waited for too long."""

import asyncio
import time

import pytest

from indexer.content.blocks import MAX_BLOCK_BYTES
from indexer.content.cid import Cid
from indexer.content.errors import BlockMissing, BlockTooLarge, SourceLied, SourceUnreachable
from indexer.content.node import Node, multiaddr_of
from tests.indexer.content.fake_node import FakeNode, in_base58

BLOCK = b'{"a":"block"}'
CID = Cid.of(BLOCK)


def put(node, data=BLOCK):
    return asyncio.run(Node(node.url, deadline=5).put(data))


def get(node, cid=CID, *, deadline=5.0):
    return asyncio.run(Node(node.url, deadline=deadline).get(cid))


def test_a_block_is_added_pinned_and_read_back():
    with FakeNode() as node:
        assert put(node) == CID
        assert get(node) == BLOCK

    path, query = node.requests[0]
    assert path == "/api/v0/add"
    assert query["pin"] == ["True"]
    assert query["raw-leaves"] == ["True"]
    assert query["cid-version"] == ["1"]
    assert query["chunker"] == ["size-1048576"]
    assert query["cid-base"] == ["base32"]


def test_the_largest_block_stays_one_block():
    block = bytes(range(256)) * 4096
    with FakeNode() as node:
        assert put(node, block) == Cid.of(block)
        assert get(node, Cid.of(block)) == block


def test_a_node_of_a_version_the_client_refuses_is_used():
    with FakeNode() as node:
        assert asyncio.run(Node(node.url).version()) == "0.40.1"


def test_an_answer_in_base58_is_the_same_cid():
    with FakeNode(name=in_base58) as node:
        assert put(node) == CID


@pytest.mark.parametrize(
    "name",
    [
        lambda _: str(Cid.of(b"other bytes")),
        lambda cid: str(Cid(0x70, cid.digest)),
        lambda _: "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
        lambda _: "nonsense",
        lambda _: None,
    ],
)
def test_another_cid_than_ours_is_a_lie(name):
    with FakeNode(name=name) as node, pytest.raises(SourceLied, match=f"it stored {CID} as"):
        put(node)


def test_other_bytes_than_asked_for_are_a_lie():
    with FakeNode() as node:
        node.blocks[CID] = b"other bytes"
        with pytest.raises(SourceLied, match="hash to"):
            get(node)


def test_a_block_the_node_does_not_have_is_missing():
    with FakeNode() as node, pytest.raises(BlockMissing, match="not found"):
        get(node)


def test_more_than_a_block_is_not_read():
    def endless(handler, query, body):
        handler.send_response(200)
        handler.send_header("connection", "close")
        handler.end_headers()
        while not node.closing.is_set():
            handler.wfile.write(bytes(65536))

    with FakeNode(serve=endless) as node, pytest.raises(SourceLied, match="more than one block"):
        get(node)


def test_more_than_a_block_is_not_sent():
    with FakeNode() as node, pytest.raises(BlockTooLarge):
        put(node, bytes(MAX_BLOCK_BYTES + 1))
    assert not node.requests


def hang(handler, query, body):
    handler.server_closing.wait(30)


def drip(handler, query, body):
    handler.send_response(200)
    handler.send_header("connection", "close")
    handler.end_headers()
    while not handler.server_closing.wait(0.05):
        handler.wfile.write(b".")
        handler.wfile.flush()


@pytest.mark.parametrize("behavior", [hang, drip])
def test_a_slow_node_is_left_at_the_deadline(behavior):
    def serve(handler, query, body):
        handler.server_closing = node.closing
        behavior(handler, query, body)

    begun = time.monotonic()
    with FakeNode(serve=serve) as node, pytest.raises(SourceUnreachable, match=r"within 0\.5 s|Timeout"):
        get(node, deadline=0.5)
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"<html>Bad gateway</html>", 502, "502"),
        (b'{"Message":"out of space","Code":0,"Type":"error"}', 500, "out of space"),
        (b"403 - Forbidden", 403, "403"),
        (b"not json", 200, "not json|Decod|JSON"),
        (b"{}", 200, "no Hash"),
        (b"", 200, "not that of an IPFS node"),
    ],
)
def test_a_node_that_cannot_add_is_named_with_its_reason(body, status, why):
    def add(handler, query, sent):
        handler.answer(body, status=status)

    with FakeNode(add=add) as node, pytest.raises((SourceUnreachable, SourceLied), match=why) as refused:
        put(node)
    assert node.url in str(refused.value)


def test_nobody_listens():
    with FakeNode() as node:
        pass
    with pytest.raises(SourceUnreachable, match="ConnectionError"):
        put(node)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:5001", "/ip4/127.0.0.1/tcp/5001/http"),
        ("http://127.0.0.1:5001/", "/ip4/127.0.0.1/tcp/5001/http"),
        ("http://[::1]:5001", "/ip6/::1/tcp/5001/http"),
        ("https://node.example", "/dns/node.example/tcp/443/https"),
        ("http://ipfs:5001", "/dns/ipfs/tcp/5001/http"),
    ],
)
def test_an_address_is_what_the_client_wants(url, address):
    assert multiaddr_of(url) == address


@pytest.mark.parametrize(
    "url", ["", "ipfs", "ftp://x:1", "http://", "http://x:5001/api", "http://x:99999", "http://x?y"]
)
def test_what_is_no_address_of_a_node_is_refused(url):
    with pytest.raises(ValueError, match=r"node|port|Port"):
        multiaddr_of(url)
