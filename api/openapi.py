"""The OpenAPI 3.1 document, from the same table of routes that the server walks."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import schemas
from api.errors import PROBLEMS
from api.routing import Content, Operation, Route, document_component
from indexer.content.schema import schema_of
from indexer.model.document import DocumentKind

# Every route may answer these, whatever it does.
_ALWAYS = ("internal-error", "method-not-allowed", "too-many-requests", "uri-too-long")
_REFERENCE = "#/components/schemas/{model}"
_DESCRIPTION = """\
The index of the Agora marketplace, open and without keys.

Amounts are decimal strings in the token's smallest unit. Addresses come checksummed and are taken in any case. Times are
RFC 3339. Every answer about the index names the block it is true at (`asOf`); `min_block` waits for your own block.
Lists go on by `nextCursor` and show the market as of the block of their first page. Failures are RFC 9457 problems.
"""

Json = dict[str, Any]


def describe_api(routes: Sequence[Route]) -> Json:
    models: set[type[BaseModel]] = {content.model for content in _contents(routes) if content.model}
    models.add(schemas.Problem)
    wanted: list[tuple[type[BaseModel], Literal["serialization"]]] = [(model, "serialization") for model in models]
    wanted.sort(key=lambda pair: pair[0].__name__)
    names, definitions = models_json_schema(wanted, by_alias=True, ref_template=_REFERENCE)
    references: dict[type[BaseModel], Json] = {model: names[model, "serialization"] for model in models}
    paths: Json = {}
    for route in routes:
        told = _operation(route, references)
        paths.setdefault(route.template, {})[route.method.lower()] = told
        if route.method == "GET" and route.template.startswith("/ipfs/"):
            paths[route.template]["head"] = _headed(told)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Agora",
            "version": _version(),
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": {**definitions["$defs"], **_documents()}, "headers": _HEADERS},
    }


def _documents() -> Json:
    """The schemas that documents are validated by, moved to where OpenAPI keeps schemas."""
    told: Json = {}
    for kind in DocumentKind:
        name = document_component(kind)
        schema = {key: part for key, part in schema_of(kind).items() if key not in ("$schema", "$id")}
        told[name] = _relocated(schema, f"#/components/schemas/{name}")
    return told


def _relocated(part: Any, home: str) -> Any:
    if isinstance(part, list):
        return [_relocated(item, home) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: home + item[1:] if key == "$ref" and isinstance(item, str) else _relocated(item, home)
        for key, item in part.items()
    }


def _contents(routes: Iterable[Route]) -> Iterable[Content]:
    for route in routes:
        for contents in route.operation.answers.values():
            yield from contents


def _operation(route: Route, references: dict[type[BaseModel], Json]) -> Json:
    operation = route.operation
    told: Json = {
        "operationId": _name(route),
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        "parameters": [parameter.document() for parameter in operation.parameters],
        "responses": {
            **{
                str(status): _answer(status, contents, operation, references)
                for status, contents in operation.answers.items()
            },
            **_problems((*operation.problems, *_ALWAYS)),
        },
    }
    if operation.body:
        told["requestBody"] = {
            "required": True,
            "content": {c.media_type: _media(c, references) for c in operation.body},
        }
    return told


def _name(route: Route) -> str:
    """`GET /v1/deals/{dealId}/history` is get_v1_deals_dealId_history."""
    parts = [part.strip("{}") for part in route.template.split("/") if part]
    return "_".join([route.method.lower(), *parts]).replace(".", "_")


def _answer(
    status: int, contents: Sequence[Content], operation: Operation, references: dict[type[BaseModel], Json]
) -> Json:
    told: Json = {"description": HTTPStatus(status).phrase}
    names = ["X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
    if 304 in operation.answers:
        names.append("ETag")
    if operation.as_of:
        names += ["X-Block-Number", "X-Block-Hash"]
    told["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if contents:
        told["content"] = {content.media_type: _media(content, references) for content in contents}
    return told


def _media(content: Content, references: dict[type[BaseModel], Json]) -> Json:
    told: Json = {"schema": references[content.model] if content.model else dict(content.schema)}
    if content.example is not None:
        told["example"] = content.example
    return told


def _problems(slugs: Iterable[str]) -> Json:
    """One response for each status, with an example of each problem that may be the reason."""
    told: Json = {}
    for slug in sorted(set(slugs), key=lambda slug: (PROBLEMS[slug].status, slug)):
        kind = PROBLEMS[slug]
        response = told.setdefault(
            str(kind.status.value), {"description": kind.status.phrase, "content": _problem_media()}
        )
        response["content"]["application/problem+json"]["examples"][slug] = {"value": _problem_example(slug)}
    return told


def _problem_media() -> Json:
    return {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}}


def _problem_example(slug: str) -> Json:
    kind = PROBLEMS[slug]
    return {
        "type": f"/problems/{slug}",
        "title": kind.title,
        "status": kind.status.value,
        "detail": kind.advice,
        "errors": [],
        "requestId": "5f1c09ab-2a",
    }


def _headed(told: Json) -> Json:
    """The same without a body."""
    responses = {
        status: {key: value for key, value in answer.items() if key != "content"}
        for status, answer in told["responses"].items()
    }
    return {**told, "operationId": told["operationId"].replace("get_", "head_", 1), "responses": responses}


def _version() -> str:
    try:
        return version("agora")
    except PackageNotFoundError:
        return "0.1.0"


def _header(description: str, **schema: Any) -> Json:
    return {"description": description, "schema": schema}


_HEADERS: Json = {
    "X-Request-Id": _header(
        "Names this answer in the logs; your own is kept when it has 8 to 64 plain characters.", type="string"
    ),
    "X-RateLimit-Limit": _header("How many requests you may make at once.", type="integer"),
    "X-RateLimit-Remaining": _header("How many are left now.", type="integer"),
    "X-RateLimit-Reset": _header("Seconds until all are back.", type="integer"),
    "X-Block-Number": _header("The block the answer is true at.", type="integer"),
    "X-Block-Hash": _header("Its hash.", type="string"),
    "ETag": _header("Strong: the same tag is the same bytes.", type="string"),
}
