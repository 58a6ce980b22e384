"""For whoever runs the API: is it alive, is it ready, what has it done; and what each problem means."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import WithJsonSchema
from starlette.requests import Request
from starlette.responses import Response

from api import metrics, schemas
from api.answers import JSON, NO_STORE, Answer
from api.errors import PROBLEMS, Problem, ProblemType
from api.openapi import Json, answers
from api.parameters import Asked
from api.services import Services
from indexer.errors import StoreError
from indexer.store.reads_changes import chain_head, count_reorganizations

Slug = Annotated[
    str,
    WithJsonSchema({"type": "string", "enum": list(PROBLEMS)}),
    Path(description="The last part of a problem's type."),
]


class Operations:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add = router.add_api_route
        add("/health", self.health, **_HEALTH)
        add("/ready", self.ready, **_READY)
        add("/metrics", self.metrics, response_class=Response, **_METRICS)
        add("/problems/{slug}", self.problem, **_PROBLEM)

    async def health(self, _asked: Annotated[Asked, Query()]) -> Answer:
        return Answer(b'{"status":"ok"}', headers=(JSON, NO_STORE))

    async def ready(self, _asked: Annotated[Asked, Query()]) -> Answer:
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
        return Answer(orjson.dumps(told), headers=(JSON, NO_STORE))

    async def metrics(self, _asked: Annotated[Asked, Query()]) -> Answer:
        try:
            self._measure()
        except StoreError:
            # Counters are worth having without an index too.
            self._services.metrics.indexed_block.set(-1)
        headers = ((b"content-type", metrics.MEDIA_TYPE), NO_STORE)
        return Answer(self._services.metrics.render(), headers=headers)

    async def problem(self, request: Request, slug: Slug, _asked: Annotated[Asked, Query()]) -> Answer:
        if slug not in PROBLEMS:
            raise Problem("route-not-found", f"There is no problem called {slug[:80]!r}.")
        if "text/html" in request.headers.get("accept", ""):
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


_TEXT = {"schema": {"type": "string"}}
_HEALTH: Json = {
    "summary": "Is the process alive",
    "description": "Answers whenever the process runs, with or without an index.",
    "tags": ["Operation"],
    "responses": answers(schemas.Health, problems=("unknown-parameter",)),
}
_READY: Json = {
    "summary": "Is the index near the head",
    "description": "503 with the reasons until it is. Send traffic here only when it answers 200.",
    "tags": ["Operation"],
    "responses": answers(schemas.Readiness, problems=("unknown-parameter", "not-ready")),
}
_METRICS: Json = {
    "summary": "What Prometheus asks for",
    "description": "Requests, latencies, lag behind the head, reorganizations, streams.",
    "tags": ["Operation"],
    "responses": answers(problems=("unknown-parameter",), content={"text/plain": _TEXT}),
}
_PROBLEM: Json = {
    "summary": "What a problem means",
    "description": "Each problem's `type` leads here.",
    "tags": ["Operation"],
    "responses": answers(
        schemas.ProblemExplained,
        problems=("unknown-parameter", "route-not-found"),
        content={"text/html": _TEXT},
    ),
}
