"""How fast the index reads a chain: our own backfill and the floor on the same events, on SQLite.

python -m scripts.bench index                     # 20,000 events
python -m scripts.bench index --events 200000     # does a longer chain cost more memory, or more for each event?
"""

import asyncio
import hashlib
import io
import json
import logging
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import orjson
import structlog
import typer
from rich.console import Console

from indexer.chain.rpc import Rpc
from indexer.config import DEFAULT_FINALITY_DEPTH, read_settings
from indexer.errors import NodeError
from indexer.sync.runner import Runner
from indexer.sync.wiring import open_parts
from scripts import processes
from scripts.bench import floor, history, recorded, replay
from scripts.bench.history import MarketHistory
from scripts.bench.recorded import CONTRACTS, Encoder, RecordedChain, extend

CACHE = Path(__file__).resolve().parent.parent.parent / "build" / "bench"
EVENTS_A_BLOCK = 10
SEED = 1
START_SECONDS = 120.0
RUNNERS = ("ours", "floor")


def main(
    events: Annotated[int, typer.Option(help="How many events the chain holds, about.")] = 20_000,
    runs: Annotated[int, typer.Option(help="The best of so many is told.")] = 3,
) -> None:
    """Prints one JSON object a line: name, value, unit, and what it is held against."""
    # The parent stays small: on Linux a child's peak memory begins at that of its parent.
    chain = CACHE / f"chain-{events}-{_made_by()}.pickle"
    if not chain.exists():
        subprocess.run([sys.executable, "-m", "scripts.bench.index", "record", str(events), str(chain)], check=True)
    with replayed(chain) as url:
        found = {name: [measured(name, url, chain) for _ in range(runs)] for name in RUNNERS}
    best = {name: max(some, key=lambda one: one["eventsPerSecond"]) for name, some in found.items()}
    busy = {name: min(one["cpuSeconds"] for one in some) for name, some in found.items()}
    ours, least = best["ours"], best["floor"]
    assert ours["events"] == least["events"], "both read the same chain"
    told("index.events", ours["events"], "events")
    told("index.backfill", round(ours["eventsPerSecond"]), "events/s", target=10_000)
    told("index.floor", round(least["eventsPerSecond"]), "events/s")
    told("index.ratio", round(ours["eventsPerSecond"] / least["eventsPerSecond"], 2), "of the floor", target=0.5)
    # On a busy machine processor time is what still compares.
    told("index.cpu", round(ours["events"] / busy["ours"]), "events/s of processor time")
    told("index.floor.cpu", round(least["events"] / busy["floor"]), "events/s of processor time")
    told("index.memory", round(ours["peakMegabytes"]), "MB", target=250)
    told("index.floor.memory", round(least["peakMegabytes"]), "MB")


def told(name: str, value: float, unit: str, *, target: float | None = None) -> None:
    line = {"name": name, "value": value, "unit": unit}
    print(json.dumps(line if target is None else {**line, "target": target}))


def record(events: int, path: Path) -> None:
    """Made once for each size, and kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    chain, market, encoder = RecordedChain(), MarketHistory(SEED, CONTRACTS), Encoder()
    for _ in range(events // EVENTS_A_BLOCK):
        extend(chain, market, encoder, events=EVENTS_A_BLOCK, salt="bench")
    # Everything before is final: a backfill is what is measured.
    for _ in range(DEFAULT_FINALITY_DEPTH):
        extend(chain, market, encoder, events=0, salt="bench")
    path.with_suffix(".json").write_bytes(orjson.dumps(chain.deployment()))
    replay.save(chain, path)


def _made_by() -> str:
    """A chain is kept for as long as what it was made by."""
    sources = [Path(history.__file__), Path(recorded.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


@contextmanager
def replayed(chain: Path) -> Iterator[str]:
    port = processes.free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "scripts.bench.replay", str(chain), str(port)]
    with subprocess.Popen(command) as server:
        try:
            _wait(url)
            yield url
        finally:
            server.terminate()


def measured(name: str, url: str, chain: Path) -> dict[str, float]:
    """In a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = [sys.executable, "-m", "scripts.bench.index", name, url, str(chain), folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def measure(name: str, url: str, chain: Path, folder: Path) -> None:
    path = folder / "index.sqlite"
    began, processor = time.perf_counter(), time.process_time()
    if name == "ours":
        asyncio.run(_ours(url, chain, path, folder))
        events = int(sqlite3.connect(path).execute("select count(*) from event").fetchone()[0])
    else:
        events = floor.index(url, path, head=_head(url))
    seconds = time.perf_counter() - began
    result = {
        "events": events,
        "eventsPerSecond": events / seconds,
        "cpuSeconds": time.process_time() - processor,
        "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(result))


async def _ours(url: str, chain: Path, path: Path, folder: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    settings = read_settings(
        {
            "AGORA_RPC_URL": url,
            "AGORA_DEPLOYMENT": str(chain.with_suffix(".json")),
            "AGORA_DATABASE_URL": f"sqlite:///{path}",
            "AGORA_CONTENT_DIR": str(folder / "content"),
        }
    )
    async with open_parts(settings, console=Console(file=io.StringIO())) as parts:
        await Runner(parts).once()


def _head(url: str) -> int:
    async def ask() -> int:
        rpc = Rpc([url], attempts=1)
        try:
            return await rpc.call("eth_getBlockByNumber", "latest", False, read=lambda block: int(block["number"], 16))
        finally:
            await rpc.close()

    return asyncio.run(ask())


def _wait(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            _head(url)
        except NodeError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in RUNNERS:
        measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    elif len(sys.argv) > 1 and sys.argv[1] == "record":
        record(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        os.environ.setdefault("PYTHONUNBUFFERED", "1")
        typer.run(main)
