"""Reads go local → node → gateways, stop at the first right answer, and keep it."""

import asyncio

import pytest

from indexer.content.blocks import BlockStore
from indexer.content.cid import Cid
from indexer.content.errors import BlockMissing, SourceLied, SourceUnreachable
from indexer.content.gateways import Gateways
from indexer.content.library import Library, open_library
from indexer.content.node import Node
from tests.indexer.content.fake_gateway import FakeGateway, says
from tests.indexer.content.fake_node import FakeNode

BLOCK = b"a block"
CID = Cid.of(BLOCK)


@pytest.fixture
def local(tmp_path):
    return BlockStore(tmp_path)


def get(library):
    return asyncio.run(library.get(CID))


def library_of(local, *, node=None, gateway=None):
    return Library(
        local,
        node=None if node is None else Node(node.url, deadline=5),
        gateways=None if gateway is None else Gateways([gateway.url], deadline=5),
    )


def test_what_is_local_asks_nobody(local):
    local.put(BLOCK)
    with FakeNode() as node, FakeGateway(says(BLOCK)) as gateway:
        assert get(library_of(local, node=node, gateway=gateway)) == BLOCK

    assert not node.requests
    assert not gateway.paths


def test_the_node_is_asked_before_the_gateways_and_the_block_is_kept(local):
    with FakeNode() as node, FakeGateway(says(BLOCK)) as gateway:
        node.blocks[CID] = BLOCK
        assert get(library_of(local, node=node, gateway=gateway)) == BLOCK

    assert not gateway.paths
    assert local.get(CID) == BLOCK
    assert not local.pinned(CID)


def test_the_gateways_answer_for_a_node_that_lies(local):
    with FakeNode() as node, FakeGateway(says(BLOCK)) as gateway:
        node.blocks[CID] = b"other bytes"
        assert get(library_of(local, node=node, gateway=gateway)) == BLOCK

    assert len(node.requests) == len(gateway.paths) == 1


def test_the_next_source_heals_a_rotten_local_block(local):
    local.put(BLOCK)
    next(local._folder.glob("blocks/*/*")).write_bytes(b"rotten")
    with FakeGateway(says(BLOCK)) as gateway:
        assert get(library_of(local, gateway=gateway)) == BLOCK

    assert local.get(CID) == BLOCK


def test_a_block_nobody_has_is_missing(local):
    with (
        FakeNode() as node,
        FakeGateway(says(b"", status="404 Not Found")) as gateway,
        pytest.raises(BlockMissing, match="not in any place we know"),
    ):
        get(library_of(local, node=node, gateway=gateway))
    with pytest.raises(BlockMissing, match="not in any place we know"):
        get(library_of(local))


def test_a_place_that_failed_may_have_had_the_block(local):
    with (
        FakeNode() as node,
        FakeGateway(says(b"", status="503 Busy")) as gateway,
        pytest.raises(SourceUnreachable, match="answered 503") as failed,
    ):
        get(library_of(local, node=node, gateway=gateway))

    assert node.url in str(failed.value)


def test_publishing_pins_here_and_at_the_node(local):
    with FakeNode() as node:
        assert asyncio.run(library_of(local, node=node).publish(BLOCK)) == CID

    assert local.pinned(CID)
    assert node.blocks == {CID: BLOCK}


def test_a_node_that_names_the_block_otherwise_is_reported_and_the_block_stays_pinned_here(local):
    with FakeNode(name=lambda _: str(Cid.of(b"other"))) as node, pytest.raises(SourceLied):
        asyncio.run(library_of(local, node=node).publish(BLOCK))

    assert local.pinned(CID)


def test_one_setting_chooses_the_store(tmp_path):
    embedded = open_library("embedded", tmp_path)
    assert asyncio.run(embedded.publish(BLOCK)) == CID

    with FakeNode() as node:
        asyncio.run(open_library(node.url, tmp_path).publish(BLOCK))
        assert node.blocks == {CID: BLOCK}
    with pytest.raises(ValueError, match="write http://host:5001"):
        open_library("ipfs", tmp_path)
