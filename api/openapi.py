"""What OpenAPI tells beyond what FastAPI reads from the routes: failures with examples, headers, documents."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api import schemas
from api.errors import PROBLEMS
from api.schemas.matches import Batch
from indexer.content.schema import schema_of
from indexer.model.document import DocumentKind

DESCRIPTION = """\
The index of the Agora marketplace, open and without keys.

Amounts are decimal strings in the token's smallest unit. Addresses come checksummed and are taken in any case. Times are
RFC 3339. Every answer about the index names the block it is true at (`asOf`); `min_block` waits for your own block.
Lists go on by `nextCursor` and show the market as of the block of their first page. Failures are RFC 9457 problems.
"""
STABLE = "Pages show the market as of the block of the first page: nothing shifts while blocks arrive."

READ_PROBLEMS = (
    "invalid-parameter",
    "unknown-parameter",
    "block-not-reached",
    "too-many-waiters",
    "index-missing",
    "index-too-slow",
    "index-unreadable",
)
LIST_PROBLEMS = (*READ_PROBLEMS, "invalid-cursor", "cursor-reorganized")
# Every route may answer these, whatever it does.
_ALWAYS = ("internal-error", "method-not-allowed", "too-many-requests", "uri-too-long")
_FASTAPI_REFUSAL = "#/components/schemas/HTTPValidationError"

Json = dict[str, Any]
Responses = dict[int | str, Json]


def describe(app: FastAPI) -> None:
    """Lets FastAPI write its document, and adds what it cannot know."""
    write = app.openapi

    def openapi() -> Json:
        if app.openapi_schema is None:
            _complete(write())
        assert app.openapi_schema is not None, "writing keeps the document"
        return app.openapi_schema

    # FastAPI's own way to extend the document.
    app.openapi = openapi  # type: ignore[method-assign]


def _complete(document: Json) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            _drop_fastapi_refusal(operation)
            _drop_null(operation.get("parameters", ()))
    _tell_head(document["paths"]["/ipfs/{cid}"])
    components = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["schemas"] |= {"Problem": _schema(schemas.Problem), "Batch": _schema(Batch), **_documents()}
    components["headers"] = _HEADERS


def operation_id(route: APIRoute) -> str:
    """`GET /v1/deals/{dealId}/history` is get_v1_deals_dealId_history."""
    parts = [part.strip("{}") for part in route.path_format.split("/") if part]
    return "_".join([min(route.methods or ("get",)).lower(), *parts]).replace(".", "_")


def answers(
    model: type[BaseModel] | None = None,
    *,
    problems: Iterable[str],
    status: int = 200,
    content: Mapping[str, Json] | None = None,
    as_of: bool = False,
    tagged: bool = False,
) -> Responses:
    """What a route answers: a shape or other content, and every problem that may come instead."""
    names = ["X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
    names += ["ETag"] if tagged or as_of else []
    names += ["X-Block-Number", "X-Block-Hash"] if as_of else []
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    success: Json = {"description": HTTPStatus(status).phrase, "headers": headers}
    if model is not None:
        success["model"] = model
    if content is not None:
        success["content"] = dict(content)
    unchanged: Responses = {304: {"description": "Not Modified", "headers": headers}} if tagged or as_of else {}
    return {status: success, **unchanged, **_problems((*problems, *_ALWAYS))}


def document_reference(kind: DocumentKind) -> Json:
    return {"$ref": f"#/components/schemas/{_document_name(kind)}"}


def _problems(slugs: Iterable[str]) -> Responses:
    """One response for each status, with an example of each problem that may be the reason."""
    responses: Responses = {}
    for slug in sorted(set(slugs), key=lambda slug: (PROBLEMS[slug].status, slug)):
        kind = PROBLEMS[slug]
        media = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}}
        response = responses.setdefault(kind.status.value, {"description": kind.status.phrase, "content": media})
        response["content"]["application/problem+json"]["examples"][slug] = {"value": _example(slug)}
    return responses


def _example(slug: str) -> Json:
    kind = PROBLEMS[slug]
    return {
        "type": f"/problems/{slug}",
        "title": kind.title,
        "status": kind.status.value,
        "detail": kind.advice,
        "errors": [],
        "requestId": "5f1c09ab-2a",
    }


def _drop_fastapi_refusal(operation: Json) -> None:
    """FastAPI tells of its own 422 wherever there is a parameter; ours is 400, and told already."""
    refusal = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
    if refusal.get("schema", {}).get("$ref") == _FASTAPI_REFUSAL:
        del operation["responses"]["422"]


def _drop_null(parameters: Iterable[Json]) -> None:
    """A parameter that is left out is not null: there is no way to write that in an address."""
    for parameter in parameters:
        schema: Json = parameter["schema"]
        some = [part for part in schema.pop("anyOf", ()) if part != {"type": "null"}]
        for part in some:
            schema.update(part)


def _tell_head(operations: Json) -> None:
    """A gateway is also asked by HEAD: the same, without a body."""
    got: Json = operations["get"]
    responses = {
        status: {key: part for key, part in answer.items() if key != "content"}
        for status, answer in got["responses"].items()
    }
    operations["head"] = {**got, "operationId": got["operationId"].replace("get_", "head_", 1), "responses": responses}


def _schema(model: type[BaseModel]) -> Json:
    schema: Json = _relocated(model.model_json_schema(), f"#/components/schemas/{model.__name__}")
    return schema


def _documents() -> Json:
    """The schemas that documents are validated by, moved to where OpenAPI keeps schemas."""
    documents: Json = {}
    for kind in DocumentKind:
        name = _document_name(kind)
        schema = {key: part for key, part in schema_of(kind).items() if key not in ("$schema", "$id")}
        documents[name] = _relocated(schema, f"#/components/schemas/{name}")
    return documents


def _document_name(kind: DocumentKind) -> str:
    return f"{kind.value.capitalize()}Document"


def _relocated(part: Any, home: str) -> Any:
    if isinstance(part, list):
        return [_relocated(item, home) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: home + item[1:] if key == "$ref" and isinstance(item, str) else _relocated(item, home)
        for key, item in part.items()
    }


def _header(description: str, kind: str) -> Json:
    return {"description": description, "schema": {"type": kind}}


_HEADERS: Json = {
    "X-Request-Id": _header(
        "Names this answer in the logs; yours is kept if it has 8 to 64 plain characters.", "string"
    ),
    "X-RateLimit-Limit": _header("How many requests you may make at once.", "integer"),
    "X-RateLimit-Remaining": _header("How many are left now.", "integer"),
    "X-RateLimit-Reset": _header("Seconds until all are back.", "integer"),
    "X-Block-Number": _header("The block the answer is true at.", "integer"),
    "X-Block-Hash": _header("Its hash.", "string"),
    "ETag": _header("Strong: the same tag is the same bytes.", "string"),
}
