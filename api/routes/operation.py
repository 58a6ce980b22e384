"""For whoever runs the API: is it alive, is it ready, what has it done; and what each problem means."""

from collections.abc import Sequence

import orjson

from api import metrics, schemas
from api.errors import PROBLEMS, Problem, ProblemType
from api.exchange import JSON, Answer, Header, Request
from api.parameters import Parameter, choice, read_query
from api.routing import Content, Operation, Route
from api.services import Services
from indexer.errors import StoreError
from indexer.store.reads_changes import chain_head, count_reorganizations

_NO_STORE: Header = (b"cache-control", b"no-store")
SLUG = Parameter("slug", choice(*PROBLEMS), "The last part of a problem's type.", place="path")


class Operations:
    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", "/health", self.health, _HEALTH),
            Route("GET", "/ready", self.ready, _READY),
            Route("GET", "/metrics", self.metrics, _METRICS),
            Route("GET", "/problems/{slug}", self.problem, _PROBLEM),
        )

    async def health(self, request: Request) -> Answer:
        read_query(request, ())
        return Answer(b'{"status":"ok"}', headers=(JSON, _NO_STORE))

    async def ready(self, request: Request) -> Answer:
        read_query(request, ())
        limit = self._services.config.ready_lag
        try:
            indexed, chain = self._measure()
        except StoreError as error:
            raise Problem("not-ready", str(error), errors=[("index", str(error))]) from error
        lag = None if chain is None else max(0, chain - indexed)
        if lag is not None and lag > limit:
            reason = f"The index is at block {indexed}, {lag} behind the chain; {limit} are allowed."
            raise Problem("not-ready", reason, errors=[("lag", reason)])
        told = {"status": "ready", "indexedBlock": indexed, "chainBlock": chain, "lag": lag}
        return Answer(orjson.dumps(told), headers=(JSON, _NO_STORE))

    async def metrics(self, request: Request) -> Answer:
        read_query(request, ())
        try:
            self._measure()
        except StoreError:
            # Counters are worth having without an index too.
            self._services.metrics.indexed_block.set(-1)
        headers = ((b"content-type", metrics.MEDIA_TYPE), _NO_STORE)
        return Answer(self._services.metrics.render(), headers=headers)

    async def problem(self, request: Request) -> Answer:
        read_query(request, ())
        slug = request.segments["slug"]
        if slug not in PROBLEMS:
            raise Problem("route-not-found", f"There is no problem called {slug[:80]!r}.")
        if "text/html" in request.header(b"accept"):
            return Answer(_page(slug, PROBLEMS[slug]), headers=_PAGE_HEADERS)
        kind = PROBLEMS[slug]
        told = {"type": f"/problems/{slug}", "title": kind.title, "status": kind.status, "advice": kind.advice}
        return Answer(orjson.dumps(told), headers=(JSON, (b"vary", b"accept")))

    def _measure(self) -> tuple[int, int | None]:
        """The indexed block and the chain's, also as metrics."""
        meters = self._services.metrics
        with self._services.reads as snapshot:
            indexed, told = snapshot.head.number, chain_head(snapshot)
            meters.reorganizations.set(count_reorganizations(snapshot))
        meters.indexed_block.set(indexed)
        if told is None:
            return indexed, None
        chain = max(told[0], indexed)
        meters.chain_block.set(chain)
        meters.head_lag.set(chain - indexed)
        return indexed, chain


_PAGE_HEADERS = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"vary", b"accept"),
)


def _page(slug: str, kind: ProblemType) -> bytes:
    """Every word here is our own, from the catalog: nothing needs escaping but the quotes of nobody."""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{slug}</title>'
        f"<h1>{kind.title}</h1><p>Status {kind.status.value}, type <code>/problems/{slug}</code></p>"
        f"<p>{kind.advice}</p></html>"
    ).encode()


_HEALTH = Operation(
    "Is the process alive",
    "Answers whenever the process runs, with or without an index.",
    "Operation",
    answers={200: (Content("application/json", schemas.Health),)},
    problems=("unknown-parameter",),
)
_READY = Operation(
    "Is the index near the head",
    "503 with the reasons until it is. Send traffic here only when it answers 200.",
    "Operation",
    answers={200: (Content("application/json", schemas.Readiness),)},
    problems=("unknown-parameter", "not-ready"),
)
_METRICS = Operation(
    "What Prometheus asks for",
    "Requests, latencies, lag behind the head, reorganizations, streams.",
    "Operation",
    answers={200: (Content("text/plain", schema={"type": "string"}),)},
    problems=("unknown-parameter",),
)
_PROBLEM = Operation(
    "What a problem means",
    "Each problem's `type` leads here.",
    "Operation",
    answers={
        200: (Content("application/json", schemas.ProblemExplained), Content("text/html", schema={"type": "string"}))
    },
    problems=("unknown-parameter", "route-not-found"),
    parameters=(SLUG,),
)
