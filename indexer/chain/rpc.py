"""JSON-RPC over HTTP: several endpoints, retries with backoff, and errors that say which endpoint and method."""

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import httpx
import orjson
import structlog

from indexer.errors import NodeConfused, NodeError, NodeRefused, NodeUnreachable

Call = tuple[str, list[Any]]
Result = TypeVar("Result")

_log = structlog.get_logger()

_ATTEMPTS = 6
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_SECONDS = 30.0
_CONNECT_SECONDS = 5.0
# A node cannot fill our memory: no answer we ask for is larger.
_MAX_ANSWER_BYTES = 256 * 1024 * 1024
_EXCERPT = 120
# Method not found, invalid params: asking again gives the same.
_LASTING_CODES = {-32601, -32602}
TOO_MANY_REQUESTS = 429


def _is_lasting(error: NodeError) -> bool:
    return isinstance(error, NodeRefused) and error.code in _LASTING_CODES


class Rpc:
    """Asks one endpoint until it fails, then the next."""

    def __init__(self, urls: Sequence[str], *, attempts: int = _ATTEMPTS, seconds: float = _SECONDS) -> None:
        self._urls = urls
        self._attempts = max(attempts, len(urls))
        self._current = 0
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
            headers={"content-type": "application/json"},
            # Reading the certificates takes a tenth of a second that a node without TLS does not need.
            verify=any(url.startswith("https:") for url in urls),
        )
        self._id = 0

    @property
    def url(self) -> str:
        """The endpoint that is asked next."""
        return self._urls[self._current]

    async def close(self) -> None:
        await self._client.aclose()

    async def call(
        self,
        method: str,
        *params: Any,
        read: Callable[[Any], Result],
        is_lasting: Callable[[NodeError], bool] = _is_lasting,
    ) -> Result:
        """`read` makes the result of the answer; a NodeError of its own is a failure of this endpoint too."""
        return await self.batch([(method, list(params))], read=lambda results: read(results[0]), is_lasting=is_lasting)

    async def batch(
        self,
        calls: Sequence[Call],
        *,
        read: Callable[[list[Any]], Result],
        is_lasting: Callable[[NodeError], bool] = _is_lasting,
    ) -> Result:
        pause = _FIRST_PAUSE
        for attempt in range(1, self._attempts + 1):
            url = self.url
            try:
                return read(await self._ask(url, calls))
            except NodeError as error:
                if attempt == self._attempts or is_lasting(error):
                    raise
                self._leave(url)
                _log.info("node_failed", attempt=attempt, of=self._attempts, error=str(error))
            # Jitter, so that many indexers do not come back to a struggling node at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(pause * 2, _LONGEST_PAUSE)
        raise AssertionError

    def _leave(self, url: str) -> None:
        """Other requests in flight may have left it already."""
        if url == self.url:
            self._current = (self._current + 1) % len(self._urls)

    async def _ask(self, url: str, calls: Sequence[Call]) -> list[Any]:
        first = self._id + 1
        self._id += len(calls)
        requests = [
            {"jsonrpc": "2.0", "id": first + i, "method": method, "params": params}
            for i, (method, params) in enumerate(calls)
        ]
        # Some nodes refuse batches of one, none refuses a single request.
        body = orjson.dumps(requests if len(requests) > 1 else requests[0])
        method = calls[0][0]
        answer = await self._post(url, method, body)
        answers = answer if isinstance(answer, list) else [answer]
        by_id = {one.get("id"): one for one in answers if isinstance(one, dict)}
        return [_result(url, call[0], by_id.get(first + i), answer) for i, call in enumerate(calls)]

    async def _post(self, url: str, method: str, body: bytes) -> Any:
        try:
            async with self._client.stream("POST", url, content=body) as response:
                content = await self._read(url, method, response)
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
            raise NodeUnreachable(url, method, reason=reason, is_late=isinstance(error, httpx.ReadTimeout)) from error
        except httpx.InvalidURL as error:
            raise NodeUnreachable(url, method, reason=f"not an address: {error}") from error
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise NodeConfused(url, method, answer=_excerpt(response.status_code, content)) from error

    async def _read(self, url: str, method: str, response: httpx.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            parts.append(part)
            size += len(part)
            if size > _MAX_ANSWER_BYTES:
                raise NodeConfused(url, method, answer=f"more than {_MAX_ANSWER_BYTES} bytes")
        content = b"".join(parts)
        if response.status_code == TOO_MANY_REQUESTS:
            raise NodeRefused(url, method, code=TOO_MANY_REQUESTS, message="too many requests")
        # Errors of JSON-RPC may come with any status; what is no JSON is named by its status.
        if response.is_error and not content.lstrip().startswith((b"{", b"[")):
            raise NodeConfused(url, method, answer=_excerpt(response.status_code, content))
        return content


def _result(url: str, method: str, answer: Any, whole: Any) -> Any:
    if answer is None and isinstance(whole, dict) and "error" in whole:
        # An error about the whole batch carries no id.
        answer = whole
    if not isinstance(answer, dict) or ("result" not in answer and "error" not in answer):
        raise NodeConfused(url, method, answer=_excerpt(None, orjson.dumps(answer)))
    error = answer.get("error")
    if error is not None:
        known = error if isinstance(error, dict) else {"message": error}
        code = known.get("code")
        message = str(known.get("message"))
        raise NodeRefused(url, method, code=code if isinstance(code, int) else 0, message=message[:_EXCERPT])
    return answer.get("result")


def _excerpt(status: int | None, content: bytes) -> str:
    text = " ".join(content[:_EXCERPT].decode(errors="replace").split())
    return f"HTTP {status}, {text!r}" if status is not None else repr(text)
