"""Build and follow the index of the marketplace.

python -m indexer sync            # follow the chain
python -m indexer sync --once     # to the newest block, and stop
python -m indexer status          # where the index stands

Settings are environment variables; a command that lacks one names it.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from rich.console import Console

from indexer.config import read_database_path, read_settings
from indexer.errors import IndexerError
from indexer.sync.export import MANIFEST, export
from indexer.sync.rebuild import rebuild_from_chain, rebuild_from_events
from indexer.sync.runner import Runner, run_until_cancelled
from indexer.sync.status import status
from indexer.sync.verify import verify
from indexer.sync.wiring import open_parts

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command("sync")
def sync_command(
    *, once: Annotated[bool, typer.Option("--once", help="Stop at the newest block instead of following.")] = False
) -> None:
    """Bring the index to the newest block and follow the chain. Safe to stop and start at any time."""

    async def run() -> None:
        async with open_parts(read_settings(os.environ), console=_console()) as parts:
            await (Runner(parts).once_with_documents() if once else run_until_cancelled(parts))

    _run(run())


@app.command("rebuild")
def rebuild_command(
    *,
    from_chain: Annotated[
        bool, typer.Option("--from-chain", help="Read everything again from the node, not from the stored events.")
    ] = False,
) -> None:
    """Make the index anew, after an upgrade or when it is broken. Readers keep the old one until the new is whole."""

    async def run() -> None:
        settings = read_settings(os.environ)
        done = await rebuild_from_chain(settings, console=_console()) if from_chain else rebuild_from_events(settings)
        _say(f"rebuilt as of block {done.number:,} ({done.hash})")

    _run(run())


@app.command("status")
def status_command() -> None:
    """Show where the index stands, what it holds, and how far the node is ahead."""

    async def run() -> None:
        for name, value in await status(read_settings(os.environ)):
            _say(f"{name + ':':<24}{value}")

    _run(run())


@app.command("verify")
def verify_command() -> None:
    """Fold the chain again beside the index and compare every row. Ends with 1 at the first difference."""

    async def run() -> None:
        settings = read_settings(os.environ)
        done = await verify(
            settings, console=_console(), told=lambda table, count: _say(f"{table + ':':<24}{count:,} rows are right")
        )
        _say(f"the index is what the chain says, as of block {done.number:,} ({done.hash})")

    _run(run())


@app.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(help="Where to write; created when it is not there.")],
) -> None:
    """Write every table as NDJSON, as of the block in the manifest. Needs no node."""
    try:
        export(
            read_database_path(os.environ), folder, told=lambda table, count: _say(f"{table + ':':<24}{count:,} rows")
        )
    except IndexerError as error:
        _fail(error)
    _say(f"written to {folder}, see {folder / MANIFEST}")


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

    try:
        asyncio.run(supervised())
    except* IndexerError as group:
        _fail(_first(group))


def _first(group: BaseExceptionGroup[IndexerError]) -> IndexerError:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


def _fail(error: IndexerError) -> None:
    print(f"error: {error}", file=sys.stderr)  # noqa: T201 - the command line's answer
    raise typer.Exit(1)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the command line's answer


def _console() -> Console:
    return Console(stderr=True)


def main() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.LogfmtRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    app()


if __name__ == "__main__":
    main()
