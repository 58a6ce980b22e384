"""Hear of new blocks: told by a WebSocket where the node offers one, else by asking again after a pause."""

import asyncio
import contextlib

import orjson
import structlog
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

_log = structlog.get_logger()

_SUBSCRIBE = orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_subscribe", "params": ["newHeads"]})
_ANSWER_SECONDS = 5.0
_RETRY_SECONDS = 30.0
# A subscription may fall silent without closing: look from time to time all the same.
_SILENCE_SECONDS = 2.0


class Heads:
    """Only ever says "look again": what the head is, the node is asked."""

    def __init__(self, url: str, *, poll_seconds: float) -> None:
        self._url = "ws" + url.removeprefix("http")
        self._poll_seconds = poll_seconds
        self._news = asyncio.Event()
        self._is_subscribed = False

    async def wait(self) -> None:
        """Until there may be a new block."""
        seconds = max(_SILENCE_SECONDS, self._poll_seconds) if self._is_subscribed else self._poll_seconds
        # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with the news.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    async def listen(self) -> None:
        """Runs beside `wait` for as long as the process follows the chain."""
        while True:
            try:
                await self._subscribe()
            except (WebSocketException, OSError, TimeoutError, ValueError) as error:
                _log.debug("heads_polled", url=self._url, reason=str(error))
            finally:
                self._is_subscribed = False
            await asyncio.sleep(_RETRY_SECONDS)

    async def _subscribe(self) -> None:
        async with connect(self._url, open_timeout=_ANSWER_SECONDS, max_size=1 << 20) as socket:
            await socket.send(_SUBSCRIBE)
            async with asyncio.timeout(_ANSWER_SECONDS):
                answer = orjson.loads(await socket.recv())
            if not isinstance(answer, dict) or "result" not in answer:
                raise ValueError(f"no subscription: {answer!r:.120}")
            self._is_subscribed = True
            _log.info("heads_subscribed", url=self._url)
            async for _ in socket:
                self._news.set()
