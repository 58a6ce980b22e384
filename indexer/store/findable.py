"""What verified documents let people find: words, and the cells where a tariff is good. Kept beside the documents."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import Digest
from indexer.model.search import SEARCHED, SearchRow
from indexer.store.search_index import forget_search_rows, put_search_rows

# What search knows of a document; discovery decides, the store only keeps.
SearchReader = Callable[[Digest, Mapping[str, Any]], SearchRow]


class Findable:
    """Writes within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, reader: SearchReader) -> None:
        self._connection = connection
        self._reader = reader

    def add(self, document: Document) -> None:
        content = _content(document)
        if content is None:
            return
        put_search_rows(self._connection, [self._reader(document.digest, content)])
        if document.kind is DocumentKind.TARIFF:
            self._connection.executemany(
                "insert or ignore into service_area (cell, digest) values (?, ?)",
                [(cell, document.digest) for cell in content["serviceArea"]],
            )

    def forget(self, documents: Iterable[Document]) -> None:
        """Scores must equal those of an index that never saw them."""
        for document in documents:
            content = _content(document)
            if content is not None:
                forget_search_rows(self._connection, [self._reader(document.digest, content)])
                self._connection.execute("delete from service_area where digest = ?", (document.digest,))


def _content(document: Document) -> Mapping[str, Any] | None:
    if document.kind not in SEARCHED or document.state is not DocumentState.VERIFIED or document.content is None:
        return None
    content: Mapping[str, Any] = orjson.loads(document.content)
    return content
