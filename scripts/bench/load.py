"""Load on a server: wrk where it is installed, else connections of our own, which can ask less."""

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 16
WARM_SECONDS = 1

_SCRIPT = """
local paths, position = {}, 0
for path in io.lines("%s") do paths[#paths + 1] = path end
request = function()
    position = position %% #paths + 1
    return wrk.format("GET", paths[position])
end
"""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True, slots=True)
class Load:
    """`cpu_microseconds` are the server's own for one answer: what else this machine does hardly changes them. `failed`
    counts answers that were no success."""

    per_second: float
    cpu_microseconds: float | None
    p50_milliseconds: float | None
    p99_milliseconds: float | None
    failed: int


@dataclass(frozen=True, slots=True)
class _Asked:
    count: int
    p50_milliseconds: float | None
    p99_milliseconds: float | None
    failed: int


def ask(url: str, paths: Sequence[str], *, pid: int, seconds: int) -> Load:
    """`pid` is the server's."""
    measure = _by_wrk if shutil.which("wrk") else _by_ourselves
    measure(url, paths, WARM_SECONDS)
    before, began = _cpu_seconds(pid), time.perf_counter()
    asked = measure(url, paths, seconds)
    after, elapsed = _cpu_seconds(pid), time.perf_counter() - began
    cpu = None if before is None or after is None else round((after - before) / asked.count * 1e6, 1)
    return Load(asked.count / elapsed, cpu, asked.p50_milliseconds, asked.p99_milliseconds, asked.failed)


def _cpu_seconds(pid: int) -> float | None:
    """In user and kernel mode so far. Only Linux tells."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return None
    # The name of the program comes in brackets and may hold spaces: count from behind it.
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _by_wrk(url: str, paths: Sequence[str], seconds: int) -> _Asked:
    with tempfile.TemporaryDirectory() as name:
        listed, script = Path(name) / "paths", Path(name) / "paths.lua"
        listed.write_text("\n".join(paths))
        script.write_text(_SCRIPT % listed)
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script), url]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    count = re.search(r"(\d+) requests in ", told)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    if count is None:
        raise ValueError(f"wrk says something else:\n{told}")
    return _Asked(int(count[1]), _latency(told, "50"), _latency(told, "99"), int(failed[1]) if failed else 0)


def _latency(told: str, percent: str) -> float | None:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", told)
    return round(float(found[1]) * _UNITS[found[2]], 3) if found else None


def _by_ourselves(url: str, paths: Sequence[str], seconds: int) -> _Asked:
    answers = asyncio.run(_connections(url, paths, seconds))
    failed = sum(answer != b"200" for answer in answers)
    return _Asked(len(answers), None, None, failed)


async def _connections(url: str, paths: Sequence[str], seconds: int) -> list[bytes]:
    turns = cycle(paths)
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_connection(url, turns, until)) for _ in range(CONNECTIONS)]
    return [status for task in tasks for status in task.result()]


async def _connection(url: str, turns: "cycle[str]", until: float) -> list[bytes]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    statuses = []
    while time.monotonic() < until:
        writer.write(f"GET {next(turns)} HTTP/1.1\r\nhost: {parts.netloc}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        statuses.append(head.split(b" ", 2)[1])
    writer.close()
    return statuses
