"""What a developer starts ends with him: nothing stays behind, and what is in the way is named."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import devnet, processes
from scripts.devnet import Kind, NodeMissing, UnknownChain
from scripts.marketplace import ROOT
from scripts.processes import ChildFailed, PortTaken

KINDS = pytest.mark.parametrize("kind", list(Kind))
PATIENCE = 90
DAY = 86_400


@KINDS
def test_the_clock_moves_and_runs_on(kind, tmp_path):
    begin = int(time.time()) - 30 * DAY
    with devnet.running(kind, timestamp=begin, log=tmp_path / "log") as net:
        assert 0 <= net.now() - begin < 60
        net.travel(DAY)
        arrived = net.now()
        net.mine()

        assert DAY <= arrived - begin < DAY + 60
        assert 0 <= net.now() - arrived < 60


@KINDS
def test_a_taken_port_is_named(kind, tmp_path):
    with socket.socket() as other:
        other.bind((processes.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with (
            pytest.raises(PortTaken, match=rf"Port {port} is in use.*--port"),
            devnet.running(kind, port=port, log=tmp_path / "log"),
        ):
            pass


def test_a_missing_chain_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(devnet, "ROOT", tmp_path)
    with pytest.raises(NodeMissing, match="make setup"), devnet.running(Kind.ANVIL, log=tmp_path / "log"):
        pass


def test_an_unknown_chain_is_named(monkeypatch):
    monkeypatch.setenv("CHAIN", "geth")
    with pytest.raises(UnknownChain, match="ganache or anvil, not 'geth'"):
        devnet.chosen()


def test_a_child_that_fails_shows_its_last_words(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such luck')"]
    message = r"(?s)Luck ended with status 1.*no such luck"
    with (
        processes.running(command, name="Luck", log=tmp_path / "log") as child,
        pytest.raises(ChildFailed, match=message),
    ):
        child.wait_until(lambda: False, seconds=PATIENCE)


def test_a_child_that_ignores_signals_is_ended_with_its_own_children(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    stubborn = "trap '' TERM; sleep 600 & echo started $!; while true; do sleep 600; done"
    with processes.running(["bash", "-c", stubborn], name="Stubborn", log=tmp_path / "log") as child:
        child.wait_until(lambda: "started" in (tmp_path / "log").read_text(), seconds=PATIENCE)
        grandchild = int((tmp_path / "log").read_text().split()[1])

    assert not is_alive(child.process.pid)
    assert not is_alive(grandchild)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_the_demo_leaves_nothing_behind(ending, tmp_path):
    log = tmp_path / "demo.log"
    ports = [str(processes.free_port()) for _ in range(2)]
    command = [sys.executable, "-m", "scripts.demo", "--empty", "--port", ports[0], "--chain-port", ports[1]]
    record = tmp_path / "deployment.json"
    environment = {**os.environ, "CHAIN": "anvil", "AGORA_DEPLOYMENT": str(record)}
    before = set((ROOT / "build").glob("demo-*"))
    with log.open("wb") as output:
        demo = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=environment)
    try:
        wait_for(lambda: "Ctrl-C ends everything" in log.read_text() or demo.poll() is not None)
        assert demo.poll() is None, log.read_text()
        children = children_of(demo.pid)
        assert len(children) == 3
        assert record.exists()

        demo.send_signal(ending)
        demo.wait(timeout=PATIENCE)
    finally:
        demo.kill()

    assert not [child for child in children if is_alive(child)]
    assert not [port for port in ports if processes.is_taken(int(port))]
    assert not set((ROOT / "build").glob("demo-*")) - before
    assert not record.exists()
    assert not re.search("Traceback", log.read_text())


def wait_for(happened) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
