"""Render rows of the undo journal: as they were at a block, with their documents as they are known today."""

from collections.abc import Mapping
from typing import Any

import orjson

from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import Digest
from indexer.model.resources import Renderer
from indexer.store.reads import Snapshot
from indexer.store.reads_lists import past_rows
from indexer.store.rendering import Fetched
from indexer.store.tables import TABLE_OF, TABLES
from indexer.store.tables.table import Inside, Table


class PastRenderer:
    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def __call__(self, snapshot: Snapshot, table_name: str, image: Mapping[str, Any], *, shown: int) -> bytes:
        """`shown` is the block whose state is told."""
        table = TABLES[table_name]
        assert table.show is not None, "only rows with JSON are listed"
        row = _row_of(table, image)
        sources = Fetched()
        if table.naming and (named := table.naming.of(row)):
            document = read_document(snapshot, *named)
            sources.documents[document.key] = document
        for inside in table.inside:
            owner = row.key[0]
            sources.rows[inside.kind, owner] = _inside(snapshot, inside, owner, shown=shown)
        return self._renderer.render(row, table.show, sources)


def read_document(snapshot: Snapshot, digest: Digest, kind: DocumentKind) -> Document:
    """Pending where nobody has looked yet."""
    row = snapshot.row(
        "select state, reason, attempts, next_try_at, size, title, content from document"
        " where chain_id = ? and digest = ? and kind = ?",
        (snapshot.chain_id, digest, kind.value),
    )
    if row is None:
        return Document(digest, kind, DocumentState.PENDING)
    return Document(digest, kind, DocumentState(row[0]), *row[1:])


def _inside(snapshot: Snapshot, inside: Inside, owner: str, *, shown: int) -> list[Any]:
    """The rows inside as they were at the block too."""
    table = TABLE_OF[inside.kind]
    statement = f"select {', '.join(table.columns)} from {table.name} where chain_id = ? and {inside.column} = ?"  # noqa: S608
    now = map(table.row_of, snapshot.rows(statement, (snapshot.chain_id, owner)))
    rows = {row.key: row for row in now}
    for key_text, image_text in past_rows(snapshot, table.name, shown=shown).items():
        key = tuple(orjson.loads(key_text)[1:])
        image = None if image_text is None else orjson.loads(image_text)
        if image is None:
            rows.pop(key, None)
        elif image[inside.column] == owner:
            rows[key] = _row_of(table, image)
    return [rows[key] for key in sorted(rows)]


def _row_of(table: Table[Any], image: Mapping[str, Any]) -> Any:
    return table.row_of(tuple(image[name] for name in table.columns))
