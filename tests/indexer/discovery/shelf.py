"""Listings with documents in a real index file, read as the API reads it."""

import hashlib

from indexer.discovery.search import plan_search, search_row
from indexer.model.identity import NOBODY
from indexer.model.listing import Listing, ListingStatus, Terms
from indexer.store.connection import open_for_writing, transaction
from indexer.store.reads import Reads
from indexer.store.search import SearchQuery, Words, category_counts, search_listings
from indexer.store.search_index import forget_search_rows, put_search_rows
from indexer.store.tables.trade import LISTING

CHAIN_ID = 31337
EURO = "0x" + "ee" * 20
DOLLAR = "0x" + "dd" * 20
_TABLES = ("listing_search", "search_word", "search_trigram")


def digest(text):
    return "0x" + hashlib.sha256(text.encode()).hexdigest()


def content(title, *, description="", category="home/ceramics", kind="physical", tags=(), attributes=None):
    told = {"title": title, "description": description, "category": category, "kind": kind}
    return {**told, "tags": list(tags), "attributes": attributes or {}}


class Shelf:
    """`put` publishes a listing with its document, `find` gives the titles found, best first."""

    def __init__(self, path):
        self.connection = open_for_writing(path)
        self.connection.execute("insert into checkpoint values (?, 'test', 9, '0x09', 1000, 0)", (CHAIN_ID,))
        self._reads = Reads(f"sqlite:///{path}", CHAIN_ID, seconds=10)

    def close(self):
        self._reads.close()
        self.connection.close()

    def put(self, title, *, price=5, token=EURO, status=ListingStatus.ACTIVE, seller=NOBODY, listing=None, **said):
        told = content(title, **said)
        name = digest(repr(sorted(told.items())))
        terms = Terms(token, price, 0, 0, NOBODY, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2000, name)
        row = Listing(
            listing or digest(f"listing {name}"), NOBODY, seller, digest("sku"), status, 1, 1, 0, terms, 1, 1, 1, 1
        )
        with transaction(self.connection):
            values = (CHAIN_ID, *LISTING.values_of(row), title.encode())
            self.connection.execute(LISTING.upsert(), values)
            put_search_rows(self.connection, [search_row(name, told)])
        return row.listing_id

    def forget(self, title, **said):
        told = content(title, **said)
        with transaction(self.connection):
            forget_search_rows(self.connection, [search_row(digest(repr(sorted(told.items()))), told)])

    def plan(self, text):
        with self._reads as snapshot:
            return plan_search(text, Words(snapshot))

    def page(self, text, **options):
        with self._reads as snapshot:
            plan = plan_search(text, Words(snapshot))
            return search_listings(snapshot, SearchQuery(match=plan.match, **options))

    def find(self, text, **options):
        if self.plan(text).match is None:
            return []
        return [row.decode() for row in self.page(text, **options).rows]

    def counts(self, text=None, *, conditions=()):
        with self._reads as snapshot:
            match = None if text is None else plan_search(text, Words(snapshot)).match
            return category_counts(snapshot, conditions, match=match)

    def rows(self, statement, values=()):
        with self._reads as snapshot:
            return snapshot.rows(statement, values)

    def everything(self):
        """What search has written, without the order in which it arrived."""
        self.connection.execute("insert into listing_fts (listing_fts) values ('integrity-check')")
        columns = {"listing_search": "digest, kind, category, title, tags, description"}
        return {
            table: sorted(self.connection.execute(f"select {columns.get(table, '*')} from {table}"))
            for table in _TABLES
        }
