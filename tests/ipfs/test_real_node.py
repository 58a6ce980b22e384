"""What our side takes for an IPFS node is one: the same CIDs, the same bytes, through its RPC and its gateway."""

import asyncio

import pytest

from indexer.content.blocks import BlockStore
from indexer.content.cid import Cid, parse_cid
from indexer.content.documents import review_document
from indexer.content.errors import SourceError
from indexer.content.gateways import Gateways
from indexer.content.library import open_library
from indexer.content.node import Node
from indexer.content.worker import ContentWorker
from indexer.model.document import DocumentKind, DocumentState
from tests.indexer.content.samples import MOMENT

BLOCKS = [b"x", b'{"a":"document"}', bytes(range(256)) * 4096]


@pytest.mark.parametrize("block", BLOCKS, ids=len)
def test_a_node_names_a_block_as_we_do_and_gives_it_back(real_node, block):
    node = Node(real_node.url)

    assert asyncio.run(node.put(block)) == Cid.of(block)
    assert asyncio.run(node.get(Cid.of(block))) == block


def test_what_is_added_is_pinned(real_node):
    cid = asyncio.run(Node(real_node.url).put(b"to be kept"))

    assert cid in real_node.pins()


def test_a_block_it_does_not_have_is_an_error_in_time(real_node):
    with pytest.raises(SourceError):
        asyncio.run(Node(real_node.url, deadline=5).get(Cid.of(b"never added")))


def test_its_version_is_asked_for_not_enforced(real_node):
    assert asyncio.run(Node(real_node.url).version()).count(".") == 2


@pytest.mark.parametrize("block", BLOCKS, ids=len)
def test_its_gateway_gives_the_block(real_node, block):
    asyncio.run(Node(real_node.url).put(block))

    assert asyncio.run(Gateways([real_node.gateway_url]).get(Cid.of(block))) == block


def test_a_document_published_by_one_installation_is_verified_by_another(real_node, tmp_path):
    document = review_document("As described.", MOMENT)
    asyncio.run(open_library(real_node.url, tmp_path / "seller").publish(document.data))
    reader = open_library(real_node.url, tmp_path / "indexer")

    found = asyncio.run(ContentWorker(reader).resolve(document.digest, DocumentKind.REVIEW))
    assert found.state is DocumentState.VERIFIED
    assert BlockStore(tmp_path / "indexer").get(parse_cid(document.cid)) == document.data
