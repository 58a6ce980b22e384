"""Write what search reads. Called by sync in the transaction that changes a document."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

import orjson

from indexer.model.identity import Digest
from indexer.model.search import SearchRow
from indexer.store.search import trigrams_of

_COLUMNS = "title, tags, category, description"


def put_search_rows(connection: sqlite3.Connection, rows: Sequence[SearchRow]) -> None:
    """Adds verified listing documents; those already there stay as they are."""
    added = [row for row in rows if _insert(connection, row)]
    uses = Counter(word for row in added for word in row.words)
    fresh = set(uses) - _known_words(connection, uses)
    connection.executemany(
        "insert into search_word (word, uses) values (?, ?) on conflict (word) do update set uses = uses + excluded.uses",
        sorted(uses.items()),
    )
    connection.executemany(
        "insert into search_trigram (trigram, word) values (?, ?)",
        sorted((trigram, word) for word in fresh for trigram in trigrams_of(word)),
    )


def forget_search_rows(connection: sqlite3.Connection, rows: Iterable[SearchRow]) -> None:
    """Removes documents that a reorganization took back, so that scores equal those of an index that never saw them."""
    for row in rows:
        if not _delete(connection, row.digest):
            continue
        _forget_words(connection, sorted(row.words))


def _forget_words(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    for word in words:
        connection.execute("update search_word set uses = uses - 1 where word = ?", (word,))
        if connection.execute("delete from search_word where word = ? and uses = 0", (word,)).rowcount:
            connection.executemany(
                "delete from search_trigram where trigram = ? and word = ?",
                [(trigram, word) for trigram in trigrams_of(word)],
            )


def _known_words(connection: sqlite3.Connection, words: Iterable[str]) -> set[str]:
    statement = "select word from search_word where word in (select value from json_each(?))"
    return {word for (word,) in connection.execute(statement, (orjson.dumps(list(words)).decode(),))}


def _insert(connection: sqlite3.Connection, row: SearchRow) -> bool:
    inserted = connection.execute(
        "insert or ignore into listing_search (digest, kind, category, title, tags, description) values (?, ?, ?, ?, ?, ?)",
        (row.digest, row.kind, row.category, row.title, row.tags, row.description),
    )
    if inserted.rowcount == 0:
        return False
    connection.execute(
        f"insert into listing_fts (rowid, {_COLUMNS}) values (?, ?, ?, ?, ?)",  # noqa: S608 - constants only
        (inserted.lastrowid, row.title, row.tags, row.category, row.description),
    )
    return True


def _delete(connection: sqlite3.Connection, digest: Digest) -> bool:
    # The words in the index are found by the text they came from: it must be told what it was given.
    told = connection.execute(
        f"insert into listing_fts (listing_fts, rowid, {_COLUMNS})"  # noqa: S608 - constants only
        f" select 'delete', id, {_COLUMNS} from listing_search where digest = ?",
        (digest,),
    )
    connection.execute("delete from listing_search where digest = ?", (digest,))
    return told.rowcount > 0
