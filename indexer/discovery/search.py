"""Full-text search over listings: what is searched for, and what it was meant to be.

Ranking is public and the same for every wallet. A hit has every word asked for (in any form of the word; the last one
may be unfinished) in its title, tags, category or description, and is ranked by bm25 alone, where a word counts
10 in the title, 5 in the tags, 3 in the category and 1 in the description. Equal scores are ordered by listing id.
Nobody can pay for a place, and nothing about the seller or the searcher changes the order.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.discovery.spelling import best_correction
from indexer.model.identity import Digest
from indexer.model.search import KnownWord, SearchRow

MAX_WORDS = 12
MAX_WORD_LENGTH = 32
MIN_VOCABULARY_LENGTH = 3

_WORD = re.compile(r"[^\W_]+")


class Vocabulary(Protocol):
    """What a store knows about words."""

    def matches(self, word: str) -> bool:
        """Whether any document has the word, in any of its forms."""
        ...

    def completions(self, beginning: str) -> Sequence[KnownWord]: ...

    def similar(self, word: str) -> Sequence[KnownWord]: ...


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """`match` is an FTS5 expression, None when the text has no word in it. `corrected` is the text that was searched
    for instead, None when it was taken as written."""

    match: str | None
    corrected: str | None = None


def plan_search(text: str, vocabulary: Vocabulary) -> SearchPlan:
    words = words_of(text)[:MAX_WORDS]
    if not words:
        return SearchPlan(match=None)
    unfinished = bool(_WORD.fullmatch(text[-1]))
    completions = _completions(words[-1], vocabulary) if unfinished else []
    chosen = [_correct(word, vocabulary) for word in words[:-1]]
    chosen.append(words[-1] if completions else _correct(words[-1], vocabulary))
    terms = [_quoted(word) for word in chosen[:-1]]
    terms.append(_last_term(chosen[-1], completions) if unfinished else _quoted(chosen[-1]))
    corrected = None if chosen == words else " ".join(chosen)
    return SearchPlan(" AND ".join(terms), corrected)


def search_row(digest: Digest, content: Mapping[str, Any]) -> SearchRow:
    """The row of a verified document. Its texts are folded as questions are, so that ß finds SS."""
    attributes = (f"{name} {value}" for name, value in content["attributes"].items())
    title = words_of(content["title"])
    tags = words_of("\n".join(content["tags"]))
    description = words_of("\n".join([content["description"], *attributes, *content.get("amenities", ())]))
    known = {*title, *tags, *words_of(content["category"]), *description}
    return SearchRow(
        digest=digest,
        # Campaigns and tariffs are of one kind each.
        kind=content.get("kind", ""),
        category=content["category"],
        title=" ".join(title),
        tags=" ".join(tags),
        description=" ".join(description),
        words=frozenset(word for word in known if _is_worth_knowing(word)),
    )


def words_of(text: str) -> list[str]:
    """Lower-case words without accents, as the index holds them."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return [word[:MAX_WORD_LENGTH] for word in _WORD.findall(bare)]


def _is_worth_knowing(word: str) -> bool:
    return len(word) >= MIN_VOCABULARY_LENGTH and not word.isdigit()


def _completions(beginning: str, vocabulary: Vocabulary) -> list[str]:
    return [known.word for known in vocabulary.completions(beginning)]


def _correct(word: str, vocabulary: Vocabulary) -> str:
    if vocabulary.matches(word):
        return word
    return best_correction(word, vocabulary.similar(word)) or word


def _last_term(word: str, completions: Sequence[str]) -> str:
    """The index holds stems, and "cerami" is no beginning of "ceram": so the known words it begins are asked for too."""
    alternatives = [f"{_quoted(word)} *", *(_quoted(completion) for completion in completions if completion != word)]
    return f"({' OR '.join(alternatives)})"


def _quoted(word: str) -> str:
    # Words hold letters and digits only, so nothing in the quotes can end them.
    return f'"{word}"'
