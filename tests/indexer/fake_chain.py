"""A chain in memory that grows, forks, lags and answers as a node does."""

import copy

import orjson

from indexer.errors import NodeRefused
from scripts.bench.history import MarketHistory
from scripts.bench.recorded import CONTRACTS, Encoder, RecordedChain, RpcFault, extend


class FakeChain(RecordedChain):
    """`lag` hides that many of the newest blocks, as a replica does that is behind."""

    encoder = None

    def __init__(self, seed=1):
        super().__init__()
        if FakeChain.encoder is None:
            FakeChain.encoder = Encoder()
        self.lag = 0
        self._futures = [MarketHistory(seed, CONTRACTS, people=12)]
        self._forks = 0

    def grow(self, *events):
        """One block for each number of events."""
        for count in events:
            history = copy.deepcopy(self._futures[-1])
            extend(self, history, self.encoder, events=count, salt=f"branch {self._forks}")
            self._futures.append(history)

    def fork(self, depth, *events):
        """Replaces the newest blocks by others; nothing else tells the two branches apart."""
        self.cut(depth)
        self._forks += 1
        self._futures[-1].reseed(1_000 + self._forks)
        self.grow(*events)

    def cut(self, depth):
        for block in self.blocks[len(self.blocks) - depth :]:
            del self._by_hash[block.hash]
        del self.blocks[len(self.blocks) - depth :]
        del self._futures[len(self._futures) - depth :]
        self._futures[-1] = copy.deepcopy(self._futures[-1])

    @property
    def head(self):
        return self.blocks[-1 - self.__dict__.get("lag", 0)]


class FakeRpc:
    """Stands in for `Rpc` without a network: answers are JSON that was read back."""

    url = "fake://chain"

    def __init__(self, chain):
        self.chain = chain

    async def call(self, method, *params, read, is_lasting=None):
        return await self.batch([(method, list(params))], read=lambda results: read(results[0]), is_lasting=is_lasting)

    async def batch(self, calls, *, read, is_lasting=None):
        return read([self._answer(method, params) for method, params in calls])

    async def close(self):
        pass

    def _answer(self, method, params):
        try:
            return orjson.loads(orjson.dumps(self.chain.answer(method, params)))
        except RpcFault as fault:
            raise NodeRefused(self.url, method, code=fault.code, message=str(fault)) from fault
