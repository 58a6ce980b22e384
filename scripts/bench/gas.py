"""What each act costs as a transaction of its own, all in, on a fresh chain: written to contracts/gas.json.

python -m scripts.bench gas           # on Anvil; CHAIN=ganache measures there
python -m scripts.bench gas --check   # write nothing, fail where the snapshot differs
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from scripts import devnet, processes
from scripts.bench import peers, trades, trades_auction, trades_booking, trades_crowdfund, trades_loan, trades_request
from scripts.bench.trades import Market
from scripts.market import deployment
from scripts.market.chain import Chain

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "contracts" / "gas.json"
TABLE = ROOT / "docs" / "gas.md"
TABLE_HEAD = """# Gas

What each act costs as a transaction of its own, all in and cold. Written by `make bench-gas`, which measures on Anvil and
then holds Ganache against it. How it is measured, and why some targets are missed: [benchmarks](benchmarks.md).

"""

DEPLOY_SECONDS = 120
# The chain starts here, so that times in calldata have the same bytes in every run.
START = 1_800_000_000
# Ganache and Anvil agree to within 20 gas.
TOLERANCE = 20
TRADES = (
    *trades.TRADES,
    *trades_auction.TRADES,
    *trades_booking.TRADES,
    *trades_request.TRADES,
    *trades_crowdfund.TRADES,
    *trades_loan.TRADES,
)


def main(
    *, check: Annotated[bool, typer.Option(help="Write nothing, fail where the snapshot differs.")] = False
) -> None:
    """Measures every act on a fresh chain."""
    costs = measure()
    comparisons = peers.load()
    for name, cost in costs.items():
        print(json.dumps(line(name, cost, comparisons.get(name, peers.Comparison()))))
    if not check:
        SNAPSHOT.write_text(json.dumps(costs, indent=2) + "\n")
        TABLE.write_text(TABLE_HEAD + peers.table(costs))
    elif moved := drift(json.loads(SNAPSHOT.read_text()), costs):
        raise SystemExit("contracts/gas.json is out of date, run `python -m scripts.bench gas`:\n" + "\n".join(moved))


def line(name: str, cost: int, known: peers.Comparison) -> dict[str, object]:
    """Higher is better: the floor is 1, and half of it costs twice as much."""
    peer = known.cheapest[1] if known.cheapest else None
    ratio = round(known.floor / cost, 3) if known.floor else None
    return {"name": name, "value": cost, "unit": "gas", "floor": known.floor, "peer": peer, "ratio": ratio}


def measure() -> dict[str, int]:
    kind = devnet.chosen() if "CHAIN" in os.environ else devnet.Kind.ANVIL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with devnet.running(kind, timestamp=START, log=folder / "chain.log") as net:
            market = Market(net, deployed(net, folder), start=START)
            return {name: cost for trade in TRADES for name, cost in market.fresh(trade).items()}


def deployed(net: devnet.Devnet, folder: Path) -> Chain:
    path = folder / "deployment.json"
    command: list[str | Path] = [ROOT / "scripts" / "brownie.sh", "run", "deploy"]
    environment = {"PORT": str(net.port), "AGORA_DEPLOYMENT": str(path)}
    child = processes.start(command, name="Brownie", log=folder / "deploy.log", environment=environment)
    child.finish(seconds=DEPLOY_SECONDS)
    return Chain(net.rpc, deployment.load(path))


def drift(committed: dict[str, int], measured: dict[str, int]) -> list[str]:
    return [
        f"{name}: {committed.get(name)} → {measured.get(name)}"
        for name in {**committed, **measured}
        if abs(committed.get(name, 0) - measured.get(name, 0)) > TOLERANCE
    ]


if __name__ == "__main__":
    typer.run(main)
