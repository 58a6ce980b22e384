"""A node that fails is asked again, then left; what it answers is never believed unseen."""

import asyncio

import pytest

from indexer.chain import rpc as rpc_module
from indexer.chain.node import Node
from indexer.chain.ranges import RangeReader
from indexer.chain.rpc import Rpc
from indexer.errors import BlockUnknown, NodeConfused, NodeRefused, NodeUnreachable, TooManyLogs
from scripts import processes
from scripts.bench.recorded import CONTRACTS
from tests.indexer import faulty_node


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(rpc_module, "_FIRST_PAUSE", 0.001)


def ask(node, question, **options):
    """Runs `question` with a Node that speaks to one or more fake ones."""
    urls = [one.url if hasattr(one, "url") else one for one in (node if isinstance(node, list) else [node])]

    async def run():
        asked = Node(Rpc(urls, **options), addresses=list(CONTRACTS.values()))
        try:
            return await question(asked)
        finally:
            await asked.close()

    return asyncio.run(run())


async def read_all(node, last):
    ranges = [found async for found in RangeReader(node).read(1, last)]
    return ranges, [log for found in ranges for log in found.logs]


@pytest.mark.parametrize("fault", faulty_node.FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_that_passes_is_not_noticed(node, chain, fault):
    chain.grow(3, 4)
    node.faults = [fault, fault]

    assert ask(node, lambda asked: asked.head()).hash == chain.head.hash


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        (faulty_node.too_many_requests, NodeRefused, "eth_getBlockByNumber: too many requests"),
        (faulty_node.server_error, NodeConfused, "HTTP 500, 'Internal Server Error'"),
        (faulty_node.web_page, NodeConfused, "Just a moment"),
        (faulty_node.truncated, NodeConfused, "HTTP 200"),
        (faulty_node.dropped, NodeUnreachable, "does not answer eth_getBlockByNumber"),
        (faulty_node.null_result, BlockUnknown, "does not have block latest"),
        (faulty_node.internal_error, NodeRefused, "Internal error .code -32603."),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_fault_that_stays_names_endpoint_and_method(node, fault, error, said):
    node.faults = [fault] * 3

    with pytest.raises(error, match=said) as raised:
        ask(node, lambda asked: asked.head(), attempts=3)

    assert node.url in str(raised.value)


def test_a_node_that_is_not_there_is_named():
    url = f"http://127.0.0.1:{processes.free_port()}"

    with pytest.raises(NodeUnreachable, match=f"{url} does not answer eth_chainId"):
        ask(url, lambda asked: asked.chain_id(), attempts=2)


def test_an_answer_that_never_comes_is_given_up(node):
    node.faults = [faulty_node.slow]

    with pytest.raises(NodeUnreachable, match="does not answer eth_chainId"):
        ask(node, lambda asked: asked.chain_id(), attempts=1, seconds=0.05)


def test_another_endpoint_takes_over(node, chain):
    chain.grow(1)
    dead = f"http://127.0.0.1:{processes.free_port()}"

    assert ask([dead, node], lambda asked: asked.head()).number == 1


def test_a_method_the_node_does_not_have_is_asked_for_once(node):
    with pytest.raises(NodeRefused, match="does not exist"):
        ask(node, lambda asked: asked._rpc.call("eth_unheardOf", read=str))

    assert len(node.requests) == 1


def test_ranges_shrink_until_the_node_answers_and_hold_each_log_once(node, chain):
    chain.grow(*[2] * 100)
    node.most_blocks = 7

    ranges, logs = ask(node, lambda asked: read_all(asked, 100))

    assert [(found.first, found.last) for found in ranges][-1][1] == 100
    assert [log.log_index for log in logs] == [i for block in chain.blocks for i in range(len(block.logs))]
    assert [a.last + 1 for a in ranges[:-1]] == [b.first for b in ranges[1:]]


def test_ranges_follow_how_many_logs_they_hold(node, chain):
    chain.grow(*[0] * 1500)

    ranges, _ = ask(node, lambda asked: read_all(asked, 1500))

    assert [found.last - found.first + 1 for found in ranges[:3]] == [200, 200, 400]


def test_a_block_with_more_logs_than_the_node_gives_is_named(node, chain):
    chain.grow(3)
    node.most_blocks = 0

    with pytest.raises(TooManyLogs, match=f"{node.url} will not give the logs of blocks 1–1 at once"):
        ask(node, lambda asked: asked.logs(1, 1))


def test_logs_of_a_replaced_block_are_refused_at_once(node, chain):
    chain.grow(3, 3)
    block = ask(node, lambda asked: asked.head())
    chain.fork(1, 2)

    with pytest.raises(NodeRefused, match="unknown block"):
        ask(node, lambda asked: asked.logs_of([block]))

    assert len(node.requests) == 2
