"""Following a real Anvil, over WebSocket and by polling, through reorganizations."""

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from itertools import count

import orjson
import pytest
from rich.console import Console

from indexer.chain import heads
from indexer.config import read_settings
from indexer.store.writes import Writer
from indexer.sync.rebuild import rebuild_from_chain
from indexer.sync.runner import Runner
from indexer.sync.verify import verify
from indexer.sync.wiring import open_parts
from scripts.bench.history import MarketHistory
from scripts.bench.recorded import CONTRACTS
from tests.indexer.anvil import running_anvil

SECONDS = 20.0


@pytest.fixture
def anvil(tmp_path):
    with running_anvil(tmp_path) as running:
        yield running


@pytest.fixture
def settings(tmp_path, anvil):
    deployment = tmp_path / "deployment.json"
    deployment.write_bytes(orjson.dumps(anvil.deployment()))
    return read_settings(
        {
            "AGORA_RPC_URL": anvil.url,
            "AGORA_DEPLOYMENT": str(deployment),
            "AGORA_DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite",
            "AGORA_CONTENT_DIR": str(tmp_path / "content"),
        }
    )


@asynccontextmanager
async def following(settings):
    """The loop as `sync` runs it, and a way to wait until the index is as of the node's head."""
    async with open_parts(settings, console=Console(quiet=True)) as parts:
        task = asyncio.create_task(Runner(parts).follow())

        async def reached(head):
            async with asyncio.timeout(SECONDS):
                while True:
                    assert not task.done(), task.exception()
                    checkpoint = await parts.store.run(Writer.checkpoint)
                    if checkpoint and (checkpoint.number, checkpoint.hash) == head:
                        return
                    await asyncio.sleep(0.005)

        yield reached
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def head_of(anvil):
    block = anvil.ask("eth_getBlockByNumber", "latest", False)
    return int(block["number"], 16), block["hash"]


def verified(settings):
    return asyncio.run(verify(settings, console=Console(quiet=True), told=lambda *_: None))


@pytest.mark.parametrize("is_told", [True, False], ids=["by WebSocket", "by polling"])
def test_blocks_are_followed_through_reorganizations(anvil, settings, monkeypatch, is_told):
    if not is_told:
        monkeypatch.setattr(heads.Heads, "listen", lambda _: asyncio.sleep(3600))
    futures = count()
    anvil.mine(MarketHistory(7, CONTRACTS, people=8), 5)

    async def live():
        async with following(settings) as reached:
            for depth in (0, 1, 3, 0, 12):
                if depth:
                    await asyncio.to_thread(anvil.ask, "anvil_reorg", depth, [])
                    await reached(head_of(anvil))
                # Each future has ids of its own, as no contract would open a deal twice.
                future = MarketHistory(100 + next(futures), CONTRACTS, people=8)
                for _ in range(4):
                    await asyncio.to_thread(anvil.mine, future, 3)
                await reached(head_of(anvil))

    asyncio.run(live())
    assert verified(settings).hash == head_of(anvil)[1]


def test_a_snapshot_that_is_reverted_is_followed_once_another_block_stands_in_its_place(anvil, settings):
    history = MarketHistory(7, CONTRACTS, people=8)
    anvil.mine(history, 5)

    async def live():
        async with following(settings) as reached:
            await reached(head_of(anvil))
            snapshot = anvil.ask("evm_snapshot")
            anvil.mine(history, 4)
            await reached(head_of(anvil))
            anvil.ask("evm_revert", snapshot)
            anvil.mine(MarketHistory(9, CONTRACTS, people=8), 2)
            await reached(head_of(anvil))

    asyncio.run(live())
    assert verified(settings).hash == head_of(anvil)[1]


def test_a_reorganization_is_settled_within_a_second(anvil, settings):
    history = MarketHistory(7, CONTRACTS, people=8)
    for _ in range(14):
        anvil.mine(history, 3)

    async def live():
        async with following(settings) as reached:
            await reached(head_of(anvil))
            await asyncio.to_thread(anvil.ask, "anvil_reorg", 12, [])
            began = time.monotonic()
            await reached(head_of(anvil))
            return time.monotonic() - began

    # Generous: it takes some 100 ms on a machine that does nothing else.
    assert asyncio.run(live()) < SECONDS / 2


def test_an_index_made_at_once_equals_the_one_that_followed(anvil, settings, tmp_path):
    history = MarketHistory(7, CONTRACTS, people=8)
    for _ in range(5):
        anvil.mine(history, 3)
    asyncio.run(rebuild_from_chain(settings, console=Console(quiet=True)))

    assert verified(settings).number == anvil.head()
