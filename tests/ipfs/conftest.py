"""A real IPFS node of its own: empty, offline, on free local ports. `make check-ipfs` installs it."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from indexer.content.cid import parse_cid

ROOT = Path(__file__).parents[2]
COMMAND = ROOT / "build/ipfs/node_modules/.bin/jsipfs"
ANYWHERE = "/ip4/127.0.0.1/tcp/0"
START_SECONDS = 60


class RealNode:
    def __init__(self, folder):
        self._folder = folder
        self._environment = {**os.environ, "IPFS_PATH": str(folder)}

    def start(self):
        self._run("init", "--empty-repo", "--profile", "test")
        path = self._folder / "config"
        config = json.loads(path.read_text())
        # It speaks to nobody: no swarm, and every port is free and local.
        config["Addresses"] = {"Swarm": [], "API": ANYWHERE, "Gateway": ANYWHERE, "RPC": ANYWHERE}
        path.write_text(json.dumps(config))
        log = (self._folder / "daemon.log").open("w")
        command = [COMMAND, "daemon", "--offline", "--enable-preload=false"]
        self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=subprocess.STDOUT)
        told = self._await_ready()
        self.url = self._address(told, "HTTP API listening on ")
        self.gateway_url = self._address(told, "Gateway (read only) listening on ")

    def stop(self):
        self._process.terminate()
        self._process.wait(20)

    def pins(self):
        """Every CID it keeps, in whatever base it writes them."""
        answer = httpx.post(f"{self.url}/api/v0/pin/ls", params={"type": "recursive"}, timeout=20)
        return [parse_cid(text) for text in re.findall(r'"(b[a-z2-7]{20,}|Qm\w{44}|z\w{20,})"', answer.text)]

    def _await_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            told = (self._folder / "daemon.log").read_text()
            if "Daemon is ready" in told:
                return told
            time.sleep(0.05)
        raise AssertionError(f"the node did not start: {(self._folder / 'daemon.log').read_text()}")

    def _address(self, told, label):
        multiaddr = told.split(label, 1)[1].split()[0]
        _, _, host, _, port, *_ = multiaddr.split("/")
        return f"http://{host}:{port}"

    def _run(self, *arguments):
        command = [COMMAND, *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def real_node(tmp_path_factory):
    node = RealNode(tmp_path_factory.mktemp("ipfs") / "repo")
    node.start()
    yield node
    node.stop()
