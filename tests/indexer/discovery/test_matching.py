"""Requests and providers are matched at the least total distance, and anybody can do it again."""

from random import Random

import h3
import pytest

from indexer.discovery import matching
from indexer.discovery.matching import MAX_STEPS, CellRefused, NamedTwice, Place, match

CENTER = h3.latlng_to_cell(38.72, -9.14, 8)
CITY = sorted(h3.grid_disk(CENTER, 12))


def batch(seed, *, requests, providers):
    dice = Random(seed)
    return (
        [Place(f"request-{n}", dice.choice(CITY)) for n in range(requests)],
        [Place(f"driver-{n}", dice.choice(CITY)) for n in range(providers)],
    )


def test_a_cell_that_is_too_fine_is_refused():
    with pytest.raises(CellRefused, match="resolution 8"):
        match([Place("a", h3.latlng_to_cell(38.72, -9.14, 9))], [])


def test_a_cell_that_is_none_is_refused():
    with pytest.raises(CellRefused, match="Lisbon"):
        match([], [Place("a", "Lisbon")])


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(NamedTwice, match="“a”"):
        match([Place("a", CENTER), Place("a", CITY[0])], [])


def test_an_empty_side_leaves_the_other_unmatched():
    assert match([Place("a", CENTER)], []).unmatched == ("a",)
    assert match([], [Place("a", CENTER)]).matches == ()


def test_who_is_too_far_away_is_not_matched():
    (far,) = h3.grid_ring(CENTER, MAX_STEPS + 1)[:1]

    assert match([Place("a", CENTER)], [Place("b", far)]).unmatched == ("a",)


def test_all_together_travel_less_than_if_each_took_the_nearest():
    one, two = h3.grid_ring(CENTER, 1)[0], h3.grid_ring(CENTER, 3)[0]
    requests = [Place("a", CENTER), Place("b", one)]
    providers = [Place("c", CENTER), Place("d", two)]

    report = match(requests, providers)

    assert report.total_steps == min(
        h3.grid_distance(x, CENTER) + h3.grid_distance(y, two) for x, y in ((CENTER, one), (one, CENTER))
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_total_is_never_above_the_greedy_one(seed, monkeypatch):
    requests, providers = batch(seed, requests=200, providers=240)
    exact = match(requests, providers)
    monkeypatch.setattr(matching, "MAX_EXACT_PAIRS", 0)
    greedy = match(requests, providers)

    def cost(report):
        return report.total_steps + (MAX_STEPS + 1) * len(report.unmatched)

    assert exact.is_exact
    assert not greedy.is_exact
    assert cost(exact) <= cost(greedy)


def test_the_order_of_a_batch_changes_nothing():
    requests, providers = batch(7, requests=40, providers=50)

    assert match(requests, providers) == match(requests[::-1], providers[::-1])


@pytest.mark.parametrize(("asked", "offered"), [(30, 40), (40, 30), (25, 25)])
def test_a_second_matcher_reproduces_the_report_from_its_inputs(asked, offered):
    requests, providers = batch(asked, requests=asked, providers=offered)
    report = match(requests, providers)

    pairs = second_matcher(requests, providers)

    assert {(found.request, found.provider) for found in report.matches} == pairs


def second_matcher(requests, providers):
    """The Hungarian method in plain integers, with no code of ours: only the documented cost."""
    size = max(len(requests), len(providers))
    far = (MAX_STEPS + 1) << 33

    def cost(i, j):
        if i >= len(requests) or j >= len(providers):
            return far
        steps = h3.grid_distance(requests[i].cell, providers[j].cell)
        if steps > MAX_STEPS:
            return far
        return (steps << 33) + matching.tie_of(requests[i].id, providers[j].id)

    costs = [[cost(i, j) for j in range(size)] for i in range(size)]
    chosen = hungarian(costs)
    return {(requests[i].id, providers[j].id) for i, j in chosen if costs[i][j] < far}


def hungarian(costs):
    """Shortest augmenting paths with potentials, row by row (Jonker and Volgenant 1987)."""
    size = len(costs)
    row_potential, column_potential = [0] * (size + 1), [0] * (size + 1)
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        least, before = [float("inf")] * (size + 1), [0] * (size + 1)
        seen = [False] * (size + 1)
        column = 0
        while row_of[column]:
            seen[column] = True
            current, delta, following = row_of[column], float("inf"), 0
            for j in range(1, size + 1):
                if seen[j]:
                    continue
                reduced = costs[current - 1][j - 1] - row_potential[current] - column_potential[j]
                if reduced < least[j]:
                    least[j], before[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(size + 1):
                if seen[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = before[column]
    return [(row_of[j] - 1, j - 1) for j in range(1, size + 1)]
