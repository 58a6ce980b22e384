"""Search the listings' documents. Reads only: the rows are written by `search_index`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from indexer.model.search import KnownWord
from indexer.store.reads import Snapshot
from indexer.store.reads_lists import Condition, Page

SCORE_KEY = (int, str)
"""The types of a key of `search_listings`: the score and the listing id."""

_MAX_COMPLETIONS = 20
_MAX_SIMILAR = 50

# Whole millionths, so that a score survives its way through a cursor. bm25 is negative: the best is the smallest.
_SCORE = "cast(round(-1e6 * bm25(listing_fts, 10.0, 5.0, 3.0, 1.0)) as integer)"

# Cross joins begin with the words: the planner knows nothing of their number and would search them once a listing.
_HITS = f"""
select {_SCORE} as score, said.digest as digest
from listing_fts cross join listing_search as said on said.id = listing_fts.rowid
where listing_fts match ?
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """`match` is what discovery.search planned; `conditions` speak of columns of listing. `after` is a page's
    `next_key`."""

    match: str
    conditions: Sequence[Condition] = ()
    limit: int = 50
    after: tuple[int, str] | None = None


class Words:
    """The vocabulary that discovery.search asks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def matches(self, word: str) -> bool:
        return bool(self._snapshot.rows("select 1 from listing_fts where listing_fts match ? limit 1", (f'"{word}"',)))

    def completions(self, beginning: str) -> list[KnownWord]:
        statement = "select word, uses from search_word where word >= ? and word < ? order by uses desc, word limit ?"
        rows = self._snapshot.rows(statement, (beginning, _end_of(beginning), _MAX_COMPLETIONS))
        return [KnownWord(word, uses) for word, uses in rows]

    def similar(self, word: str) -> list[KnownWord]:
        rows = self._snapshot.rows(
            "select word, uses from ("
            " select word, count(*) as shared from search_trigram"
            " where trigram in (select value from json_each(?)) group by word"
            ") join search_word using (word) order by shared desc, uses desc, word limit ?",
            (orjson.dumps(trigrams_of(word)).decode(), _MAX_SIMILAR),
        )
        return [KnownWord(word, uses) for word, uses in rows]


def search_listings(snapshot: Snapshot, query: SearchQuery) -> Page:
    """The best first; equal scores by listing id. The key of a row is (score, listing id)."""
    conditions = [Condition("chain_id = ?", (snapshot.chain_id,)), *query.conditions]
    if query.after is not None:
        score, listing_id = query.after
        conditions.append(Condition("score < ? or (score = ? and listing_id > ?)", (score, score, listing_id)))
    # Rows are fetched after the limit: sorting would otherwise carry the JSON of every hit.
    statement = f"""
        select score, found.listing_id, listing.json from (
            select score, listing_id, listing.rowid as place
            from ({_HITS}) as hit
            cross join listing indexed by listing_of_document on listing.document = hit.digest
            where {_all(conditions)} order by score desc, listing_id limit ?
        ) as found join listing on listing.rowid = found.place
        order by score desc, found.listing_id
    """  # noqa: S608 - conditions are our own texts, their values are bound
    rows = snapshot.rows(statement, (query.match, *_values(conditions), query.limit + 1))
    shown = rows[: query.limit]
    next_key = (shown[-1][0], shown[-1][1]) if len(rows) > query.limit else None
    return Page([bytes(row[2]) for row in shown], next_key)


def category_counts(snapshot: Snapshot, conditions: Sequence[Condition]) -> list[tuple[str, int]]:
    """How many listings of each category fulfil the conditions, the most first. Exact."""
    every = [Condition("chain_id = ?", (snapshot.chain_id,)), *conditions]
    statement = f"""
        select category, count(*) as listings
        from listing join listing_search on listing_search.digest = listing.document
        where {_all(every)} group by category order by listings desc, category
    """  # noqa: S608 - conditions are our own texts, their values are bound
    return [(category, count) for category, count in snapshot.rows(statement, _values(every))]


def in_category(path: str) -> Condition:
    """`home` holds home and home/ceramics, not homeware. Speaks of `document`, so it holds for rows of the past too."""
    return Condition(
        "document in (select digest from listing_search where category = ? or (category >= ? and category < ?))",
        (path, path + "/", path + "0"),
    )


def of_kind(kind: str) -> Condition:
    return Condition("document in (select digest from listing_search where kind = ?)", (kind,))


def matching(match: str | None) -> Condition:
    """For lists in another order than that of relevance. None is a text without a word: nothing has it."""
    if match is None:
        return Condition("0")
    return Condition(
        "document in (select digest from listing_search where id in"
        " (select rowid from listing_fts where listing_fts match ?))",
        (match,),
    )


def trigrams_of(word: str) -> list[str]:
    """The ends count as letters, so that short words have pieces too."""
    padded = f"  {word} "
    return sorted({padded[start : start + 3] for start in range(len(padded) - 2)})


def _end_of(beginning: str) -> str:
    """The first text after all that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def _all(conditions: Sequence[Condition]) -> str:
    return " and ".join(f"({condition.sql})" for condition in conditions)


def _values(conditions: Sequence[Condition]) -> tuple[Any, ...]:
    return tuple(value for condition in conditions for value in condition.values)
