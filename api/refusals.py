"""From what FastAPI, Starlette and the store refuse to problems of ours."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.answers import Answer
from api.errors import Problem, retry_after
from indexer.errors import StoreError
from indexer.store.reads import IndexAbsent, ReadTooSlow

MISSING_SECONDS = 5
BUSY_SECONDS = 2
MAX_FIELDS = 50
_MAX_SHOWN = 80
_METHOD_NOT_ALLOWED = 405
_HEADERS = ((b"content-type", b"application/problem+json"), (b"cache-control", b"no-store"))

log = structlog.get_logger("api")


def handle_refusals(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(StoreError, _on_store_error)
    app.add_exception_handler(HTTPException, _on_http_exception)


def told(problem: Problem, request_id: str) -> Answer:
    headers = (*_HEADERS, *problem.headers)
    return Answer(problem.render(request_id), status=problem.type.status, headers=headers)


async def refuse_odd_queries(request: Request) -> None:
    """What a parser would quietly repair or drop is refused: broken UTF-8, and a parameter given twice."""
    query: bytes = request.scope["query_string"]
    if not query:
        return
    try:
        fields = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        detail = f"The query string is not percent-encoded UTF-8 of at most {MAX_FIELDS} fields."
        raise Problem("invalid-parameter", detail) from error
    names = [name for name, _ in fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _invalid([(name, None, "Given more than once.") for name in twice])


async def _on_problem(request: Request, error: Exception) -> Answer:
    assert isinstance(error, Problem)
    return told(error, request.scope["request_id"])


async def _on_invalid(request: Request, error: Exception) -> Answer:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    unknown = sorted({str(fault["loc"][1]) for fault in faults if fault["type"] == "extra_forbidden"})
    if unknown:
        return told(_unknown(unknown, _known(request)), request.scope["request_id"])
    wrong = [(str(fault["loc"][1]), fault.get("input"), _sentence(fault)) for fault in faults]
    return told(_invalid(wrong), request.scope["request_id"])


async def _on_store_error(request: Request, error: Exception) -> Answer:
    request_id: str = request.scope["request_id"]
    if isinstance(error, IndexAbsent):
        return told(Problem("index-missing", str(error), headers=[retry_after(MISSING_SECONDS)]), request_id)
    if isinstance(error, ReadTooSlow):
        return told(Problem("index-too-slow", str(error), headers=[retry_after(BUSY_SECONDS)]), request_id)
    log.error("index_unreadable", request_id=request_id, reason=str(error))
    return told(Problem("index-unreadable", str(error), headers=[retry_after(MISSING_SECONDS)]), request_id)


async def _on_http_exception(request: Request, error: Exception) -> Answer:
    assert isinstance(error, HTTPException)
    if error.status_code != _METHOD_NOT_ALLOWED:
        return told(Problem("route-not-found", str(error.detail)), request.scope["request_id"])
    methods = {name.strip() for name in (error.headers or {}).get("Allow", "").split(",")}
    # Whatever can be got has a head, and every address answers what it allows.
    methods |= {"OPTIONS", *(("HEAD",) if "GET" in methods else ())}
    allowed = ", ".join(sorted(methods))
    detail = f"{request.method} is not one of {allowed}."
    problem = Problem("method-not-allowed", detail, headers=[(b"allow", allowed.encode())])
    return told(problem, request.scope["request_id"])


def _sentence(fault: dict[str, Any]) -> str:
    """Our own sentences come as the cause of a value error; the others are the library's."""
    cause = fault.get("ctx", {}).get("error")
    return str(cause if cause is not None else fault["msg"])


def _known(request: Request) -> list[str]:
    """The names of the query parameters that the route takes."""
    fields = request.scope["route"].dependant.query_params
    models: list[type[BaseModel]] = [field.field_info.annotation for field in fields]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _unknown(names: Sequence[str], known: Sequence[str]) -> Problem:
    takes = "This address takes " + (", ".join(known) if known else "no parameters") + "."
    shown = [name[:_MAX_SHOWN] for name in names]
    detail = f"{', '.join(shown)}: not known. {takes}"
    return Problem("unknown-parameter", detail, errors=[(name, takes) for name in shown])


def _invalid(wrong: Sequence[tuple[str, Any, str]]) -> Problem:
    errors = [(name, sentence) for name, _, sentence in wrong]
    detail = " ".join(
        f"{name}: {sentence}" if text is None else f"{name}={str(text)[:_MAX_SHOWN]!r}: {sentence}"
        for name, text, sentence in wrong
    )
    return Problem("invalid-parameter", detail, errors=errors)
