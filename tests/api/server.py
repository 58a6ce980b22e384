"""`python -m api` as a process of its own, on a free port."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import orjson

from tests.api.client import deployment

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20


@dataclass
class Server:
    process: subprocess.Popen
    url: str

    def get(self, path, **request):
        return httpx.get(self.url + path, timeout=SECONDS, **request)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


def environment(folder, **settings):
    (folder / "deployment.json").write_bytes(orjson.dumps(deployment()))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AGORA_")}
    return {
        **kept,
        "AGORA_DEPLOYMENT": str(folder / "deployment.json"),
        "AGORA_DATABASE_URL": f"sqlite:///{folder / 'index.sqlite'}",
        "AGORA_CONTENT_DIR": str(folder / "content"),
        "AGORA_PAGE_DIR": str(folder / "page"),
        "AGORA_PORT": "0",
        **settings,
    }


@contextmanager
def serving(folder, **settings):
    process = subprocess.Popen(
        [sys.executable, "-m", "api"],
        cwd=ROOT,
        env=environment(folder, **settings),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(process, _url(process))
    finally:
        process.kill()
        process.wait(SECONDS)
        process.stderr.close()


def refused(folder, **settings):
    """What is printed when the server does not start, and its exit code."""
    outcome = subprocess.run(
        [sys.executable, "-m", "api"],
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    return outcome.stderr, outcome.returncode


def _url(process):
    for line in process.stderr:
        if found := re.search(r"event=serving.* url=(\S+)", line):
            return found[1]
    raise AssertionError("the server ended before it served")
