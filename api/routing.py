"""The table of routes: one declaration says where an endpoint is, what answers it, and how OpenAPI tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from api.errors import Problem
from api.exchange import Endpoint
from api.parameters import Parameter
from indexer.model.document import DocumentKind


@dataclass(frozen=True)
class Content:
    """One body that may come or go: its media type, and its shape where it has one."""

    media_type: str
    model: type[BaseModel] | None = None
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "format": "binary"})
    example: Any = None


@dataclass(frozen=True)
class Operation:
    summary: str
    description: str
    tag: str
    answers: Mapping[int, Sequence[Content]]
    problems: Sequence[str] = ()
    parameters: Sequence[Parameter] = ()
    body: Sequence[Content] = ()
    as_of: bool = False


@dataclass(frozen=True)
class Route:
    """`template` is a path whose `{names}` are segments; `cost` is how many requests it counts as."""

    method: str
    template: str
    endpoint: Endpoint
    operation: Operation
    cost: int = 1


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    wild: "_Node | None" = None
    name: str = ""
    endpoints: dict[str, Route] = field(default_factory=dict)


def document_component(kind: DocumentKind) -> str:
    """The name of a document's schema in the OpenAPI document."""
    return f"{kind.value.capitalize()}Document"


class Router:
    """Finds a route by walking segments: the cost does not grow with the number of routes."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._root = _Node()
        for route in routes:
            node = self._root
            for segment in route.template.split("/")[1:]:
                node = _grown(node, segment)
            node.endpoints[route.method] = route
            if route.method == "GET":
                node.endpoints.setdefault("HEAD", route)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """None when no route has the path. Raises when one has, but not for this method."""
        node: _Node | None = self._root
        segments: dict[str, str] = {}
        for segment in path.split("/")[1:]:
            assert node is not None, "the loop ends at the first unknown segment"
            child = node.children.get(segment)
            if child is None:
                child = node.wild
                if child is None or not segment:
                    return None
                segments[child.name] = segment
            node = child
        if node is None or not node.endpoints:
            return None
        route = node.endpoints.get(method)
        if route is None:
            raise _wrong_method(method, sorted({*node.endpoints, "OPTIONS"}))
        return route, segments


def _grown(node: _Node, segment: str) -> _Node:
    if not segment.startswith("{"):
        return node.children.setdefault(segment, _Node())
    if node.wild is None:
        node.wild = _Node(name=segment.strip("{}"))
    return node.wild


def _wrong_method(method: str, allowed: Sequence[str]) -> Problem:
    listed = ", ".join(allowed)
    return Problem("method-not-allowed", f"{method} is not one of {listed}.", headers=[(b"allow", listed.encode())])
