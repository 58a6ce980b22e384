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
from scripts.bench import trades, trades_auction, trades_crowdfund, trades_loan, trades_request
from scripts.bench.trades import Market
from scripts.market import deployment
from scripts.market.chain import Chain

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "contracts" / "gas.json"
DEPLOY_SECONDS = 120
# The chain starts here, so that times in calldata have the same bytes in every run.
START = 1_800_000_000
# Ganache and Anvil agree to within 20 gas.
TOLERANCE = 20
TRADES = (
    *trades.TRADES,
    *trades_auction.TRADES,
    *trades_request.TRADES,
    *trades_crowdfund.TRADES,
    *trades_loan.TRADES,
)

# The least an act needs (21,000, calldata, cold storage, logs, value), and the best of seven peers that have the act.
FLOOR_AND_PEER = {
    "publish a listing": (29_746, 76_800),
    "open a deal in ETH from a published listing": (58_643, 71_991),
    "open a deal in ETH from a signed listing": (58_643, 71_991),
    "open a deal in a token from a published listing": (75_707, 51_255),
    "release a deal in ETH": (41_025, 42_147),
    "release a deal in ETH with a referral": (41_025, 42_147),
    "release a deal in a token": (46_405, 50_407),
    "refund a deal in ETH": (41_025, 42_216),
    "finalize a deal in ETH after the buyer's silence": (41_025, 59_733),
    "settle a deal in ETH by signature": (52_617, 153_012),
    "dispute a deal": (None, 38_464),
    "rule and execute a contested claim in ETH": (83_925, 71_373),
    "commit and reveal a review": (32_377, 24_772),
    "open three milestones in ETH in one batch": (59_595, 71_991),
    "open and release a deal in ETH": (102_695, 190_404),
    # The prototype's lots are signed, not published; what it settles pays the seller at once, ours opens a deal.
    "publish an auction": (None, 206_466),
    "bid first in ETH": (55_098, 138_495),
    "outbid somebody in ETH": (40_832, 106_342),
    "settle an auction in ETH": (40_769, 113_015),
    "accept a signed offer in ETH": (58_643, 71_991),
    "hail a ride in ETH at a signed tariff": (58_643, 71_991),
    # No peer has rewards, tranches and refunds by anybody; the floor knows one campaign and no reward.
    "pledge to a campaign in ETH": (51_946, None),
    "claim a tranche in ETH": (35_731, None),
    "refund a pledge in ETH": (33_834, None),
    # The peer lends from a pool: nobody has to agree, and nobody can.
    "take a loan in ETH against a token": (87_877, 154_355),
    "take a loan in a token against ETH": (87_877, 154_355),
    "repay the rest of a loan in ETH with too much sent, and free the collateral": (60_947, 77_712),
    "repay the rest of a loan in a token, and free the collateral": (60_947, 77_712),
}


def main(
    *, check: Annotated[bool, typer.Option(help="Write nothing, fail where the snapshot differs.")] = False
) -> None:
    """Measures every act on a fresh chain."""
    costs = measure()
    for name, cost in costs.items():
        floor, peer = FLOOR_AND_PEER.get(name, (None, None))
        ratio = round(cost / floor, 3) if floor else None
        print(json.dumps({"name": name, "value": cost, "unit": "gas", "floor": floor, "peer": peer, "ratio": ratio}))
    if not check:
        SNAPSHOT.write_text(json.dumps(costs, indent=2) + "\n")
    elif moved := drift(json.loads(SNAPSHOT.read_text()), costs):
        raise SystemExit("contracts/gas.json is out of date, run `python -m scripts.bench gas`:\n" + "\n".join(moved))


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
