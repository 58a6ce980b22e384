"""Render rows of the undo journal: as they were at a block, with their documents as they are known today."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from indexer.model.account import Review
from indexer.model.deal import Claim, Deal, DealTerms, Outcome, Party, Status
from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import Digest
from indexer.model.listing import Listing, ListingStatus, Terms
from indexer.model.resources import Renderer
from indexer.model.split import Paid
from indexer.store.reads import Snapshot

Columns = Mapping[str, Any]

_AMOUNTS = ("price", "deposit", "refunds")
_Struct = TypeVar("_Struct", Terms, DealTerms)


class PastRenderer:
    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._by_table: Mapping[str, Callable[[Snapshot, Columns], bytes]] = {
            "listing": self._listing,
            "deal": self._deal,
            "review": self._review,
        }

    def __call__(self, snapshot: Snapshot, table: str, columns: Columns) -> bytes:
        return self._by_table[table](snapshot, columns)

    def _listing(self, snapshot: Snapshot, columns: Columns) -> bytes:
        row = Listing(
            **_taken(Listing, columns, leaving=("status", "terms")),
            status=ListingStatus(columns["status"]),
            terms=_struct(Terms, columns),
        )
        return self._renderer.listing(row, read_document(snapshot, row.terms.document, DocumentKind.LISTING))

    def _deal(self, snapshot: Snapshot, columns: Columns) -> bytes:
        told = ("terms", "status", "outcome", "claim", "claimant", "proposer", "deposit_only", "paid", "proposed_bps")
        row = Deal(
            **_taken(Deal, columns, leaving=told),
            terms=_struct(DealTerms, columns),
            status=Status(columns["status"]),
            outcome=Outcome(columns["outcome"]),
            claim=Claim(columns["claim"]),
            claimant=Party(columns["claimant"]),
            proposer=Party(columns["proposer"]),
            proposed_bps=columns["proposed_bps"],
            deposit_only=bool(columns["deposit_only"]),
            paid=Paid(**{field.name: int(columns[f"paid_{field.name}"]) for field in fields(Paid)}),
        )
        return self._renderer.deal(row, read_document(snapshot, row.terms.agreement, DocumentKind.LISTING))

    def _review(self, snapshot: Snapshot, columns: Columns) -> bytes:
        row = Review(**_taken(Review, columns, leaving=()))
        document = row.document and read_document(snapshot, row.document, DocumentKind.REVIEW)
        return self._renderer.review(row, document or None)


def read_document(snapshot: Snapshot, digest: str, kind: DocumentKind) -> Document:
    row = snapshot.row(
        "select state, reason, attempts, next_try_at, size, title, content from document"
        " where chain_id = ? and digest = ? and kind = ?",
        (snapshot.chain_id, digest, kind.value),
    )
    if row is None:
        return Document(Digest(digest), kind, DocumentState.PENDING)
    return Document(Digest(digest), kind, DocumentState(row[0]), *row[1:])


def _struct(kind: type[_Struct], columns: Columns) -> _Struct:
    return kind(**{name: int(v) if name in _AMOUNTS else v for name, v in _taken(kind, columns, leaving=()).items()})


def _taken(kind: Any, columns: Columns, *, leaving: tuple[str, ...]) -> dict[str, Any]:
    return {field.name: columns[field.name] for field in fields(kind) if field.name not in leaving}
