"""How many requests a second one worker answers, beside the floor: a bare ASGI app on the same server, in the same run.

python -m scripts.bench api
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import httpx
import typer

from scripts import processes
from scripts.bench import load, shelf

START_SECONDS = 20
# What issue 2 asks of by-id reads; the others are told without a goal.
GOAL = 5_000


def main(
    *,
    listings: Annotated[int, typer.Option(help="How many listings are in the store, and as many deals.")] = 10_000,
    seconds: Annotated[int, typer.Option(help="How long each question is asked.")] = 4,
) -> None:
    """Measures by-id reads, lists and searches."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = shelf.fill(folder / "index.sqlite", count=listings)
        with _floor(folder) as (url, pid):
            floor = load.ask(url, ["/"], pid=pid, seconds=seconds)
        _tell("bare ASGI app, constant bytes", floor, floor=floor)
        with _api(folder) as (url, pid):
            for question, (paths, goal) in _questions(filled).items():
                _tell(question, load.ask(url, paths, pid=pid, seconds=seconds), floor=floor, goal=goal)


def _questions(filled: shelf.Shelf) -> Mapping[str, tuple[Sequence[str], int | None]]:
    newest = "/v1/listings"
    token = f"{newest}?token={shelf.TOKEN}&sort=price"
    # Another lowest price makes another question of the same work.
    new = [f"{newest}?q={shelf.NOUNS[n % 13]}&limit=20&token={shelf.TOKEN}&minPrice={n}" for n in range(20_000)]
    return {
        "one listing by id": ([f"/v1/listings/{listing}" for listing in filled.listings], GOAL),
        "one deal by id": ([f"/v1/deals/{deal}" for deal in filled.deals], GOAL),
        "one account by address": ([f"/v1/accounts/{account}" for account in filled.accounts], GOAL),
        "the newest 50 listings": ([newest], None),
        "the cheapest 50 listings of a token": ([token], None),
        "50 deals of an account": ([f"/v1/deals?party={account}" for account in filled.accounts], None),
        "20 listings by a word, never asked before": (new, None),
        "20 listings by a word, asked before in the same block": (
            [f"{newest}?q={noun}&limit=20" for noun in shelf.NOUNS],
            None,
        ),
        "20 listings of a category, with counts, asked before in the same block": (
            [f"{newest}?category=home/{room}&limit=20&facets=category" for room in shelf.ROOMS],
            None,
        ),
    }


def _tell(name: str, measured: load.Load, *, floor: load.Load, goal: int | None = None) -> None:
    told = {
        "name": name,
        "value": round(measured.per_second),
        "unit": "requests/s",
        "floor": round(floor.per_second),
        "ratio": round(measured.per_second / floor.per_second, 3),
        "cpu_us": measured.cpu_microseconds,
        "floor_cpu_us": floor.cpu_microseconds,
        "p50_ms": measured.p50_milliseconds,
        "p99_ms": measured.p99_milliseconds,
        "goal": goal,
    }
    print(json.dumps(told), flush=True)
    if measured.failed:
        raise SystemExit(f"{name}: {measured.failed} answers were no success")


@contextmanager
def _floor(folder: Path) -> Iterator[tuple[str, int]]:
    server = ["uvicorn", "scripts.bench.bare:app", "--loop", "uvloop", "--http", "httptools", "--lifespan", "off"]
    port = processes.free_port()
    command = [sys.executable, "-m", *server, "--no-access-log", "--port", str(port)]
    with processes.running(command, name="The floor", log=folder / "floor.log") as child:
        yield _ready(child, port, "/"), child.process.pid


@contextmanager
def _api(folder: Path) -> Iterator[tuple[str, int]]:
    deployment = folder / "deployment.json"
    told = {"chainId": shelf.CHAIN_ID, "genesisHash": shelf.NO_HASH, "startBlock": 1, "contracts": {}}
    deployment.write_text(json.dumps(told))
    port = processes.free_port()
    environment = {
        "AGORA_DEPLOYMENT": str(deployment),
        "AGORA_DATABASE_URL": f"sqlite:///{folder / 'index.sqlite'}",
        "AGORA_CONTENT_DIR": str(folder / "content"),
        "AGORA_PORT": str(port),
        "AGORA_RATE_LIMIT": "0",
    }
    command = [sys.executable, "-m", "api"]
    with processes.running(command, name="The API", log=folder / "api.log", environment=environment) as child:
        yield _ready(child, port, "/ready"), child.process.pid


def _ready(child: processes.Child, port: int, path: str) -> str:
    url = f"http://{processes.HOST}:{port}"

    def answers() -> bool:
        try:
            return httpx.get(url + path).is_success
        except httpx.TransportError:
            return False

    child.wait_until(answers, seconds=START_SECONDS)
    return url


if __name__ == "__main__":
    typer.run(main)
