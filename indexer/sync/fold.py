"""Fold events into rows, in memory: load what the events touch, let the handlers decide, keep what to write."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.changes import Change, NameDocument, Point, PutAccount, PutCredit, PutDeal, PutListing, PutReview
from indexer.errors import EntityUnknown
from indexer.events import (
    BY_CONTRACT,
    Credited,
    DealOpened,
    Decoded,
    Event,
    ListingPublished,
    ListingPurchased,
    ReviewCommitted,
    ReviewRevealed,
    Withdrawn,
)
from indexer.handlers import handle
from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Deal
from indexer.model.identity import NO_MONEY, Address, BlockNumber, BlockRef, DealId, ListingId
from indexer.model.listing import Listing
from indexer.store.journal import DOCUMENT, Undo
from indexer.store.tables import ACCOUNT, CREDIT, DEAL, LISTING, REVIEW, TABLES, Key, Row, Table
from indexer.store.writes import Batch, ChangeEntry

_TABLE_OF: dict[type[Any], Table[Any]] = {
    PutDeal: DEAL,
    PutListing: LISTING,
    PutReview: REVIEW,
    PutAccount: ACCOUNT,
    PutCredit: CREDIT,
}


# What an event is about comes first in it.
_ENTITY: dict[type[Any], str] = {kind: kind._fields[0] for kinds in BY_CONTRACT.values() for kind in kinds}
_MORE = {DealOpened, ListingPublished, ListingPurchased, ReviewCommitted, ReviewRevealed, Credited, Withdrawn}


class Loader(Protocol):
    """What a writer is to the fold."""

    def load(self, table: Table[Row], keys: Iterable[Key]) -> Iterator[Row]: ...

    def known_documents(self, keys: Iterable[Key]) -> set[Key]: ...


@dataclass(frozen=True, slots=True)
class BlockEvents:
    block: BlockRef
    events: Sequence[Decoded]


def fold(blocks: Sequence[BlockEvents], loader: Loader, *, finalized: BlockNumber) -> Batch:
    """The effect of the blocks on the rows as they stand. Blocks above finality leave images to be undone by."""
    workspace = _Workspace(loader)
    workspace.prepare([decoded.event for one in blocks for decoded in one.events])
    for one in blocks:
        workspace.enter(one.block, is_final=one.block.number <= finalized)
        for decoded in one.events:
            workspace.apply(decoded)
    return workspace.batch([one.block for one in blocks], [decoded for one in blocks for decoded in one.events])


class _Workspace:
    """The rows as the handlers see them."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._rows: dict[str, dict[Key, Any]] = {name: {} for name in TABLES}
        self._batch = Batch(blocks=[])
        self._documents: set[Key] = set()
        self._changes: dict[tuple[str, str], BlockRef] = {}
        self._journaled: set[tuple[str, Key]] = set()
        self._is_final = True
        self._block: BlockRef

    def prepare(self, events: Sequence[Event]) -> None:
        """Accounts come last: those of a deal are known once it is loaded."""
        keys = _Keys()
        for event in events:
            keys.add(event)
        for table, wanted in (
            (DEAL, keys.deals),
            (LISTING, keys.listings),
            (REVIEW, keys.reviews),
            (CREDIT, keys.credits),
        ):
            self._load(table, wanted)
        for deal in self._rows[DEAL.name].values():
            keys.accounts |= {(deal.terms.buyer,), (deal.terms.seller,)}
        self._load(ACCOUNT, keys.accounts)

    def enter(self, block: BlockRef, *, is_final: bool) -> None:
        self._block = block
        self._is_final = is_final
        self._journaled.clear()

    def apply(self, decoded: Decoded) -> None:
        for change in handle(decoded.event, Point(self._block, decoded.log.address), self):
            self._put(change)

    def batch(self, blocks: list[BlockRef], events: list[Decoded]) -> Batch:
        named = list(self._documents)
        fresh = self._documents - self._loader.known_documents(named)
        batch = self._batch
        batch.blocks, batch.events = blocks, events
        batch.documents = [key for key in batch.documents if key in fresh]
        batch.undo = [entry for entry in batch.undo if entry.table != DOCUMENT or entry.key in fresh]
        batch.changes = [ChangeEntry(block, kind, entity_id) for (kind, entity_id), block in self._changes.items()]
        return batch

    # ── Rows, as handlers ask for them ───────────────────────────────────────────────────────────────────────────

    def find_deal(self, deal_id: DealId) -> Deal | None:
        return self._rows["deal"].get((deal_id,))

    def deal(self, deal_id: DealId) -> Deal:
        return _known("deal", deal_id, self.find_deal(deal_id))

    def find_listing(self, listing_id: ListingId) -> Listing | None:
        return self._rows["listing"].get((listing_id,))

    def listing(self, listing_id: ListingId) -> Listing:
        return _known("listing", listing_id, self.find_listing(listing_id))

    def review(self, deal_id: DealId, *, author: Address) -> Review:
        found: Review | None = self._rows["review"].get((deal_id, author))
        return _known("review", (deal_id, author), found)

    def account(self, address: Address, *, block: BlockRef) -> Account:
        found: Account | None = self._rows["account"].get((address,))
        return found or Account.first_seen(address, number=block.number, at=block.timestamp)

    def credit(self, account: Address, *, token: Address) -> Credit:
        return self._rows["credit"].get((account, token)) or Credit(account, token, NO_MONEY)

    # ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _put(self, change: Change) -> None:
        if isinstance(change, NameDocument):
            self._name((change.digest, change.kind.value))
            return
        table, row = _TABLE_OF[type(change)], change.row
        key = row.key
        rows = self._rows[table.name]
        self._journal(table.name, key, rows.get(key))
        rows[key] = row
        self._batch.touched.of(table)[key] = row
        if table is not CREDIT:
            self._changes[table.name, key[0]] = self._block

    def _name(self, key: Key) -> None:
        if key not in self._documents:
            self._documents.add(key)
            self._batch.documents.append(key)
            self._journal(DOCUMENT, key, None)

    def _journal(self, table: str, key: Key, before: Any) -> None:
        """Once per block and row: as it was before the block."""
        if not self._is_final and (table, key) not in self._journaled:
            self._journaled.add((table, key))
            self._batch.undo.append(Undo(self._block.number, table, key, before))

    def _load(self, table: Table[Any], keys: Iterable[Key]) -> None:
        self._rows[table.name].update((row.key, row) for row in self._loader.load(table, keys))


class _Keys:
    """The rows that some events may touch."""

    def __init__(self) -> None:
        self.deals: set[Key] = set()
        self.listings: set[Key] = set()
        self.reviews: set[Key] = set()
        self.credits: set[Key] = set()
        self.accounts: set[Key] = set()
        self._entities = {"deal_id": self.deals, "listing_id": self.listings, "account": self.accounts}

    def add(self, event: Event) -> None:
        kind = type(event)
        self._entities[_ENTITY[kind]].add((event[0],))
        if kind in _MORE:
            self._add_more(event)

    def _add_more(self, event: Event) -> None:
        if isinstance(event, DealOpened):
            self.accounts |= {(event.buyer,), (event.seller,)}
        elif isinstance(event, ListingPublished):
            self.accounts.add((event.seller,))
        elif isinstance(event, ListingPurchased):
            self.deals.add((event.deal_id,))
        elif isinstance(event, ReviewCommitted | ReviewRevealed):
            self.reviews.add((event.deal_id, event.author))
        elif isinstance(event, Credited | Withdrawn):
            self.credits.add((event.account, event.token))


def _known(kind: str, key: object, row: Row | None) -> Row:
    if row is None:
        raise EntityUnknown(kind, key)
    return row
