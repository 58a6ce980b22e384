"""Which known word a typo meant."""

from collections.abc import Iterable

from indexer.model.search import KnownWord

_TWO_EDITS_FROM = 8
_NO_EDITS_BELOW = 3


def best_correction(word: str, known: Iterable[KnownWord]) -> str | None:
    """The nearest word, at most one edit away, or two for long words; of equally near ones the most used."""
    allowed = edits_allowed(word)
    ranked = []
    for candidate in known:
        distance = edit_distance(word, candidate.word, limit=allowed)
        if 0 < distance <= allowed:
            # People rarely mistype the first letter.
            ranked.append((distance, candidate.word[0] != word[0], -candidate.uses, candidate.word))
    return min(ranked)[-1] if ranked else None


def edits_allowed(word: str) -> int:
    if len(word) < _NO_EDITS_BELOW or word.isdigit():
        return 0
    return 2 if len(word) >= _TWO_EDITS_FROM else 1


def edit_distance(one: str, other: str, *, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbors; anything above the limit is limit + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, match in enumerate(other, start=1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
