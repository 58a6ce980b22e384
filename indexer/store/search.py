"""Search the listings' documents. Reads only: the rows are written by `search_index`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from indexer.model.search import KnownWord
from indexer.store.reads import Snapshot
from indexer.store.reads_lists import Condition, Page

_MAX_COMPLETIONS = 20
_MAX_SIMILAR = 50

# Whole, so that a score survives its way through a cursor; fine, because a word of most documents weighs 1e-6.
# bm25 is negative: the best is the smallest.
_SCORE = "cast(round(-1e12 * bm25(listing_fts, 10.0, 5.0, 3.0, 1.0)) as integer)"

# Of that many of the best hits, for each row wanted, the listings are looked at; of all only if these are too few.
_HITS_PER_ROW = (4, 32)
_ALL = -1


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
    rows: list[tuple[Any, ...]] = []
    for size in _sizes(snapshot, query):
        rows = _best(snapshot, query, size=size)
        if len(rows) > query.limit:
            break
    shown = rows[: query.limit]
    next_key = (shown[-1][0], shown[-1][1]) if len(rows) > query.limit else None
    return Page([bytes(row[2]) for row in shown], next_key)


def category_counts(
    snapshot: Snapshot, conditions: Sequence[Condition], *, match: str | None = None
) -> list[tuple[str, int]]:
    """How many listings of each category fulfil the conditions, the most first. Exact."""
    every = [Condition("chain_id = ?", (snapshot.chain_id,)), *conditions]
    if match is not None:
        every.append(Condition("id in (select rowid from listing_fts where listing_fts match ?)", (match,)))
    # `cross join` keeps the order: texts first, then their listings by an index that holds what most conditions ask.
    statement = f"""
        select category, count(*) as listings
        from listing_search cross join listing on listing.document = listing_search.digest
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


def _sizes(snapshot: Snapshot, query: SearchQuery) -> list[int]:
    sizes = [factor * (query.limit + 1) for factor in _HITS_PER_ROW]
    statement = "select count(*) from (select 1 from listing_fts where listing_fts match ? limit ?)"
    hits: int = snapshot.rows(statement, (query.match, sizes[-1] + 1))[0][0]
    return [*(size for size in sizes if size < hits), _ALL]


def _best(snapshot: Snapshot, query: SearchQuery, *, size: int) -> list[tuple[Any, ...]]:
    """Rows of the `size` best hits. Hits as good as the last of these are left out: others like them were cut off."""
    conditions = [Condition("chain_id = ?", (snapshot.chain_id,)), *query.conditions]
    below = Condition("1")
    if query.after is not None:
        score, listing_id = query.after
        below = Condition("score <= ?", (score,))
        conditions.append(Condition("score < ? or listing_id > ?", (score, listing_id)))
    # JSON is fetched after the limit: sorting would otherwise carry that of every hit.
    statement = f"""
        with hit as materialized (
            select id, score from (select rowid as id, {_SCORE} as score from listing_fts where listing_fts match ?)
            where {below.sql} order by score desc limit ?
        )
        select score, found.listing_id, listing.json from (
            select score, listing_id, listing.rowid as place
            from hit cross join listing_search on listing_search.id = hit.id
            cross join listing on listing.document = listing_search.digest
            where score > (select iif(? = {_ALL}, -1, min(score)) from hit) and {_all(conditions)}
            order by score desc, listing_id limit ?
        ) as found join listing on listing.rowid = found.place
        order by score desc, found.listing_id
    """  # noqa: S608 - conditions are our own texts, their values are bound
    values = (query.match, *below.values, size, size, *_values(conditions), query.limit + 1)
    return snapshot.rows(statement, values)


def _end_of(beginning: str) -> str:
    """The first text after all that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def _all(conditions: Sequence[Condition]) -> str:
    return " and ".join(f"({condition.sql})" for condition in conditions)


def _values(conditions: Sequence[Condition]) -> tuple[Any, ...]:
    return tuple(value for condition in conditions for value in condition.values)
