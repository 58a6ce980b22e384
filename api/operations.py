"""Operations that look alike in OpenAPI: one thing by its id, and a list page by page."""

from collections.abc import Sequence

from pydantic import BaseModel

from api.parameters import Parameter
from api.routing import Content, Operation

READ_PROBLEMS = (
    "invalid-parameter",
    "unknown-parameter",
    "block-not-reached",
    "too-many-waiters",
    "index-missing",
    "index-too-slow",
    "index-unreadable",
)


def looked_up(
    summary: str,
    description: str,
    *,
    tag: str,
    model: type[BaseModel],
    parameters: Sequence[Parameter],
    missing: str | None = None,
) -> Operation:
    return Operation(
        summary,
        description,
        tag,
        answers={200: (Content("application/json", model),), 304: ()},
        problems=(*READ_PROBLEMS, *((missing,) if missing else ())),
        parameters=parameters,
        as_of=True,
    )


def listed(
    summary: str,
    description: str,
    *,
    tag: str,
    model: type[BaseModel],
    parameters: Sequence[Parameter],
    problems: Sequence[str] = (),
) -> Operation:
    stable = "Pages show the market as of the block of the first page: nothing shifts while blocks arrive."
    return Operation(
        summary,
        f"{description} {stable}",
        tag,
        answers={200: (Content("application/json", model),), 304: ()},
        problems=(*READ_PROBLEMS, "invalid-cursor", "cursor-reorganized", *problems),
        parameters=parameters,
        as_of=True,
    )
