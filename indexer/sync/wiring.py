"""Make the parts of a sync from the settings, and refuse a node that is not the deployment's chain."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from rich.console import Console

from indexer.chain.decoder import Decoder
from indexer.chain.node import Node
from indexer.chain.rpc import Rpc
from indexer.config import Deployment, Settings, read_abis, read_acts, read_deployment
from indexer.content.library import open_library
from indexer.content.worker import ContentWorker
from indexer.discovery.search import search_row
from indexer.errors import ContractMissing, StartAfterHead, WrongChain
from indexer.model.identity import BlockNumber
from indexer.model.resources import Renderer
from indexer.store.writes import Writer
from indexer.sync.documents import DocumentLoop
from indexer.sync.finality import Finality
from indexer.sync.loop import ChainLoop
from indexer.sync.progress import Progress
from indexer.sync.writing import WriterThread

_log = structlog.get_logger()

_ALLOCATIONS = 200_000
_YOUNG_ROUNDS = 10


@dataclass(frozen=True)
class Parts:
    deployment: Deployment
    node: Node
    store: WriterThread
    chain: ChainLoop
    documents: DocumentLoop
    progress: Progress


@asynccontextmanager
async def open_parts(settings: Settings, *, console: Console, database: Path | None = None) -> AsyncIterator[Parts]:
    """`database` is for an index beside the configured one."""
    _collect_rarely()
    deployment = read_deployment(settings.deployment)
    if deployment.skipped:
        _log.warning("contracts_not_indexed", names=deployment.skipped)
    decoder = Decoder(deployment.contracts, abis=read_abis())
    writer = open_writer(deployment, database or settings.database)
    store = WriterThread(writer)
    node = Node(Rpc(settings.rpc_urls), addresses=list(deployment.contracts))
    try:
        await check_chain(node, deployment)
        finality = Finality(node, chain_id=deployment.chain_id, depth=settings.finality_depth)
        library = open_library(settings.content, settings.content_dir, gateways=settings.gateways)
        with Progress(console) as progress:
            chain = ChainLoop(node, store, decoder=decoder, finality=finality, progress=progress)
            documents = DocumentLoop(ContentWorker(library), store)
            yield Parts(deployment, node, store, chain, documents, progress)
    finally:
        store.close()
        await node.close()


def open_writer(deployment: Deployment, database: Path) -> Writer:
    renderer = Renderer(deployment.chain_id, read_acts())
    return Writer(database, renderer=renderer, deployment=deployment.digest, search_reader=search_row)


async def check_chain(node: Node, deployment: Deployment) -> None:
    chain_id = await node.chain_id()
    if chain_id != deployment.chain_id:
        raise WrongChain(node.url, what="chain id", expected=deployment.chain_id, actual=chain_id)
    genesis = await node.header(BlockNumber(0))
    if genesis.hash != deployment.genesis_hash:
        raise WrongChain(node.url, what="genesis hash", expected=deployment.genesis_hash, actual=genesis.hash)
    head = await node.head()
    if head.number < deployment.start_block:
        raise StartAfterHead(deployment.start_block, head.number, url=node.url)
    for address, name in deployment.contracts.items():
        if len(await node.code(address)) <= len("0x"):
            raise ContractMissing(name, address, url=node.url)


def _collect_rarely() -> None:
    """Rows hold no cycles, and looking for some among a hundred thousand of them takes a tenth of a backfill."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, _YOUNG_ROUNDS, _YOUNG_ROUNDS)
