"""Build and follow the index.

python -m indexer sync            # follow the chain
python -m indexer sync --once     # to the newest block, and stop
"""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import structlog
import typer
from rich.console import Console

from indexer.config import read_settings
from indexer.errors import IndexerError
from indexer.sync.runner import Runner, run_until_cancelled
from indexer.sync.wiring import open_parts

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def index() -> None:
    """Build and follow the index of the marketplace."""


@app.command()
def sync(
    *, once: Annotated[bool, typer.Option("--once", help="Stop at the newest block instead of following.")] = False
) -> None:
    """Bring the index to the newest block and follow the chain. Safe to stop and start at any time."""

    async def run() -> None:
        settings = read_settings(os.environ)
        async with open_parts(settings, console=Console(stderr=True)) as parts:
            await (Runner(parts).once_with_documents() if once else run_until_cancelled(parts))

    _run(run())


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Ctrl-C and SIGTERM end the work where it waits; what is being written is finished."""

    async def supervised() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            structlog.get_logger().info("stopped")

    asyncio.run(supervised())


def main() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.LogfmtRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        app()
    except* IndexerError as group:
        for error in group.exceptions:
            print(f"error: {error}", file=sys.stderr)  # noqa: T201 - the command line's answer
        sys.exit(1)


if __name__ == "__main__":
    main()
