"""The ASGI application around the routes: what every answer has in common happens here, once."""

import asyncio
import itertools
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from secrets import token_hex

import structlog

from api.compression import compress, negotiate
from api.errors import Problem, retry_after
from api.exchange import Answer, Header, Receive, Request, Scope, Send
from api.limits import Limits
from api.metrics import Metrics
from api.routing import Route, Router
from indexer.errors import StoreError
from indexer.store.reads import IndexAbsent, ReadTooSlow

MAX_URL_BYTES = 8_192
STREAM_SECONDS = 10.0
MISSING_SECONDS = 5
BUSY_SECONDS = 2

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_EXPOSED = (
    b"etag, link, retry-after, x-request-id, x-block-number, x-block-hash, x-ratelimit-limit, x-ratelimit-remaining,"
    b" x-ratelimit-reset, x-ipfs-path, x-ipfs-roots, content-length, content-range"
)
_COMMON: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
    (b"x-content-type-options", b"nosniff"),
)
_PREFLIGHT: tuple[Header, ...] = (
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
)
_PROBLEM: tuple[Header, ...] = ((b"content-type", b"application/problem+json"), (b"cache-control", b"no-store"))

log = structlog.get_logger("api")


class Shell:
    """`fallback` answers paths that no route has: the page."""

    def __init__(
        self,
        router: Router,
        *,
        limits: Limits,
        metrics: Metrics,
        fallback: Callable[[Request], Awaitable[Answer]],
        lifetime: "Lifetime",
    ) -> None:
        self._router = router
        self._limits = limits
        self._metrics = metrics
        self._fallback = fallback
        self._lifetime = lifetime
        self._run = token_hex(4)
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        request = Request(scope, receive, segments={})
        request_id = self._request_id(request)
        shares: Sequence[Header] = ()
        route = None
        try:
            route = self._find(request)
            shares = self._limits.take(request.client, cost=route.cost if route else 1)
            answer = await self._answer(request, route)
        except Problem as problem:
            answer = _told(problem, request_id)
        except StoreError as error:
            answer = _told(_store_problem(error, request_id), request_id)
        except Exception:
            log.exception("request_failed", request_id=request_id, method=request.method, path=request.path)
            answer = _told(Problem("internal-error", f"Request {request_id} failed and is logged."), request_id)
        extra = (*_COMMON, (b"x-request-id", request_id.encode()), *shares)
        status = await self._send(request, answer, send, extra)
        self._metrics.observe(route.template if route else "other", status, time.perf_counter() - began)

    def _find(self, request: Request) -> Route | None:
        scope = request.scope
        if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_URL_BYTES:
            raise Problem("uri-too-long", f"Path and query together have at most {MAX_URL_BYTES} bytes.")
        if request.method == "OPTIONS":
            return None
        found = self._router.find(request.method, request.path)
        if found is None:
            return None
        route, request.segments = found
        return route

    async def _answer(self, request: Request, route: Route | None) -> Answer:
        if route is not None:
            return await route.endpoint(request)
        if request.method == "OPTIONS":
            return Answer(status=204, headers=_PREFLIGHT, compress=False)
        return await self._fallback(request)

    async def _send(self, request: Request, answer: Answer, send: Send, extra: Sequence[Header]) -> int:
        if answer.stream is not None:
            await self._send_stream(request, answer, send, extra)
            return answer.status
        status, body, headers = answer.status, answer.body, [*answer.headers, *extra]
        encoding = negotiate(request.header(b"accept-encoding"), len(body)) if answer.compress else None
        if answer.compress:
            headers.append((b"vary", b"accept-encoding"))
        if answer.etag is not None:
            tag = f'"{answer.etag}-{encoding}"' if encoding else f'"{answer.etag}"'
            headers.append((b"etag", tag.encode()))
            if _matches(request.header(b"if-none-match"), tag):
                status, body, encoding = 304, b"", None
        if encoding:
            body = compress(body, encoding)
            headers.append((b"content-encoding", encoding.encode()))
        if status not in (204, 304):
            headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
        return status

    async def _send_stream(self, request: Request, answer: Answer, send: Send, extra: Sequence[Header]) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, *extra]})
        if request.method == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        gone = asyncio.ensure_future(request.disconnected())
        pump = asyncio.ensure_future(self._pump(answer, send))
        try:
            await asyncio.wait({gone, pump}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (gone, pump):
                task.cancel()
            _, failure = await asyncio.gather(gone, pump, return_exceptions=True)
        if isinstance(failure, Exception):
            # The answer has begun, so the reader only sees its end; it comes back where it was.
            log.error("stream_failed", path=request.path, reason=repr(failure))
        await send({"type": "http.response.body", "body": b""})

    async def _pump(self, answer: Answer, send: Send) -> None:
        """A client that takes nothing for a while is let go: it can resume where it was."""
        assert answer.stream is not None, "only streams are pumped"
        async with aclosing(answer.stream) as pieces:
            async for piece in pieces:
                try:
                    async with asyncio.timeout(STREAM_SECONDS):
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
                except TimeoutError:
                    self._metrics.dropped.inc()
                    return

    def _request_id(self, request: Request) -> str:
        given = request.header(b"x-request-id")
        return given if given and _REQUEST_ID.fullmatch(given) else f"{self._run}-{next(self._count):x}"

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._lifetime.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._lifetime.stop()
        await send({"type": "lifespan.shutdown.complete"})


class Lifetime:
    """What runs beside the requests, from the first to the last."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


def _told(problem: Problem, request_id: str) -> Answer:
    return Answer(problem.render(request_id), status=problem.type.status, headers=(*_PROBLEM, *problem.headers))


def _store_problem(error: StoreError, request_id: str) -> Problem:
    if isinstance(error, IndexAbsent):
        return Problem("index-missing", str(error), headers=[retry_after(MISSING_SECONDS)])
    if isinstance(error, ReadTooSlow):
        return Problem("index-too-slow", str(error), headers=[retry_after(BUSY_SECONDS)])
    log.error("index_unreadable", request_id=request_id, reason=str(error))
    return Problem("index-unreadable", str(error), headers=[retry_after(MISSING_SECONDS)])


def _matches(condition: str, tag: str) -> bool:
    if not condition:
        return False
    return condition.strip() == "*" or tag in (given.strip().removeprefix("W/") for given in condition.split(","))
