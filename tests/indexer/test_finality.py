"""Which block is final: the chain's own word where it has one."""

import asyncio

import pytest

from indexer.model.identity import BlockRef
from indexer.sync.finality import Finality


class FakeNode:
    """Knows a finalized block, or none."""

    def __init__(self, finalized):
        self._finalized = finalized

    async def finalized(self):
        return None if self._finalized is None else BlockRef(self._finalized, "0x", "0x", 0)


@pytest.mark.parametrize(
    ("chain_id", "finalized", "head", "expected"),
    [
        (1, 936, 1000, 936),
        (1, None, 1000, 990),
        (1, 1000, 1000, 990),
        (1, None, 4, 0),
        (31337, 1000, 1000, 990),
        (1337, 936, 1000, 990),
    ],
    ids=["the chain says", "it knows none", "it calls all final", "young", "Anvil", "Ganache"],
)
def test_the_final_block(chain_id, finalized, head, expected):
    finality = Finality(FakeNode(finalized), chain_id=chain_id, depth=10)

    assert asyncio.run(finality.below(BlockRef(head, "0x", "0x", 0))) == expected
