"""Which block is final: what the chain itself says where that means something, else a depth below the head."""

from indexer.chain.node import Node
from indexer.model.identity import BlockNumber, BlockRef, ChainId

# Chains of one machine call everything final, or invent an epoch.
_LOCAL_CHAINS = {ChainId(1337), ChainId(31337)}


class Finality:
    def __init__(self, node: Node, *, chain_id: ChainId, depth: int) -> None:
        self._node = node
        self._depth = depth
        self._asks_chain = chain_id not in _LOCAL_CHAINS

    async def below(self, head: BlockRef) -> BlockNumber:
        by_depth = BlockNumber(max(0, head.number - self._depth))
        if not self._asks_chain:
            return by_depth
        finalized = await self._node.finalized()
        # A chain whose newest block is already final has no finality worth the name.
        if finalized is None or finalized.number >= head.number:
            return by_depth
        return finalized.number
