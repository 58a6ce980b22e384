"""index(A, then reorg to B) == index(B), for any histories that share a beginning."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from indexer.errors import ReorgTooDeep
from tests.indexer.fake_chain import FakeChain
from tests.indexer.indexing import DEPTH, Index, verify_fresh

BLOCKS = some.lists(some.integers(0, 7), min_size=1, max_size=10)
# How far back a fork goes, what grows from there, and whether the index looks in between.
FORKS = some.lists(some.tuples(some.integers(0, 12), BLOCKS, some.booleans()), min_size=1, max_size=4)


@settings(max_examples=40)
@given(seed=some.integers(0, 10_000), beginning=some.lists(some.integers(0, 7), min_size=1, max_size=40), forks=FORKS)
def test_an_index_that_saw_forks_equals_one_that_did_not(seed, beginning, forks):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chain = FakeChain(seed)
        chain.grow(*beginning)
        index = Index(folder, chain)
        index.sync()
        for depth, blocks, looks in forks:
            chain.fork(min(depth, chain.head.number - 1), *blocks)
            if looks:
                index.sync()
        # A fork that is no longer than what it replaced is only seen when it grows.
        chain.grow(*[1] * 13)
        index.sync()

        verify_fresh(index, folder)


def test_a_fork_to_a_shorter_branch_is_followed_when_its_hashes_differ(tmp_path):
    chain = FakeChain()
    chain.grow(*[3] * 20)
    index = Index(tmp_path, chain)
    index.sync()

    chain.fork(8, 2, 2)
    checkpoint = index.sync()

    assert checkpoint.number == 14
    verify_fresh(index, tmp_path)


def test_a_head_that_only_looks_lower_takes_nothing_back(tmp_path):
    chain = FakeChain()
    chain.grow(*[3] * 10)
    index = Index(tmp_path, chain)
    before = index.sync()

    chain.lag = 4
    assert index.sync() == before

    chain.lag = 0
    chain.grow(1)
    assert index.sync().number == 11


def test_a_reorganization_is_told_with_the_rows_it_touched(tmp_path):
    chain = FakeChain()
    chain.grow(*[4] * 12)
    index = Index(tmp_path, chain)
    index.sync()
    (last,) = index.rows("select max(sequence) from change")[0]

    chain.fork(3, 1, 1, 1, 1)
    index.sync()

    told = index.rows("select kind, block_number from change where sequence > ? order by sequence", last)
    assert told[0] == ("reorg", 9)
    assert {"block", "account"} <= {kind for kind, _ in told}
    assert [row[0] for row in index.rows("select sequence from change order by sequence")] == list(
        range(1, last + len(told) + 1)
    )


def test_the_last_final_block_is_the_deepest_fork_point(tmp_path):
    chain = FakeChain()
    chain.grow(*[1] * (DEPTH + 10))
    index = Index(tmp_path, chain)
    assert index.sync().finalized == 10

    chain.fork(DEPTH, *[2] * (DEPTH + 1))
    index.sync()

    verify_fresh(index, tmp_path)


def test_a_fork_below_finality_stops_with_both_hashes(tmp_path):
    chain = FakeChain()
    chain.grow(*[1] * (DEPTH + 10))
    index = Index(tmp_path, chain)
    index.sync()
    before = index.rows("select * from deal")
    final = chain.blocks[10].hash

    chain.fork(DEPTH + 2, *[1] * (DEPTH + 3))
    with pytest.raises(ReorgTooDeep, match=f"block 10 was final with hash {final}, the node now says"):
        index.sync()

    assert index.rows("select * from deal") == before
