"""Child processes that never outlive us.

Each child leads a process group of its own, so that whatever it starts ends with it, and a Ctrl-C in the terminal
reaches us alone: we end the children in order.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NewType, NoReturn

Port = NewType("Port", int)

HOST = "127.0.0.1"
TAIL_LINES = 15
POLL_SECONDS = 0.03
GRACE_SECONDS = 8.0
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ProcessError(Exception):
    """A child could not do its work. Its subclasses say what happened and what to do."""


class PortTaken(ProcessError):
    def __init__(self, port: Port, *, what: str, choose: str) -> None:
        super().__init__(f"Port {port} is in use, so {what} cannot start there. {choose}")


class ChildFailed(ProcessError):
    def __init__(self, name: str, *, happened: str, log: Path) -> None:
        tail = "\n".join(f"  {line}" for line in last_lines(log))
        super().__init__(f"{name} {happened}. The end of {log}:\n{tail}")


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Returns once `ready` is true; raises ChildFailed when the child ends or the time runs out."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.require_alive()
            if time.monotonic() > deadline:
                raise ChildFailed(self.name, happened=f"is not ready after {seconds:.0f} s", log=self.log)
            time.sleep(POLL_SECONDS)

    def require_alive(self) -> None:
        code = self.process.poll()
        if code is not None:
            raise ChildFailed(self.name, happened=f"ended with status {code}", log=self.log)

    def finish(self, *, seconds: float) -> None:
        """Waits for a child that ends by itself; raises ChildFailed unless it succeeds."""
        try:
            code = self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise ChildFailed(self.name, happened=f"did not finish in {seconds:.0f} s", log=self.log) from None
        if code != 0:
            raise ChildFailed(self.name, happened=f"ended with status {code}", log=self.log)

    def stop(self) -> None:
        """Asks the whole group to end, then makes it. A second Ctrl-C waits until that is done."""
        with uninterrupted():
            self._stop()

    def _stop(self) -> None:
        for step in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, step)
            except ProcessLookupError:
                break
            try:
                self.process.wait(timeout=GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()


def start(
    command: Sequence[str | Path], *, name: str, log: Path, environment: Mapping[str, str] | None = None
) -> Child:
    """Starts the command with its output in `log`. The environment adds to ours."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    return Child(name=name, process=process, log=log)


@contextmanager
def running(
    command: Sequence[str | Path], *, name: str, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Child]:
    child = start(command, name=name, log=log, environment=environment)
    try:
        yield child
    finally:
        child.stop()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Signals that come in the meantime are delivered afterwards."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def end_on_terminate() -> None:
    """Lets SIGTERM and SIGHUP unwind the stack as Ctrl-C does, so that every `finally` runs."""

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)


def free_port() -> Port:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return Port(listener.getsockname()[1])


def is_taken(port: Port) -> bool:
    with socket.socket() as listener:
        # As servers do: a connection that lingers from the last run does not count.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return True
    return False


def require_free(port: Port, *, what: str, choose: str) -> None:
    if is_taken(port):
        raise PortTaken(port, what=what, choose=choose)


def last_lines(log: Path) -> list[str]:
    if not log.is_file():
        return []
    return log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
