"""What the acts cost elsewhere, and the table that sets ours beside it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PEERS = Path(__file__).with_suffix(".toml")
COLUMNS = ("act", "ours", "target", "floor", "ours / floor", "prototype", "cheapest peer", "what differs")


@dataclass(frozen=True)
class Comparison:
    """Gas of the same act elsewhere; None where nothing is known."""

    target: int | None = None
    floor: int | None = None
    prototype: int | None = None
    compare: str = ""
    peers: Mapping[str, int] = field(default_factory=dict)

    @property
    def cheapest(self) -> tuple[str, int] | None:
        return min(self.peers.items(), key=lambda peer: peer[1]) if self.peers else None


def load() -> dict[str, Comparison]:
    return {act: Comparison(**row) for act, row in tomllib.loads(PEERS.read_text()).items()}


def table(costs: Mapping[str, int]) -> str:
    """Every act we measure, as Markdown."""
    rows = [COLUMNS, ("---",) * len(COLUMNS), *_rows(costs, load())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _rows(costs: Mapping[str, int], comparisons: Mapping[str, Comparison]) -> Iterator[tuple[str, ...]]:
    for act, cost in costs.items():
        known = comparisons.get(act, Comparison())
        ratio = f"{cost / known.floor:.2f}" if known.floor else ""
        cheapest = f"{known.cheapest[1]:,} ({known.cheapest[0]})" if known.cheapest else ""
        yield (
            act,
            f"{cost:,}",
            _gas(known.target),
            _gas(known.floor),
            ratio,
            _gas(known.prototype),
            cheapest,
            known.compare,
        )


def _gas(cost: int | None) -> str:
    return "" if cost is None else f"{cost:,}"
