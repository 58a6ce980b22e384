"""A marketplace to look at and play with: `make demo`, or CHAIN=anvil make demo.

python -m scripts.demo --port 8001 --chain-port 8546     # when 8000 or 8545 are taken
python -m scripts.demo --empty                            # without the sample market
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from scripts import devnet, marketplace, processes
from scripts.dev_accounts import dev_account
from scripts.devnet import DevnetError
from scripts.market import deployment
from scripts.market.chain import ChainError
from scripts.market.index import ApiError
from scripts.market.rpc import RpcError
from scripts.marketplace import Marketplace, Plan
from scripts.processes import Port, ProcessError
from scripts.seed import market, rides
from scripts.seed.catalog import DAY

API_PORT = Port(8000)
VISITOR = 20
SELLER = 1
WATCH_SECONDS = 1.0
# Where each application shows in the API.
APPLICATIONS = {
    "fixed price": "/v1/listings?q=mug",
    "auctions": "/v1/auctions?status=any",
    "rides": f"/v1/tariffs?cell={rides.HILL}",
    "gigs": "/v1/requests?status=any",
    "campaigns": "/v1/campaigns?status=any",
    "places": "/v1/places?status=any",
    "loans": "/v1/loans?status=any",
}
BUILD = marketplace.ROOT / "build"


def main(
    port: Annotated[int, typer.Option(help="Where the page and the API listen.")] = API_PORT,
    chain_port: Annotated[int, typer.Option(help="Where the chain listens.")] = devnet.DEFAULT_PORT,
    *,
    empty: Annotated[bool, typer.Option(help="Start with no listings.")] = False,
) -> None:
    """Runs a marketplace on this machine until Ctrl-C. The environment variable CHAIN chooses ganache or anvil."""
    processes.end_on_terminate()
    console = Console()
    began = time.monotonic()
    BUILD.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="demo-", dir=BUILD) as folder:
            run(Port(port), Port(chain_port), folder=Path(folder), empty=empty, console=console, began=began)
    except (DevnetError, ProcessError, ChainError, RpcError, ApiError) as error:
        console.print(f"[red]{error}[/red]")
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("\nThe demo has ended; nothing is left running.")


def run(port: Port, chain_port: Port, *, folder: Path, empty: bool, console: Console, began: float) -> None:
    kind = devnet.chosen()
    begin = int(time.time()) - market.LENGTH_DAYS * DAY
    plan = Plan(
        kind=kind,
        folder=folder,
        record=Path(os.environ.get("AGORA_DEPLOYMENT") or deployment.path_for(kind.chain_id)),
        chain_port=chain_port,
        api_port=port,
        timestamp=begin,
    )
    # Told before anything slow begins.
    processes.require_free(port, what="the API", choose="Choose another with --port, or end what listens there.")
    console.print("Building the page where it changed")
    marketplace.build_page(folder / "page.log")
    with marketplace.running(plan, told=console.print) as place, recorded(plan.record):
        if not empty:
            fill(place, begin=begin, console=console)
        place.net.travel_to(int(time.time()))
        console.print(f"Ready after {time.monotonic() - began:.0f} s.\n")
        console.print(what_to_try(place), highlight=False, soft_wrap=True)
        while True:
            place.require_alive()
            time.sleep(WATCH_SECONDS)


@contextmanager
def recorded(path: Path) -> Iterator[None]:
    """Takes the record of the deployment away with its chain, unless another demo has written its own by then."""
    ours = path.read_text()
    try:
        yield
    finally:
        if path.is_file() and path.read_text() == ours:
            path.unlink()


def fill(place: Marketplace, *, begin: int, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("A month of trade", total=market.LENGTH_DAYS, day="")

        def told(day: float) -> None:
            progress.update(task, completed=day, day=f"day {day:.0f} of {market.LENGTH_DAYS}")

        market.fill(place.net, place.chain, place.index, begin=begin, told=told)
        progress.update(task, completed=market.LENGTH_DAYS)


def what_to_try(place: Marketplace) -> str:
    visitor, seller = dev_account(VISITOR), dev_account(SELLER)
    chain = place.net
    applications = "\n".join(f"  {name:<14}{place.url}{path}" for name, path in APPLICATIONS.items())
    return f"""[bold]{place.url}[/bold]  the page     {place.url}/openapi.json  the API

A wallet can be any browser wallet with this network:
  RPC {chain.url}   chain id {chain.chain_id}   coin ETH
and one of these accounts. [yellow]Their keys are public: never use them on another chain.[/yellow]
  a visitor with 10,000 ETH and no past   {visitor.address}   0x{visitor.key.hex()}
  Inês, who sells ceramics                {seller.address}   0x{seller.key.hex()}

Search for "mug", buy one as the visitor, fulfil it as Inês, release it, review each other.

Each application in the API:
{applications}

The same from another terminal:
  export AGORA_RPC_URL={chain.url} AGORA_API_URL={place.url}
  python -m scripts.agora account import visitor --dev {VISITOR}
  python -m scripts.agora search mug
  python -m scripts.agora --help

In Brownie's console:
  PORT={chain.port} CHAIN={chain.kind} scripts/brownie.sh console

Ctrl-C ends everything."""


if __name__ == "__main__":
    typer.run(main)
