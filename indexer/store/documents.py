"""Documents that events name: what the content worker found, and when to look again."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import ChainId, Digest, Timestamp
from indexer.store.tables.table import Key, chunks

_COLUMNS = "digest, kind, state, reason, attempts, next_try_at, size, title, content"
_HEAD_COLUMNS = "digest, kind, state, reason, attempts, next_try_at, size, title, null"
_KEYS_AT_ONCE = 500
_NAME = """
insert into document (chain_id, digest, kind, state, attempts, next_try_at) values (?, ?, ?, 'pending', 0, 0)
on conflict do nothing
"""
_PUT = """
update document set state = ?, reason = ?, attempts = ?, next_try_at = ?, size = ?, title = ?, content = ?
where chain_id = ? and digest = ? and kind = ?
"""
_DUE = f"""
select {_HEAD_COLUMNS} from document
where chain_id = ? and next_try_at <= ? order by next_try_at, digest, kind limit ?
"""  # noqa: S608 - constants only


def name_documents(connection: sqlite3.Connection, chain_id: ChainId, keys: Iterable[Key]) -> None:
    """Pending until somebody looks; what is known already stays as it is."""
    connection.executemany(_NAME, ((chain_id, *key) for key in keys))


def put_document(connection: sqlite3.Connection, chain_id: ChainId, document: Document) -> bool:
    """False when no event names the document any more."""
    values = (
        *(document.state.value, document.reason, document.attempts, document.next_try_at),
        *(document.size, document.title, document.content),
    )
    return connection.execute(_PUT, (*values, chain_id, *document.key)).rowcount > 0


def due_documents(connection: sqlite3.Connection, chain_id: ChainId, *, now: Timestamp, limit: int) -> list[Document]:
    """Those whose time has come, without their content."""
    return [_document(values) for values in connection.execute(_DUE, (chain_id, now, limit))]


def next_due_at(connection: sqlite3.Connection, chain_id: ChainId) -> Timestamp | None:
    statement = "select min(next_try_at) from document where chain_id = ?"
    found = connection.execute(statement, (chain_id,)).fetchone()[0]
    return None if found is None else Timestamp(found)


def known_documents(connection: sqlite3.Connection, chain_id: ChainId, keys: Iterable[Key]) -> set[Key]:
    known: set[Key] = set()
    for some in chunks(keys, _KEYS_AT_ONCE):
        known.update(connection.execute(_among("digest, kind", some), _flat(chain_id, some)))
    return known


def load_resolved(
    connection: sqlite3.Connection, chain_id: ChainId, keys: Iterable[Key], *, with_content: bool
) -> dict[Key, Document]:
    """Those that somebody looked for: all others are pending, and in a backfill nearly all are."""
    columns = _COLUMNS if with_content else _HEAD_COLUMNS
    found: dict[Key, Document] = {}
    for some in chunks(keys, _KEYS_AT_ONCE):
        for values in connection.execute(_among(columns, some) + " and state <> 'pending'", _flat(chain_id, some)):
            document = _document(values)
            found[document.key] = document
    return found


def forget_documents(connection: sqlite3.Connection, chain_id: ChainId, keys: Sequence[Key]) -> None:
    connection.executemany(
        "delete from document where chain_id = ? and digest = ? and kind = ?", ((chain_id, *key) for key in keys)
    )


def _among(columns: str, keys: Sequence[Key]) -> str:
    wanted = ", ".join(["(?, ?)"] * len(keys))
    return f"select {columns} from document where chain_id = ? and (digest, kind) in (values {wanted})"  # noqa: S608


def _flat(chain_id: ChainId, keys: Sequence[Key]) -> list[Any]:
    return [chain_id, *(part for key in keys for part in key)]


def _document(
    values: tuple[str, str, str, str | None, int, int | None, int | None, str | None, bytes | None],
) -> Document:
    digest, kind, state, reason, attempts, next_try_at, size, title, content = values
    return Document(
        Digest(digest),
        DocumentKind(kind),
        DocumentState(state),
        reason,
        attempts,
        None if next_try_at is None else Timestamp(next_try_at),
        size,
        title,
        content,
    )
