"""kill -9 at any moment loses nothing and repeats nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from tests.indexer.faulty_node import FAULTS
from tests.indexer.indexing import DEPTH, Index, verify_fresh

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6
SECONDS = 60.0


@pytest.fixture
def environment(tmp_path, chain, node):
    deployment = tmp_path / "deployment.json"
    deployment.write_bytes(orjson.dumps(chain.deployment()))
    return {
        **os.environ,
        "AGORA_RPC_URL": node.url,
        "AGORA_DEPLOYMENT": str(deployment),
        "AGORA_DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite",
        "AGORA_CONTENT_DIR": str(tmp_path / "content"),
        "AGORA_FINALITY_DEPTH": str(DEPTH),
    }


class Sync:
    """A process of its own. It speaks into a file: a pipe that nobody reads would hold it up."""

    def __init__(self, environment, *options):
        self.log = Path(environment["AGORA_CONTENT_DIR"]).with_name("sync.log")
        command = [sys.executable, "-m", "indexer", "sync", *options]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)

    def wait_until(self, done):
        end = time.monotonic() + SECONDS
        while not done():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.002)

    def end(self, how):
        self.process.send_signal(how)
        return self.process.wait(SECONDS)


def indexed(index):
    if not index.path.exists():
        return -1
    found = index.rows("select count(*) from sqlite_master where name = 'checkpoint'")
    return index.rows("select coalesce(max(number), -1) from checkpoint")[0][0] if found == [(1,)] else -1


@pytest.mark.slow
def test_an_index_killed_at_random_equals_one_that_never_was(tmp_path, chain, node, environment):
    """Killed in the backfill, near the head, and between reorganizations, while the node fails now and then."""
    chance = random.Random(5)
    index = Index(tmp_path, chain)
    chain.grow(*[40] * 150)
    for number in range(KILLS):
        node.faults = [chance.choice((None, *FAULTS)) for _ in range(4)]
        before = indexed(index)
        process = Sync(environment)
        process.wait_until(lambda before=before: indexed(index) > before)
        time.sleep(chance.random() * 0.05)
        process.end(signal.SIGKILL)
        with node.lock:
            if number % 2:
                chain.fork(chance.randint(1, 8), *[5] * 9)
            chain.grow(*[8] * chance.randint(1, 20))

    node.faults = []
    final = Sync(environment, "--once")

    assert final.process.wait(SECONDS) == 0, final.log.read_text()
    verify_fresh(_without_found_documents(index), tmp_path)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_cleanly(tmp_path, chain, environment, name):
    chain.grow(*[3] * 5)
    index = Index(tmp_path, chain)
    process = Sync(environment)
    process.wait_until(lambda: indexed(index) == 5)

    assert process.end(getattr(signal, name)) == 0

    said = process.log.read_text()
    assert "event=stopped" in said
    assert "Traceback" not in said
    # The log was folded into the file: nothing is left behind.
    assert not index.path.with_name("index.sqlite-wal").exists()


def _without_found_documents(index):
    """Documents are not of the chain: forget what the worker found out, as rows show it."""
    writer = index.writer()
    due = writer.due_documents(now=2**40, limit=10**6)
    writer.put_documents([type(one)(one.digest, one.kind, one.state.PENDING, next_try_at=0) for one in due])
    writer.close()
    return index
