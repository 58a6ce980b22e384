"""Read lists page by page, as of the block the first page was true at.

A page is a merge of index-ordered branches, cut off by keyset. Rows that changed after the list's block are taken from
the undo journal as they were, so that no page shifts, repeats or loses a row while blocks arrive.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from indexer.store.reads import Snapshot

Key = tuple[int | str, ...]


class Renderer(Protocol):
    """Renders a row of the undo journal as the API shows it. `shown` is the block whose state is told."""

    def __call__(self, snapshot: Snapshot, table_name: str, image: Mapping[str, Any], *, shown: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Condition:
    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """The columns a list is sorted by, the last ones making it unique; `descending` says which of them fall."""

    columns: tuple[str, ...]
    descending: tuple[bool, ...]

    def sql(self) -> str:
        pairs = zip(self.columns, self.descending, strict=True)
        return ", ".join(f"{column} desc" if falls else column for column, falls in pairs)

    def after(self, key: Key) -> Condition:
        """Rows behind the key: `a < ? or (a = ? and (b > ? …))`, with a bound on the first column for the index."""
        signs = ["<" if falls else ">" for falls in self.descending]
        sql, values = f"{self.columns[-1]} {signs[-1]} ?", key[-1:]
        for column, sign, value in list(zip(self.columns, signs, key, strict=True))[-2::-1]:
            sql = f"{column} {sign}= ? and ({column} {sign} ? or ({sql}))"
            values = (value, value, *values)
        return Condition(sql, values)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which rows, in which order. Each branch is a way of its own through an index; together they hold no row twice."""

    table: str
    key: tuple[str, ...]
    born: str
    order: Order
    branches: tuple[tuple[Condition, ...], ...]
    columns: tuple[str, ...]
    limit: int
    after: Key | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """`begun` is the block the first page was true at: no younger row is a member. `shown` is the block whose state
    this page shows: the same one, or the last finalized one when `begun` is so old that its state is forgotten."""

    begun: int
    shown: int


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[bytes] = field(default_factory=list)
    next_key: Key | None = None


def read_page(snapshot: Snapshot, query: ListQuery, moment: Moment, render: Renderer) -> Page:
    past = past_rows(snapshot, query.table, shown=moment.shown)
    parts: list[str] = []
    values: list[Any] = []
    for branch in query.branches:
        current = _where(snapshot, query, branch, moment)
        if past:
            current.append(_unchanged(query, past))
        _add(parts, values, query, source=query.table, conditions=current, shown="json, null")
    known = [row for row in past.values() if row is not None]
    if known:
        source = "(select " + ", ".join(f"json_extract(value, '$.{name}') as {name}" for name in query.columns)
        source += ", value as past_row from json_each(?))"
        for branch in query.branches:
            values.append("[" + ",".join(known) + "]")
            conditions = _where(snapshot, query, branch, moment)
            _add(parts, values, query, source=source, conditions=conditions, shown="null, past_row")
    statement = " union all ".join(parts) + f" order by {query.order.sql()} limit ?"
    rows = snapshot.rows(statement, (*values, query.limit + 1))
    return _cut(query, rows, lambda row: render(snapshot, query.table, orjson.loads(row), shown=moment.shown))


def _where(snapshot: Snapshot, query: ListQuery, branch: Sequence[Condition], moment: Moment) -> list[Condition]:
    conditions = [Condition("chain_id = ?", (snapshot.chain_id,)), *branch]
    if moment.begun < snapshot.head.number:
        conditions.append(Condition(f"{query.born} <= ?", (moment.begun,)))
    if query.after is not None:
        conditions.append(query.order.after(query.after))
    return conditions


def _unchanged(query: ListQuery, past: Mapping[str, str | None]) -> Condition:
    keys = orjson.dumps(list(past)).decode()
    columns = ", ".join(query.key)
    # Column names are our own, values are bound: here and below.
    return Condition(f"json_array(chain_id, {columns}) not in (select value from json_each(?))", (keys,))  # noqa: S608


def _add(
    parts: list[str],
    values: list[Any],
    query: ListQuery,
    *,
    source: str,
    conditions: Sequence[Condition],
    shown: str,
) -> None:
    where = " and ".join(f"({condition.sql})" for condition in conditions)
    parts.append(f"select {', '.join(query.order.columns)}, {shown} from {source} where {where}")  # noqa: S608
    values.extend(value for condition in conditions for value in condition.values)


def past_rows(snapshot: Snapshot, table: str, *, shown: int) -> dict[str, str | None]:
    """By key, each row touched after the shown block, as it was there; None when it did not exist yet."""
    if shown >= snapshot.head.number:
        return {}
    rows = snapshot.rows(
        "select row_key, row_before from undo where chain_id = ? and block_number > ? and table_name = ?"
        " order by block_number desc, position desc",
        (snapshot.chain_id, shown, table),
    )
    # Newest first: the last one written into the dictionary is the row as it was before the first change.
    return dict(rows)


def _cut(query: ListQuery, rows: Sequence[tuple[Any, ...]], render_past: Callable[[str], bytes]) -> Page:
    width = len(query.order.columns)
    shown = rows[: query.limit]
    bodies = [bytes(row[width]) if row[width] is not None else render_past(row[-1]) for row in shown]
    more = len(rows) > query.limit
    return Page(bodies, tuple(shown[-1][:width]) if more else None)
