"""How long a batch of rides takes to match, and how far all travel, beside two peers on the same batch.

python -m scripts.bench matching

Greedy gives each request in turn its nearest free driver, as dispatchers do. Sorted takes the shortest way of all first.
The first time counts the ways around every cell; later batches of the same city know them.
"""

import json
import time
from collections.abc import Callable, Iterable
from itertools import product
from random import Random

import h3

from indexer.discovery.matching import MAX_STEPS, Place, match

REQUESTS, DRIVERS = 200, 240
CENTER, CITY_STEPS = (38.72, -9.14), 12
ROUNDS = 9
# What the story of rides asks for.
GOAL_MILLISECONDS = 100

Way = tuple[int, str, str]


def main() -> None:
    requests, drivers = batch()
    first = milliseconds(lambda: match(requests, drivers))
    later = min(milliseconds(lambda: match(requests, drivers)) for _ in range(ROUNDS))
    peer = min(milliseconds(lambda: greedy(requests, drivers)) for _ in range(ROUNDS))
    told = {"unit": "ms", "peer": round(peer, 1), "goal": GOAL_MILLISECONDS}
    name = f"match {REQUESTS} requests with {DRIVERS} drivers"
    print(json.dumps({"name": f"{name}, in a city seen first", "value": round(first, 1), **told}))
    print(json.dumps({"name": f"{name}, in the same city", "value": round(later, 1), **told}))
    report = match(requests, drivers)
    ours = report.total_steps + (MAX_STEPS + 1) * len(report.unmatched)
    theirs = {"greedy": cost(greedy(requests, drivers)), "sorted": cost(by_length(requests, drivers))}
    print(json.dumps({"name": "how far all of them travel", "value": ours, "unit": "steps", **theirs}))


def batch() -> tuple[list[Place], list[Place]]:
    dice, city = Random(7), sorted(h3.grid_disk(h3.latlng_to_cell(*CENTER, 8), CITY_STEPS))
    sides = (("request", REQUESTS), ("driver", DRIVERS))
    asked, waiting = ([Place(f"{kind}-{n}", dice.choice(city)) for n in range(count)] for kind, count in sides)
    return asked, waiting


def greedy(requests: Iterable[Place], drivers: Iterable[Place]) -> list[Way]:
    free, chosen = list(drivers), []
    for request in requests:
        nearest = min(free, key=lambda driver: h3.grid_distance(request.cell, driver.cell))
        steps = h3.grid_distance(request.cell, nearest.cell)
        if steps <= MAX_STEPS:
            free.remove(nearest)
            chosen.append((steps, request.id, nearest.id))
    return chosen


def by_length(requests: Iterable[Place], drivers: Iterable[Place]) -> list[Way]:
    ways = sorted(
        (h3.grid_distance(one.cell, other.cell), one.id, other.id) for one, other in product(requests, drivers)
    )
    served: set[str] = set()
    busy: set[str] = set()
    chosen = []
    for steps, request, driver in ways:
        if steps <= MAX_STEPS and request not in served and driver not in busy:
            served.add(request)
            busy.add(driver)
            chosen.append((steps, request, driver))
    return chosen


def cost(ways: list[Way]) -> int:
    """Who is left over counts as the matcher counts it."""
    return sum(steps for steps, _, _ in ways) + (MAX_STEPS + 1) * (REQUESTS - len(ways))


def milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main()
