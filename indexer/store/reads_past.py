"""Render rows of the undo journal: as they were at a block, with their documents as they are known today."""

from collections.abc import Callable, Mapping
from typing import Any

from indexer.model.account import Review
from indexer.model.deal import Deal
from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import Digest
from indexer.model.listing import Listing
from indexer.model.resources import Renderer
from indexer.store.reads import Snapshot
from indexer.store.tables import TABLES


class PastRenderer:
    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._by_table: Mapping[str, Callable[[Snapshot, Any], bytes]] = {
            "listing": self._listing,
            "deal": self._deal,
            "review": self._review,
        }

    def __call__(self, snapshot: Snapshot, table: str, image: Mapping[str, Any]) -> bytes:
        row = TABLES[table].row_of(tuple(image[name] for name in TABLES[table].columns))
        return self._by_table[table](snapshot, row)

    def _listing(self, snapshot: Snapshot, row: Listing) -> bytes:
        return self._renderer.listing(row, read_document(snapshot, row.terms.document, DocumentKind.LISTING))

    def _deal(self, snapshot: Snapshot, row: Deal) -> bytes:
        return self._renderer.deal(row, read_document(snapshot, row.terms.agreement, DocumentKind.LISTING))

    def _review(self, snapshot: Snapshot, row: Review) -> bytes:
        document = read_document(snapshot, row.document, DocumentKind.REVIEW) if row.document else None
        return self._renderer.review(row, document)


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
