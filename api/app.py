"""The application: every part made once, from the settings, and put together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from api.config import Config
from api.exchange import Answer, Request
from api.limits import Limits
from api.metrics import Metrics
from api.openapi import describe_api
from api.page import Page
from api.parameters import read_query
from api.remembered import Remembered
from api.routes.accounts import Accounts
from api.routes.changes import Changes
from api.routes.content import Contents
from api.routes.deals import Deals
from api.routes.deployment import Deployments
from api.routes.ipfs import Ipfs
from api.routes.listings import Listings
from api.routes.operation import Operations
from api.routing import Content, Operation, Route, Router
from api.services import LOOP_SECONDS, SearchThreads, Services
from api.shell import Lifetime, Shell
from api.streams import Feed
from indexer.config import read_acts
from indexer.content.library import EMBEDDED, open_library
from indexer.model.identity import ChainId
from indexer.model.resources import Renderer
from indexer.store.reads import Reads
from indexer.store.reads_past import PastRenderer


class Application(Lifetime):
    """`asgi` is what a server runs; `close_streams` lets it stop without waiting for its readers."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._services = _services(config)
        routes = (*_routes(self._services), Route("GET", "/openapi.json", self.describe, _DESCRIBE))
        self.description = describe_api(routes)
        self._description = orjson.dumps(self.description)
        self.asgi = Shell(
            Router(routes),
            limits=Limits(config.rate, config.burst),
            metrics=self._services.metrics,
            fallback=Page(config.page_dir, config.rpc_origins).give,
            lifetime=self,
        )

    async def describe(self, request: Request) -> Answer:
        read_query(request, ())
        return Answer(self._description)

    async def start(self) -> None:
        self._services.feed.start()

    async def stop(self) -> None:
        await self._services.feed.stop()
        self._services.search.close()
        self._services.reads.close()

    def close_streams(self) -> None:
        self._services.feed.close()


def openapi_document() -> dict[str, Any]:
    """The description alone: nothing is opened and no setting is read."""
    nowhere = Path("nowhere")
    deployment = {"chainId": 0, "genesisHash": "0x", "startBlock": 0, "contracts": {}}
    config = Config(
        chain_id=0,
        deployment=deployment,
        database_url=f"sqlite:///{nowhere}",
        content=EMBEDDED,
        content_dir=nowhere,
        gateways=(),
        page_dir=nowhere,
        rpc_origins=(),
    )
    return Application(config).description


def _services(config: Config) -> Services:
    metrics = Metrics()
    reads = Reads(config.database_url, config.chain_id, seconds=LOOP_SECONDS)
    return Services(
        config=config,
        reads=reads,
        search=SearchThreads(config.database_url, config.chain_id),
        library=open_library(config.content, config.content_dir, gateways=config.gateways),
        feed=Feed(
            reads,
            metrics,
            max_streams=config.max_streams,
            max_waiters=config.max_waiters,
            wait_seconds=config.wait_seconds,
        ),
        metrics=metrics,
        render_past=PastRenderer(Renderer(ChainId(config.chain_id), read_acts())),
        remembered=Remembered(),
    )


def _routes(services: Services) -> Sequence[Route]:
    return (
        *Listings(services).routes(),
        *Deals(services).routes(),
        *Accounts(services).routes(),
        *Contents(services).routes(),
        *Ipfs(services).routes(),
        *Deployments(services.config.deployment).routes(),
        *Changes(services).routes(),
        *Operations(services).routes(),
    )


_DESCRIBE = Operation(
    "Describe the API",
    "This document.",
    "Operation",
    answers={200: (Content("application/json", schema={"type": "object"}),)},
)
