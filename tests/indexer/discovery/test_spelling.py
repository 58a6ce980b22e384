"""A typo becomes the nearest known word, and a right word never becomes another."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.discovery.spelling import best_correction, edit_distance, edits_allowed
from indexer.model.search import KnownWord

LETTERS = st.text("abc", max_size=7)


def plain_distance(one, other):
    """The definition, recursive: no table, no limit."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        plain_distance(one[1:], other) + 1,
        plain_distance(one, other[1:]) + 1,
        plain_distance(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        best = min(best, plain_distance(one[2:], other[2:]) + 1)
    return best


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_the_distance_is_that_of_the_definition_up_to_the_limit(one, other, limit):
    assert edit_distance(one, other, limit=limit) == min(plain_distance(one, other), limit + 1)


@given(st.text(string.ascii_lowercase, min_size=3, max_size=12), st.data())
def test_one_edit_of_a_word_is_corrected_to_it(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    edited = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
            ]
        )
    )
    expected = word if edited != word and edits_allowed(edited) else None

    assert best_correction(edited, [KnownWord(word, 1)]) == expected


@pytest.mark.parametrize(
    ("typo", "known", "meant"),
    [
        ("bwol", {"bowl": 1, "bowls": 9}, "bowl"),
        ("tabel", {"table": 3, "label": 3}, "table"),
        ("cermic", {"ceramic": 1}, "ceramic"),
        ("photografy", {"photography": 1}, "photography"),
        ("bicylce", {"bicycle": 1}, "bicycle"),
        ("lamb", {"lamp": 2, "jamb": 50}, "lamp"),
        ("cart", {"card": 2, "care": 7}, "care"),
        ("chair", {"chairs": 1}, "chairs"),
        ("xy", {"xyz": 9}, None),
        ("2025", {"2026": 9}, None),
        ("zebra", {"cobra": 9}, None),
        ("bowl", {}, None),
    ],
)
def test_the_nearest_word_wins_then_the_first_letter_then_use(typo, known, meant):
    assert best_correction(typo, [KnownWord(word, uses) for word, uses in known.items()]) == meant


def test_equal_words_are_chosen_by_the_alphabet():
    known = [KnownWord("mole", 1), KnownWord("male", 1)]

    assert best_correction("mile", known) == best_correction("mile", known[::-1]) == "male"
