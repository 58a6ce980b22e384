"""Write rows with their JSON, which shows the documents they name."""

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import Digest
from indexer.model.resources import Renderer
from indexer.store.documents import load_resolved
from indexer.store.tables import TABLE_OF, TABLES
from indexer.store.tables.table import Key, Row, Table


class Touched:
    """Rows to be written, by table and key."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Key, Any]] = {name: {} for name in TABLES}

    def of(self, table: Table[Row]) -> dict[Key, Row]:
        return self._rows[table.name]


class Fetched:
    """What some rows show beside themselves, read at once."""

    def __init__(self) -> None:
        self.documents: dict[Key, Document] = {}
        self.rows: dict[tuple[type[Any], str], list[Any]] = {}

    def document(self, digest: Digest, kind: DocumentKind) -> Document:
        found = self.documents.get((digest, kind.value))
        return found or Document(digest, kind, DocumentState.PENDING)

    def inside(self, kind: type[Row], owner: str) -> Sequence[Row]:
        return self.rows.get((kind, owner), ())


class RowWriter:
    """Renders and writes within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, renderer: Renderer) -> None:
        self._connection = connection
        self._chain_id = renderer.chain_id
        self._renderer = renderer

    def write(self, touched: Touched) -> None:
        """Tables are in their order: rows that others show come first."""
        for table in TABLES.values():
            if rows := touched.of(table).values():
                self._put(table, rows)

    def naming(self, document: Document) -> Touched:
        """The rows whose JSON shows the document."""
        touched = Touched()
        for table in TABLES.values():
            if table.naming and document.kind in table.naming.kinds:
                found = table.load_where(
                    self._connection, self._chain_id, column=table.naming.column, values=[document.digest]
                )
                touched.of(table).update((row.key, row) for row in found)
        return touched

    def _put(self, table: Table[Any], rows: Collection[Any]) -> None:
        chain_id, values_of, render, show = self._chain_id, table.values_of, self._renderer.render, table.show
        if show is None:
            values = ((chain_id, *values_of(row)) for row in rows)
        else:
            sources = self._fetch(table, rows)
            values = ((chain_id, *values_of(row), render(row, show, sources)) for row in rows)
        self._connection.executemany(table.upsert(), values)

    def _fetch(self, table: Table[Any], rows: Collection[Any]) -> Fetched:
        fetched = Fetched()
        if table.naming:
            of = table.naming.of
            keys = {(named[0], named[1].value) for named in map(of, rows) if named}
            fetched.documents = load_resolved(
                self._connection, self._chain_id, keys, with_content=table.naming.with_content
            )
        for inside in table.inside:
            owners = [row.key[0] for row in rows]
            found = TABLE_OF[inside.kind].load_where(
                self._connection, self._chain_id, column=inside.column, values=owners
            )
            for row in sorted(found, key=lambda row: row.key):
                fetched.rows.setdefault((inside.kind, getattr(row, inside.column)), []).append(row)
        return fetched
