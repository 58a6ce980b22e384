"""The application: every part made once, from the settings, and put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI

from api.config import Config
from api.limits import Limits
from api.metrics import Metrics
from api.openapi import DESCRIPTION, describe, operation_id
from api.page import Page
from api.refusals import handle_refusals, refuse_odd_queries
from api.remembered import Remembered
from api.routes.accounts import Accounts
from api.routes.auctions import Auctions
from api.routes.campaigns import Campaigns
from api.routes.changes import Changes
from api.routes.content import Contents
from api.routes.deals import Deals
from api.routes.deployment import Deployments
from api.routes.ipfs import Ipfs
from api.routes.listings import Listings
from api.routes.loans import Loans
from api.routes.matches import Matches
from api.routes.operation import Operations
from api.routes.places import Places
from api.routes.requests import Requests
from api.services import LOOP_SECONDS, SearchThreads, Services
from api.shell import Shell
from api.streams import Feed
from indexer.config import read_acts
from indexer.content.library import EMBEDDED, open_library
from indexer.model.identity import ChainId
from indexer.model.resources import Renderer
from indexer.store.reads import Reads
from indexer.store.reads_past import PastRenderer


def create_app(config: Config) -> FastAPI:
    services = _services(config)
    app = FastAPI(
        title="Agora",
        version=_version(),
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "/"}],
        dependencies=[Depends(refuse_odd_queries)],
        generate_unique_id_function=operation_id,
        # Their scripts come from elsewhere; the document itself needs none.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # /metrics tells what happens here; nothing is sent to anybody.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=_lifespan,
    )
    app.state.services = services
    describe(app)
    handle_refusals(app)
    for part in (
        *(Listings, Auctions, Campaigns, Places, Requests, Matches, Loans, Deals, Accounts),
        *(Contents, Ipfs, Changes, Operations),
    ):
        part(services).add_to(app.router)
    Deployments(config.deployment).add_to(app.router)
    app.router.default = Page(config.page_dir, config.rpc_origins)
    app.add_middleware(Shell, limits=Limits(config.rate, config.burst), metrics=services.metrics)
    return app


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
    return create_app(config).openapi()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    services.feed.start()
    try:
        yield
    finally:
        await services.feed.stop()
        services.search.close()
        services.reads.close()


def _services(config: Config) -> Services:
    metrics = Metrics()
    reads = Reads(config.database_url, config.chain_id, seconds=LOOP_SECONDS)
    feed = Feed(
        reads,
        metrics,
        max_streams=config.max_streams,
        max_waiters=config.max_waiters,
        wait_seconds=config.wait_seconds,
    )
    return Services(
        config=config,
        reads=reads,
        search=SearchThreads(config.database_url, config.chain_id),
        library=open_library(config.content, config.content_dir, gateways=config.gateways),
        feed=feed,
        metrics=metrics,
        render_past=PastRenderer(Renderer(ChainId(config.chain_id), read_acts())),
        remembered=Remembered(),
    )


def _version() -> str:
    try:
        return version("agora")
    except PackageNotFoundError:
        return "0.1.0"
