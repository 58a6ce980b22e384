"""Who serves whom: one batch of requests and providers, assigned so that all of them together travel least.

Places are H3 cells, no finer than resolution 8; a distance is the number of steps from cell to cell. The assignment is
the cheapest one there is (Kuhn 1955, Crouse 2016) and there is only one: ties are decided by a hash of both sides,
which nobody's address or order in the batch can lean on. Whoever has the inputs reproduces the report bit for bit.
What a provider declined before is not an input: declining costs nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final

import h3
import numpy as np
import orjson
from scipy.optimize import linear_sum_assignment

COST_VERSION: Final = "steps-1"
MAX_STEPS: Final = 12
MAX_RESOLUTION: Final = 8
# A batch above this is answered greedily: the exact assignment would take longer than a batch may.
MAX_EXACT_PAIRS: Final = 4_000_000

# Below one step, so that it decides between equal distances and never against a shorter one, however many are matched.
_TIE_BITS: Final = 20
_STEP: Final = 1 << 33
# Leaving a request unmatched costs more than the longest way that counts.
_UNMATCHED: Final = (MAX_STEPS + 1) * _STEP


Steps = np.ndarray[Any, np.dtype[np.int64]]


class MatchingError(ValueError):
    """A batch that cannot be matched."""


class CellRefused(MatchingError):
    def __init__(self, cell: str) -> None:
        super().__init__(
            f"“{cell}” is no H3 cell of resolution {MAX_RESOLUTION}: coarser cells say too little, finer too much."
        )


class NamedTwice(MatchingError):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” stands in the batch twice: each request and provider once.")


@dataclass(frozen=True, slots=True)
class Place:
    """A request, or a provider who waits: its id, and the cell it is in."""

    id: str
    cell: str


@dataclass(frozen=True, slots=True)
class Match:
    request: str
    provider: str
    steps: int


@dataclass(frozen=True, slots=True)
class Report:
    """Enough for a second matcher: the hash of the inputs, how cost was counted, and the assignment."""

    inputs_hash: str
    cost_version: str
    is_exact: bool
    matches: tuple[Match, ...]
    unmatched: tuple[str, ...]

    @property
    def total_steps(self) -> int:
        return sum(match.steps for match in self.matches)

    def as_json(self) -> dict[str, Any]:
        return {
            "inputsHash": self.inputs_hash,
            "costVersion": self.cost_version,
            "isExact": self.is_exact,
            "matches": [{"request": m.request, "provider": m.provider, "steps": m.steps} for m in self.matches],
            "unmatched": list(self.unmatched),
            "totalSteps": self.total_steps,
        }


def match(requests: Iterable[Place], providers: Iterable[Place]) -> Report:
    """Assigns each request at most one provider within MAX_STEPS. One left unmatched counts as MAX_STEPS + 1 steps.

    Raises CellRefused and NamedTwice."""
    asked, offered = _ordered(requests), _ordered(providers)
    steps = _distances(asked, offered)
    is_exact = steps.size <= MAX_EXACT_PAIRS
    pairs = _assign(steps, asked, offered) if is_exact else _assign_greedily(steps, asked, offered)
    matches = tuple(Match(asked[i].id, offered[j].id, int(steps[i, j])) for i, j in pairs)
    served = {found.request for found in matches}
    return Report(
        inputs_hash=hash_of(asked, offered),
        cost_version=COST_VERSION,
        is_exact=is_exact,
        matches=matches,
        unmatched=tuple(place.id for place in asked if place.id not in served),
    )


def hash_of(requests: Sequence[Place], providers: Sequence[Place]) -> str:
    """sha-256 of `[[[id, cell], …], [[id, cell], …]]`, both lists in the order of their ids, as JSON without spaces."""
    inputs = [[[place.id, place.cell] for place in places] for places in (requests, providers)]
    return "0x" + sha256(orjson.dumps(inputs)).hexdigest()


def tie_of(request: str, provider: str) -> int:
    """The highest 20 of 64 bits of the product of both ids' hashes: the first 8 bytes of their sha-256, made odd."""
    return (_odd_hash(request) * _odd_hash(provider) % (1 << 64)) >> (64 - _TIE_BITS)


def _odd_hash(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big") | 1


def _ordered(places: Iterable[Place]) -> list[Place]:
    ordered = sorted(places, key=lambda place: place.id)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise NamedTwice(one.id)
    for place in ordered:
        if not h3.is_valid_cell(place.cell) or h3.get_resolution(place.cell) != MAX_RESOLUTION:
            raise CellRefused(place.cell)
    return ordered


def _distances(requests: Sequence[Place], providers: Sequence[Place]) -> Steps:
    """Steps from each request to each provider; MAX_STEPS + 1 where it is farther."""
    around = {cell: _steps_around(cell) for cell in {place.cell for place in requests}}
    far = MAX_STEPS + 1
    rows = [[around[request.cell].get(provider.cell, far) for provider in providers] for request in requests]
    return np.array(rows, dtype=np.int64).reshape(len(requests), len(providers))


@lru_cache(maxsize=4_096)
def _steps_around(cell: str) -> Mapping[str, int]:
    """People ask from the same places again and again."""
    return {near: steps for steps in range(MAX_STEPS + 1) for near in h3.grid_ring(cell, steps)}


def _assign(steps: Steps, requests: Sequence[Place], providers: Sequence[Place]) -> list[tuple[int, int]]:
    near = steps <= MAX_STEPS
    rows, columns = linear_sum_assignment(np.where(near, steps * _STEP + _ties(requests, providers), _UNMATCHED))
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if near[i, j]]


def _ties(requests: Sequence[Place], providers: Sequence[Place]) -> Steps:
    """`tie_of` for every pair."""
    asked, offered = (
        np.array([_odd_hash(place.id) for place in places], np.uint64) for places in (requests, providers)
    )
    return (np.multiply.outer(asked, offered) >> np.uint64(64 - _TIE_BITS)).astype(np.int64)


def _assign_greedily(steps: Steps, requests: Sequence[Place], providers: Sequence[Place]) -> list[tuple[int, int]]:
    pairs = [(int(i), int(j)) for i, j in zip(*np.nonzero(steps <= MAX_STEPS), strict=True)]
    ties = _ties(requests, providers)
    pairs.sort(key=lambda pair: (int(steps[pair]), int(ties[pair])))
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            chosen.append((i, j))
    return sorted(chosen)
