"""Fold events into rows, in memory: load what the events touch, let the handlers decide, keep what to write."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.changes import Change, NameDocument, Point
from indexer.errors import EntityUnknown
from indexer.events.log import Decoded
from indexer.handlers import handle
from indexer.model.account import Account
from indexer.model.identity import Address, BlockNumber, BlockRef
from indexer.store.journal import DOCUMENT, Undo
from indexer.store.tables import TABLE_OF, TABLES
from indexer.store.tables.table import Key, Row, Table
from indexer.store.writes import Batch, ChangeEntry
from indexer.sync.reach import keys_touched


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
    events = [decoded for one in blocks for decoded in one.events]
    workspace.prepare(events)
    for one in blocks:
        workspace.enter(one.block, is_final=one.block.number <= finalized)
        for decoded in one.events:
            workspace.apply(decoded)
    return workspace.batch([one.block for one in blocks], events)


class _Workspace:
    """The rows as the handlers see them."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._rows: dict[type[Any], dict[Key, Any]] = {kind: {} for kind in TABLE_OF}
        self._asked: dict[type[Any], set[Key]] = {kind: set() for kind in TABLE_OF}
        self._batch = Batch(blocks=[])
        self._documents: set[Key] = set()
        self._changes: dict[tuple[str, str], BlockRef] = {}
        self._journaled: set[tuple[str, Key]] = set()
        self._is_final = True
        self._block: BlockRef

    def prepare(self, events: Sequence[Decoded]) -> None:
        """Loads at once what the events name, then what follows from that: the parties of a deal."""
        wanted = keys_touched(events)
        for table in TABLES.values():
            if table.leads_to:
                self._load(table.kind, wanted.pop(table.kind, ()))
                for row in self._rows[table.kind].values():
                    for kind, key in table.leads_to(row):
                        wanted.setdefault(kind, set()).add(key)
        for kind, keys in wanted.items():
            self._load(kind, keys)

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

    def find(self, kind: type[Row], *key: str | int) -> Row | None:
        found: Row | None = self._rows[kind].get(key)
        if found is None and key not in self._asked[kind]:
            self._load(kind, {key})
            found = self._rows[kind].get(key)
        return found

    def get(self, kind: type[Row], *key: str | int) -> Row:
        found = self.find(kind, *key)
        if found is None:
            raise EntityUnknown(TABLE_OF[kind].name, key[0] if len(key) == 1 else key)
        return found

    def account(self, address: Address, *, block: BlockRef) -> Account:
        return self.find(Account, address) or Account.first_seen(address, number=block.number, at=block.timestamp)

    # ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _put(self, change: Change) -> None:
        if isinstance(change, NameDocument):
            self._name((change.digest, change.kind.value))
            return
        row = change.row
        kind = type(row)
        key: Key = row.key
        rows, table = self._rows[kind], TABLE_OF[kind]
        if not self._is_final:
            # A row that nobody asked for may be there all the same.
            self._journal(table.name, key, self.find(kind, *key))
        rows[key] = row
        self._batch.touched.of(table)[key] = row
        if table.is_followed:
            self._changes[table.name, key[0]] = self._block

    def _name(self, key: Key) -> None:
        if key not in self._documents:
            self._documents.add(key)
            self._batch.documents.append(key)
            if not self._is_final:
                self._journal(DOCUMENT, key, None)

    def _journal(self, table: str, key: Key, before: Any) -> None:
        """Once per block and row: as it was before the block."""
        if (table, key) not in self._journaled:
            self._journaled.add((table, key))
            self._batch.undo.append(Undo(self._block.number, table, key, before))

    def _load(self, kind: type[Any], keys: Iterable[Key]) -> None:
        """A row that was put already stands as it is."""
        rows, asked = self._rows[kind], self._asked[kind]
        missing = set(keys) - asked
        asked |= missing
        if missing:
            rows.update((row.key, row) for row in self._loader.load(TABLE_OF[kind], missing))
