"""`python -m api`: serves the index. Ctrl-C ends it after the answers under way."""

import asyncio
import os
import socket
import sys
from types import FrameType

import structlog
import uvicorn

from api.app import create_app
from api.config import BadSettings, Config, read_config
from api.streams import Feed

GRACE_SECONDS = 5
BACKLOG = 2_048

log = structlog.get_logger("api")


class PortTaken(Exception):
    def __init__(self, host: str, port: int, reason: OSError) -> None:
        super().__init__(
            f"Cannot listen at {host}:{port} ({reason.strerror}). "
            "Stop the other program, or set AGORA_PORT to another port; 0 takes a free one."
        )


class Server(uvicorn.Server):
    """Ends streams of changes as soon as it is told to stop: they would last for ever."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._feed.close()


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PortTaken(host, port, error) from error
    return listener


def serve(config: Config) -> None:
    listener = listen(config.host, config.port)
    port: int = listener.getsockname()[1]
    app = create_app(config)
    settings = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
        forwarded_allow_ips=config.trusted_proxies,
    )
    log.info("serving", url=f"http://{config.host}:{port}", chain_id=config.chain_id, database=config.database_url)
    with listener:
        Server(settings, app.state.services.feed).run(sockets=[listener])
    log.info("stopped")


def main() -> int:
    _configure_log()
    try:
        serve(read_config(os.environ))
    except (BadSettings, PortTaken) as error:
        print(error, file=sys.stderr)  # noqa: T201 - for the person at the terminal
        return 2
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0
    return 0


def _configure_log() -> None:
    """One line for each event, key=value; exceptions keep their lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    sys.exit(main())
