"""The shapes of a batch to match, and of what it is answered with."""

from typing import Annotated

from pydantic import Field

from api.shapes import Count, Hash, Shape

MAX_SIDE = 500
MAX_ID = 80

Id = Annotated[
    str,
    Field(min_length=1, max_length=MAX_ID, description="Any name, once in each list.", examples=["driver-17"]),
]
PlaceCell = Annotated[
    str,
    Field(pattern="^88[0-9a-f]{13}$", description="An H3 cell of resolution 8.", examples=["8839338c5dfffff"]),
]


class Place(Shape):
    """A request, or a provider who waits, and the cell it is in: nothing finer is taken."""

    id: Id
    cell: PlaceCell


class Batch(Shape):
    requests: Annotated[list[Place], Field(max_length=MAX_SIDE)]
    providers: Annotated[list[Place], Field(max_length=MAX_SIDE)]


class Match(Shape):
    """`steps` from cell to cell."""

    request: str
    provider: str
    steps: Count


class Report(Shape):
    """Whoever has the batch reproduces it. `inputsHash` is the sha-256 of `[[[id, cell], …], [[id, cell], …]]`, both lists
    in the order of their ids, as JSON without spaces."""

    inputs_hash: Hash
    cost_version: str
    is_exact: bool
    matches: list[Match]
    unmatched: list[str]
    total_steps: Count


class Matched(Shape):
    data: Report
