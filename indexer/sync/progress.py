"""What a person watching sees: a bar on a terminal, structured lines elsewhere."""

import time
from types import TracebackType
from typing import Self

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

_log = structlog.get_logger()

_LINE_SECONDS = 5.0


class Progress:
    """Counts blocks and events of one stretch of catching up."""

    def __init__(self, console: Console) -> None:
        self._is_terminal = console.is_terminal
        self._bar = Bar(
            TextColumn("[bold]Indexing"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("blocks  {task.fields[rate]:,.0f} events/s"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._start = 0
        self._began = 0.0
        self._events = 0
        self._said = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, number: int, *, to: int) -> None:
        self._start, self._began, self._events = number, time.monotonic(), 0
        # At the head a bar for each block would only flicker.
        if self._is_terminal and to - number > 1:
            self._bar.start()
            self._task = self._bar.add_task("", total=to - number, rate=0.0)

    def advanced(self, number: int, *, to: int, events: int) -> None:
        self._events += events
        now = time.monotonic()
        if self._task is not None:
            rate = self._events / max(now - self._began, 1e-6)
            self._bar.update(self._task, completed=number - self._start, rate=rate)
        elif events or now - self._said > _LINE_SECONDS:
            self._said = now
            _log.info("indexed", block=number, behind=to - number, events=events)

    def end(self, number: int) -> None:
        if self._task is None:
            return
        seconds = time.monotonic() - self._began
        self._bar.remove_task(self._task)
        self._bar.stop()
        self._task = None
        _log.info("caught_up", block=number, events=self._events, seconds=round(seconds, 1))
