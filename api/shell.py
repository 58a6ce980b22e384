"""What all answers have in common, as middleware around the application: shares, request ids, open doors, metrics."""

import itertools
import re
import time
from secrets import token_hex

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import Answer, Header
from api.errors import Problem
from api.limits import Limits
from api.metrics import Metrics
from api.refusals import told

MAX_URL_BYTES = 8_192
# A write costs a sync of the disk, so it counts as several reads.
WRITE_COST = 10

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_EXPOSED = (
    b"etag, location, retry-after, x-request-id, x-block-number, x-block-hash, x-ratelimit-limit,"
    b" x-ratelimit-remaining, x-ratelimit-reset, x-ipfs-path, x-ipfs-roots, content-length"
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

log = structlog.get_logger("api")


class Shell:
    def __init__(self, app: ASGIApp, *, limits: Limits, metrics: Metrics) -> None:
        self._app = app
        self._limits = limits
        self._metrics = metrics
        self._run = token_hex(4)
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = self._request_id(scope)
        if scope["method"] == "HEAD":
            # The server leaves out the body; everything else is as if it were asked for.
            scope = {**scope, "method": "GET", "is_head": True}
        scope["request_id"] = request_id
        extra: list[Header] = [*_COMMON, (b"x-request-id", request_id.encode())]
        status = 0

        async def send_with_extra(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        try:
            await self._answer(scope, receive, send_with_extra, extra)
        except Exception:
            log.exception("request_failed", request_id=request_id, method=scope["method"], path=scope["path"])
            if not status:
                problem = Problem("internal-error", f"Request {request_id} failed and is logged.")
                await told(problem, request_id)(scope, receive, send_with_extra)
        route = scope.get("route")
        self._metrics.observe(route.path if route else "other", status, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, extra: list[Header]) -> None:
        """`extra` is sent with whatever answers; the shares are added before anything does."""
        client = scope.get("client")
        cost = WRITE_COST if scope["method"] == "POST" else 1
        try:
            _check_length(scope)
            extra += self._limits.take(client[0] if client else "unknown", cost=cost)
        except Problem as problem:
            await told(problem, scope["request_id"])(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await Answer(status=204, headers=_PREFLIGHT, compressible=False)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _request_id(self, scope: Scope) -> str:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
        return given if _REQUEST_ID.fullmatch(given) else f"{self._run}-{next(self._count):x}"


def _check_length(scope: Scope) -> None:
    if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_URL_BYTES:
        raise Problem("uri-too-long", f"Path and query together have at most {MAX_URL_BYTES} bytes.")
