"""`kill -9` at any step of a write leaves the block whole or absent, and the next write succeeds."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.content.blocks import BlockStore
from indexer.content.cid import Cid

ROOT = Path(__file__).parents[3]
BLOCK = b"the block" * 1000

# Each step is a call of the operating system; the process dies just before or just after it.
CRASHING = """
import os, signal, sys
from pathlib import Path
from indexer.content.blocks import BlockStore

step, when, folder = sys.argv[1:]
original = getattr(os, step)

def dies(*args, **options):
    if not list(Path(folder, "writing").glob("*")):
        return original(*args, **options)  # a folder is made, not yet the file
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    original(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, step, dies)
BlockStore(Path(folder)).put(b"the block" * 1000)
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["fdopen", "fsync", "rename"])
def test_a_killed_write_leaves_no_half_block(tmp_path, step, when):
    command = [sys.executable, "-c", CRASHING, step, when, str(tmp_path)]
    killed = subprocess.run(command, cwd=ROOT, timeout=60, check=False)
    store = BlockStore(tmp_path)
    survived = (step, when) == ("rename", "after")

    assert killed.returncode == -signal.SIGKILL
    assert store.get(Cid.of(BLOCK)) == (BLOCK if survived else None)
    assert list(store) == ([Cid.of(BLOCK)] if survived else [])
    assert len(list((tmp_path / "writing").iterdir())) == (0 if survived else 1)
    assert list((tmp_path / "quarantine").iterdir()) == []

    store.put(BLOCK)
    assert store.get(Cid.of(BLOCK)) == BLOCK
    assert store.collect((), grace=-1).swept == (0 if survived else 1)
