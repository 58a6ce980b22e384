"""A table that the fold writes: where its rows lie, which document they name, and how the API shows them."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from indexer.model.document import DocumentKind
from indexer.model.identity import ChainId, Digest
from indexer.model.resources import Show
from indexer.store.layout import RowLayout, Values

Row = TypeVar("Row")
# The first part is the id that people know a row by; numbers may follow.
Key = tuple[Any, ...]
_Item = TypeVar("_Item")

# SQLite takes 32,766 variables in a statement; smaller ones are planned faster.
_KEYS_AT_ONCE = 500


@dataclass(frozen=True)
class Naming(Generic[Row]):
    """The document that a row shows: its digest is in `column`. `kinds` are what the document may be."""

    column: str
    kinds: frozenset[DocumentKind]
    of: Callable[[Row], tuple[Digest, DocumentKind] | None]
    with_content: bool = True


@dataclass(frozen=True)
class Inside:
    """Rows of another table that are shown inside of a row: those whose `column` holds its key."""

    kind: type[Any]
    column: str


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`fixed` columns never change once a row is there, so their indexes are left alone. Each row belongs to a chain.

    Without `show` a table has no JSON: its rows are shown inside of others. `holders` are the fields of events that hold
    the key, where they are not called as its column is; `leads_to` names rows of other tables that handlers ask for when
    they have this one. `is_followed` tells whether the stream of changes speaks of these rows.
    """

    name: str
    kind: type[Row]
    key: tuple[str, ...]
    fixed: frozenset[str]
    layout: RowLayout[Row]
    show: Show[Row] | None = None
    naming: Naming[Row] | None = None
    inside: tuple[Inside, ...] = ()
    holders: frozenset[str] = frozenset()
    leads_to: Callable[[Row], Iterable[tuple[type[Any], Key]]] | None = None
    is_followed: bool = True

    @property
    def has_json(self) -> bool:
        return self.show is not None

    @property
    def columns(self) -> tuple[str, ...]:
        return self.layout.columns

    def values_of(self, row: Row) -> Values:
        return self.layout.values_of(row)

    def row_of(self, values: Values) -> Row:
        return self.layout.row_of(values)

    def upsert(self) -> str:
        """Values: chain id, columns, then JSON if the table has it."""
        names = ("chain_id", *self.columns, *(("json",) if self.has_json else ()))
        changing = [name for name in names[1:] if name not in self.key and name not in self.fixed]
        act = "update set " + ", ".join(f"{name} = excluded.{name}" for name in changing) if changing else "nothing"
        return (
            f"insert into {self.name} ({', '.join(names)}) values ({', '.join('?' * len(names))})"  # noqa: S608
            f" on conflict (chain_id, {', '.join(self.key)}) do {act}"
        )

    def load(self, connection: sqlite3.Connection, chain_id: ChainId, *, keys: Iterable[Key]) -> Iterator[Row]:
        one = "?" if len(self.key) == 1 else f"({', '.join('?' * len(self.key))})"
        for some in chunks(keys, _KEYS_AT_ONCE):
            wanted = ", ".join([one] * len(some))
            listed = f"({wanted})" if len(self.key) == 1 else f"(values {wanted})"
            yield from self._select(connection, f"({', '.join(self.key)}) in {listed}", chain_id, some)

    def load_where(
        self, connection: sqlite3.Connection, chain_id: ChainId, *, column: str, values: Iterable[str]
    ) -> Iterator[Row]:
        for some in chunks(values, _KEYS_AT_ONCE):
            condition = f"{column} in ({', '.join('?' * len(some))})"
            yield from self._select(connection, condition, chain_id, [(value,) for value in some])

    def delete(self, connection: sqlite3.Connection, chain_id: ChainId, *, key: Key) -> None:
        condition = " and ".join(f"{name} = ?" for name in self.key)
        connection.execute(f"delete from {self.name} where chain_id = ? and {condition}", (chain_id, *key))  # noqa: S608

    def _select(
        self, connection: sqlite3.Connection, condition: str, chain_id: ChainId, keys: Sequence[Sequence[Any]]
    ) -> Iterator[Row]:
        statement = f"select {', '.join(self.columns)} from {self.name} where chain_id = ? and {condition}"  # noqa: S608
        for values in connection.execute(statement, [chain_id, *(part for key in keys for part in key)]):
            yield self.row_of(values)


def chunks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    remaining = iter(items)
    while some := list(islice(remaining, size)):
        yield some
