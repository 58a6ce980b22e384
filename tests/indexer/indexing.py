"""Index a fake chain, and hold two indexes against each other."""

import asyncio
import io
import sqlite3
from contextlib import asynccontextmanager, closing

import orjson
from rich.console import Console

from indexer.chain.decoder import Decoder
from indexer.chain.node import Node
from indexer.config import read_abis, read_acts, read_deployment
from indexer.content.worker import ContentWorker
from indexer.discovery.search import search_row
from indexer.model.resources import Renderer
from indexer.store.contents import compare
from indexer.store.writes import Writer, read_checkpoint
from indexer.sync.documents import DocumentLoop
from indexer.sync.finality import Finality
from indexer.sync.loop import ChainLoop
from indexer.sync.progress import Progress
from indexer.sync.runner import Runner
from indexer.sync.wiring import Parts
from indexer.sync.writing import WriterThread
from scripts.bench.recorded import CHAIN_ID
from tests.indexer.fake_chain import FakeRpc

DEPTH = 24


class Index:
    """One index of one fake chain, opened anew for each step as after a crash."""

    def __init__(self, folder, chain, *, name="index", depth=DEPTH, fetcher=None):
        self.path = folder / f"{name}.sqlite"
        self.chain = chain
        self.depth = depth
        self._fetcher = fetcher
        deployment = folder / f"{name}.json"
        deployment.write_bytes(orjson.dumps(chain.deployment()))
        self.deployment = read_deployment(deployment)

    def writer(self):
        renderer = Renderer(self.deployment.chain_id, read_acts())
        return Writer(self.path, renderer=renderer, deployment=self.deployment.digest, search_reader=search_row)

    @asynccontextmanager
    async def parts(self):
        store = WriterThread(self.writer())
        node = Node(FakeRpc(self.chain), addresses=list(self.deployment.contracts))
        progress = Progress(Console(file=io.StringIO()))
        try:
            chain = ChainLoop(
                node,
                store,
                decoder=Decoder(self.deployment.contracts, abis=read_abis()),
                finality=Finality(node, chain_id=self.deployment.chain_id, depth=self.depth),
                progress=progress,
            )
            documents = DocumentLoop(ContentWorker(self._fetcher), store)
            yield Parts(self.deployment, node, store, chain, documents, progress)
        finally:
            store.close()

    def sync(self, *, documents=False):
        async def run():
            async with self.parts() as parts:
                runner = Runner(parts)
                return await (runner.once_with_documents() if documents else runner.once())

        return asyncio.run(run())

    def rows(self, statement, *values):
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(statement, values).fetchall()


def verify_same(index, other):
    """Every row of every table that follows from the chain, and the block both are as of."""
    with closing(sqlite3.connect(index.path)) as one, closing(sqlite3.connect(other.path)) as two:
        assert [*compare(one, two)]
        here, there = read_checkpoint(one, CHAIN_ID), read_checkpoint(two, CHAIN_ID)
        assert (here.number, here.hash) == (there.number, there.hash)
        # Above what both call final, they remember the same blocks and the same ways back.
        final = max(here.finalized, there.finalized)
        for table, column in (("block", "number"), ("undo", "block_number")):
            statement = f"select * from {table} where {column} > ? order by 1, 2, 3"
            assert one.execute(statement, (final,)).fetchall() == two.execute(statement, (final,)).fetchall()


def verify_fresh(index, folder):
    """The index equals one that never saw anything but the chain as it is now."""
    fresh = Index(folder, index.chain, name="fresh", depth=index.depth)
    fresh.sync()
    verify_same(index, fresh)
    fresh.path.unlink()
