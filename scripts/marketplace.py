"""A whole marketplace on this machine: chain, contracts, index, API and page, each a process of its own.

The demo, the smoke test and the tests that need a market all start it here.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import devnet, processes
from scripts.devnet import Devnet, Kind
from scripts.market import deployment
from scripts.market.chain import Chain
from scripts.market.index import ApiError, Index
from scripts.processes import Child, Port

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "frontend_stub" / "dist"
DEPLOY_SECONDS = 300.0
BUILD_SECONDS = 300.0
START_SECONDS = 60.0
GAS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to start, and where. Ports left out are free ones."""

    kind: Kind
    folder: Path
    record: Path
    chain_port: Port | None = None
    api_port: Port | None = None
    timestamp: int | None = None


@dataclass(frozen=True, slots=True)
class Marketplace:
    net: Devnet
    chain: Chain
    index: Index
    environment: Mapping[str, str]
    folder: Path
    indexer: Child
    api: Child

    @property
    def url(self) -> str:
        return self.index.url

    @property
    def database(self) -> Path:
        return self.folder / "index.sqlite"

    def require_alive(self) -> None:
        self.indexer.require_alive()
        self.api.require_alive()

    def wait_until_ready(self) -> None:
        """The API says itself when the index is at the head of the chain; whichever process ends first tells why."""

        def is_ready() -> bool:
            self.indexer.require_alive()
            try:
                self.index.get("/ready")
            except ApiError:
                return False
            return True

        self.api.wait_until(is_ready, seconds=START_SECONDS)


@contextmanager
def running(plan: Plan, *, told: Callable[[str], None] = lambda _step: None) -> Iterator[Marketplace]:
    """Starts everything in order and ends it in reverse. `told` hears what is being done."""
    api_port = plan.api_port or processes.free_port()
    processes.require_free(api_port, what="the API", choose="Choose another with --port, or end what listens there.")
    with ExitStack() as stack:
        told(f"Starting {plan.kind.title()}")
        log = plan.folder / "chain.log"
        net = stack.enter_context(devnet.running(plan.kind, port=plan.chain_port, timestamp=plan.timestamp, log=log))
        told("Deploying the contracts with Brownie")
        deploy(net, record=plan.record, log=plan.folder / "deploy.log")
        chain = Chain(net.rpc, deployment.load(plan.record), gas=GAS)
        told("Starting the index and the API")
        environment = environment_of(net, plan, api_port=api_port)
        indexer = stack.enter_context(service("indexer", "sync", environment=environment, folder=plan.folder))
        api = stack.enter_context(service("api", environment=environment, folder=plan.folder))
        index = Index(f"http://{processes.HOST}:{api_port}")
        place = Marketplace(net, chain, index, environment, plan.folder, indexer, api)
        place.wait_until_ready()
        yield place


def deploy(net: Devnet, *, record: Path, log: Path) -> None:
    environment = {"CHAIN": net.kind, "PORT": str(net.port), "AGORA_DEPLOYMENT": str(record)}
    command = [str(ROOT / "scripts" / "brownie.sh"), "run", "deploy"]
    with processes.running(command, name="Brownie", log=log, environment=environment) as child:
        child.finish(seconds=DEPLOY_SECONDS)


def environment_of(net: Devnet, plan: Plan, *, api_port: Port) -> dict[str, str]:
    return {
        "AGORA_RPC_URL": net.url,
        "AGORA_DATABASE_URL": f"sqlite:///{plan.folder / 'index.sqlite'}",
        "AGORA_DEPLOYMENT": str(plan.record),
        "AGORA_CONTENT": "embedded",
        "AGORA_CONTENT_DIR": str(plan.folder / "content"),
        "AGORA_HOST": processes.HOST,
        "AGORA_PORT": str(api_port),
        "AGORA_PAGE_DIR": str(PAGE),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


@contextmanager
def service(name: str, *arguments: str, environment: Mapping[str, str], folder: Path) -> Iterator[Child]:
    """A package of ours that runs until it is stopped."""
    command = [sys.executable, "-m", name, *arguments]
    with processes.running(command, name=name, log=folder / f"{name}.log", environment=environment) as child:
        yield child


def build_page(log: Path) -> None:
    """Builds the page where it is missing or older than its sources."""
    sources = [*(ROOT / "frontend_stub").glob("*.*"), *(ROOT / "frontend_stub" / "src").rglob("*.*")]
    built = PAGE / "index.html"
    if built.is_file() and built.stat().st_mtime >= max(path.stat().st_mtime for path in sources):
        return
    with processes.running(["npm", "run", "--silent", "page:build"], name="The page's build", log=log) as child:
        child.finish(seconds=BUILD_SECONDS)
