"""Plays many stories on one chain in the order of their days, by moving the chain's clock between their steps."""

import heapq
from collections.abc import Callable, Generator, Iterable

from scripts.devnet import Devnet
from scripts.seed.catalog import DAY

# Yields how long to wait before its next step.
Story = Generator[float, None, None]


class TooLong(Exception):
    def __init__(self, day: float, *, limit: float) -> None:
        super().__init__(f"A story of the sample market goes on at day {day:.1f}, but today is day {limit:.1f}.")


def play(
    net: Devnet, stories: Iterable[tuple[float, Story]], *, begin: int, end: int, told: Callable[[float], None]
) -> None:
    """Every story starts at its day after `begin` and must be over at `end`. `told` gets the day after each step."""
    queue = [(day, number, story) for number, (day, story) in enumerate(stories)]
    heapq.heapify(queue)
    last = (end - begin) / DAY
    while queue:
        day, number, story = heapq.heappop(queue)
        if day > last:
            raise TooLong(day, limit=last)
        moment = begin + int(day * DAY)
        if net.now() < moment:
            net.travel_to(moment)
        for wait in story:
            heapq.heappush(queue, (day + wait, number, story))
            break
        told(day)
    net.travel_to(max(end, net.now() + 1))
