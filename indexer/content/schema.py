"""What a document of each kind must look like: one JSON Schema per kind, read by the writer, the indexer and the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Final

import h3
import jsonschema_rs

from indexer.content.canonical import Json
from indexer.content.errors import DocumentRefused, Fault
from indexer.model.document import DocumentKind

VERSION: Final = 1

_MAX_FAULTS: Final = 20
_MAX_NAME: Final = 60


def kind_of(document: Json) -> DocumentKind:
    name = document.get("schema")
    for kind in DocumentKind:
        if name == schema_name(kind):
            return kind
    raise DocumentRefused(Fault("schema", f"must be one of {', '.join(map(schema_name, DocumentKind))}"))


def schema_name(kind: DocumentKind) -> str:
    return f"agora/{kind}"


@cache
def schema_of(kind: DocumentKind) -> Json:
    text = resources.files("indexer.content").joinpath(f"schemas/{kind}.v{VERSION}.json").read_text(encoding="utf-8")
    schema: Json = json.loads(text)
    return schema


def validate(document: Json, kind: DocumentKind) -> None:
    if document.get("schema") != schema_name(kind):
        raise DocumentRefused(Fault("schema", f"must be {schema_name(kind)}"))
    faults = [_explain(error, kind) for error in _validator(kind).iter_errors(document)]
    faults = faults or [*_times(document), *_cells(document)]
    if faults:
        raise DocumentRefused(*sorted(set(faults), key=lambda fault: (fault.field, fault.message))[:_MAX_FAULTS])


@cache
def _validator(kind: DocumentKind) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema_of(kind))


def _times(document: Json) -> list[Fault]:
    """A pattern takes 30 February."""
    value = document.get("createdAt")
    if value is None:
        return []
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return [Fault("createdAt", "is not a time of the calendar")]
    return []


def _cells(document: Json) -> list[Fault]:
    """A pattern takes numbers that are no place on the grid."""
    named: list[tuple[str, str]] = [(field, document[field]) for field in ("cell", "destination") if field in document]
    named += [(f"serviceArea[{position}]", cell) for position, cell in enumerate(document.get("serviceArea", ()))]
    return [Fault(field, "is not an H3 cell") for field, cell in named if not h3.is_valid_cell(cell)]


def _explain(error: jsonschema_rs.ValidationError, kind: DocumentKind) -> Fault:
    field = _field(error.instance_path)
    rule = error.schema_path[-1]
    if rule == "required":
        return Fault(_join(field, error.kind.as_dict()["property"]), "is missing")
    if rule == "additionalProperties":
        unexpected = _shortened(", ".join(error.kind.as_dict()["unexpected"]))
        return Fault(field, f"{unexpected} is not part of {schema_name(kind)} version {VERSION}")
    if rule == "pattern":
        subject = "each name" if "propertyNames" in error.schema_path else "it"
        return Fault(field, f"{subject} must be {_parent(schema_of(kind), error.schema_path)['description']}")
    return Fault(field, _SENTENCES[str(rule)](_at(schema_of(kind), error.schema_path)))


_SENTENCES: Final[dict[str, Callable[[Any], str]]] = {
    "type": lambda expected: f"must be of the type {expected}",
    "const": lambda expected: f"must be {json.dumps(expected)}",
    "enum": lambda expected: f"must be one of {', '.join(expected)}",
    "minLength": lambda limit: f"must have at least {limit} characters",
    "maxLength": lambda limit: f"must have at most {limit} characters",
    "minimum": lambda limit: f"must be at least {limit}",
    "maximum": lambda limit: f"must be at most {limit}",
    "minItems": lambda limit: f"must have at least {limit} entries",
    "maxItems": lambda limit: f"must have at most {limit} entries",
    "maxProperties": lambda limit: f"must have at most {limit} entries",
    "uniqueItems": lambda _: "must not name the same thing twice",
}


def _field(path: list[str | int]) -> str:
    field = ""
    for step in path:
        field = f"{field}[{step}]" if isinstance(step, int) else _join(field, _shortened(step))
    return field


def _shortened(name: str) -> str:
    """Names come from the document: a fault must not repeat 60 KiB of them."""
    return name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1] + "…"


def _join(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _at(schema: Any, path: list[str | int]) -> Any:
    for step in path:
        schema = schema[step]
    return schema


def _parent(schema: Json, path: list[str | int]) -> Json:
    parent: Json = _at(schema, path[:-1])
    return parent
