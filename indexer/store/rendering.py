"""Write rows with their JSON, which shows the documents they name."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Deal
from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import Address, Digest
from indexer.model.listing import Listing
from indexer.model.resources import Renderer
from indexer.store.documents import load_resolved
from indexer.store.tables import ACCOUNT, CREDIT, DEAL, LISTING, REVIEW, TABLES, Key, Row, Table


class Touched:
    """Rows to be written, by table and key."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Key, Any]] = {name: {} for name in TABLES}

    def of(self, table: Table[Row]) -> dict[Key, Row]:
        return self._rows[table.name]


class RowWriter:
    """Renders and writes within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, renderer: Renderer) -> None:
        self._connection = connection
        self._chain_id = renderer.chain_id
        self._renderer = renderer

    def write(self, touched: Touched) -> None:
        """Credits first: the JSON of an account shows them."""
        chain_id = self._chain_id
        self._put(CREDIT, ((chain_id, *CREDIT.values_of(row)) for row in touched.of(CREDIT).values()))
        self._put(LISTING, self._listings(touched.of(LISTING).values()))
        self._put(DEAL, self._deals(touched.of(DEAL).values()))
        self._put(REVIEW, self._reviews(touched.of(REVIEW).values()))
        self._put(ACCOUNT, self._accounts(touched.of(ACCOUNT).values()))

    def naming(self, document: Document) -> Touched:
        """The rows whose JSON shows the document."""
        touched = Touched()
        digest = document.digest
        if document.kind is DocumentKind.LISTING:
            self._find(LISTING, touched, "document", digest)
            self._find(DEAL, touched, "agreement", digest)
        elif document.kind is DocumentKind.REVIEW:
            self._find(REVIEW, touched, "document", digest)
        elif document.kind is DocumentKind.PROFILE:
            self._find(ACCOUNT, touched, "profile", digest)
        return touched

    def _find(self, table: Table[Any], touched: Touched, column: str, digest: Digest) -> None:
        found = table.load_where(self._connection, self._chain_id, column=column, values=[digest])
        touched.of(table).update((row.key, row) for row in found)

    def _put(self, table: Table[Any], values: Iterable[tuple[Any, ...]]) -> None:
        self._connection.executemany(table.upsert(), values)

    def _listings(self, rows: Collection[Listing]) -> Iterator[tuple[Any, ...]]:
        documents = self._documents({row.terms.document for row in rows}, DocumentKind.LISTING)
        for row in rows:
            json = self._renderer.listing(row, documents[row.terms.document])
            yield self._chain_id, *LISTING.values_of(row), json

    def _deals(self, rows: Collection[Deal]) -> Iterator[tuple[Any, ...]]:
        agreed = {row.terms.agreement for row in rows}
        documents = self._documents(agreed, DocumentKind.LISTING, with_content=False)
        for row in rows:
            yield self._chain_id, *DEAL.values_of(row), self._renderer.deal(row, documents[row.terms.agreement])

    def _reviews(self, rows: Collection[Review]) -> Iterator[tuple[Any, ...]]:
        documents = self._documents({row.document for row in rows if row.document}, DocumentKind.REVIEW)
        for row in rows:
            document = documents[row.document] if row.document else None
            yield self._chain_id, *REVIEW.values_of(row), self._renderer.review(row, document)

    def _accounts(self, rows: Collection[Account]) -> Iterator[tuple[Any, ...]]:
        documents = self._documents({row.profile for row in rows if row.profile}, DocumentKind.PROFILE)
        waiting = self._credits(row.address for row in rows)
        for row in rows:
            profile = documents[row.profile] if row.profile else None
            json = self._renderer.account(row, profile, waiting=waiting.get(row.address, ()))
            yield self._chain_id, *ACCOUNT.values_of(row), json

    def _credits(self, addresses: Iterable[Address]) -> dict[Address, list[Credit]]:
        waiting: dict[Address, list[Credit]] = {}
        found = CREDIT.load_where(self._connection, self._chain_id, column="account", values=addresses)
        for credit in sorted(found, key=lambda credit: credit.key):
            waiting.setdefault(credit.account, []).append(credit)
        return waiting

    def _documents(
        self, digests: Iterable[Digest], kind: DocumentKind, *, with_content: bool = True
    ) -> dict[Digest, Document]:
        """Pending where nobody has looked yet."""
        found = {digest: Document(digest, kind, DocumentState.PENDING) for digest in digests}
        keys = [(digest, kind.value) for digest in found]
        loaded = load_resolved(self._connection, self._chain_id, keys, with_content=with_content)
        found.update((document.digest, document) for document in loaded.values())
        return found
