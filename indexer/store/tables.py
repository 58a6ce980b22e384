"""The tables that the fold writes: their columns in the order of `rows`, and the statements made of them."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Deal
from indexer.model.identity import ChainId
from indexer.model.listing import Listing
from indexer.store import rows
from indexer.store.rows import Values

Row = TypeVar("Row")
Key = tuple[str, ...]

# SQLite takes 32,766 variables in a statement; smaller ones are planned faster.
_KEYS_AT_ONCE = 500


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`fixed` columns never change once a row is there, so their indexes are left alone. Each row belongs to a chain."""

    name: str
    key: tuple[str, ...]
    fixed: frozenset[str]
    columns: tuple[str, ...]
    values_of: Callable[[Row], Values]
    row_of: Callable[[Values], Row]
    has_json: bool = True

    def upsert(self) -> str:
        """Values: chain id, columns, then JSON if the table has it."""
        names = ("chain_id", *self.columns, *(("json",) if self.has_json else ()))
        changing = [name for name in names[1:] if name not in self.key and name not in self.fixed]
        return (
            f"insert into {self.name} ({', '.join(names)}) values ({', '.join('?' * len(names))})"  # noqa: S608
            f" on conflict (chain_id, {', '.join(self.key)}) do update set "
            + ", ".join(f"{name} = excluded.{name}" for name in changing)
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


LISTING: Table[Listing] = Table(
    name="listing",
    key=("listing_id",),
    fixed=frozenset({"market", "seller", "sku", "published_block", "published_at"}),
    columns=(
        *("listing_id", "market", "seller", "sku", "status", "revision", "stock", "units_sold"),
        *("token", "price", "price_key", "deposit", "referral_bps", "arbiter", "arbiter_bps", "silence_bps"),
        *("deliver_period", "cancel_period", "inspection", "revisions", "claim_period", "contest_period"),
        *("ruling_period", "expires_at", "document"),
        *("published_block", "published_at", "updated_block", "updated_at"),
    ),
    values_of=rows.listing_values,
    row_of=rows.listing_of,
)

_DEAL_TERMS = (
    *("market", "buyer", "seller", "token", "price", "deposit", "referrer", "referral_bps", "arbiter", "arbiter_bps"),
    *("silence_bps", "deliver_by", "inspection", "revisions", "claim_period", "contest_period", "ruling_period"),
    *("refunds", "handover", "agreement", "salt"),
)

DEAL: Table[Deal] = Table(
    name="deal",
    key=("deal_id",),
    fixed=frozenset({"escrow", "payer", *_DEAL_TERMS, "opened_block", "opened_at"}),
    columns=(
        *("deal_id", "escrow", "payer", *_DEAL_TERMS),
        *("status", "outcome", "claim", "claimant", "claim_bps", "proposer", "proposed_bps", "deposit_only"),
        *("revisions_used", "since", "paid_seller", "paid_buyer", "paid_referrer", "paid_arbiter"),
        *("listing_id", "units", "opened_block", "opened_at", "updated_block", "updated_at", "closed_at"),
    ),
    values_of=rows.deal_values,
    row_of=rows.deal_of,
)

REVIEW: Table[Review] = Table(
    name="review",
    key=("deal_id", "author"),
    fixed=frozenset({"subject", "commitment", "committed_block", "committed_at"}),
    columns=(
        *("deal_id", "author", "subject", "commitment", "score", "document"),
        *("committed_block", "committed_at", "revealed_block", "revealed_at"),
    ),
    values_of=rows.review_values,
    row_of=rows.review_of,
)

ACCOUNT: Table[Account] = Table(
    name="account",
    key=("address",),
    fixed=frozenset({"first_block", "first_at"}),
    columns=(
        *("address", "profile", "sales_open", "sales_closed", "purchases_open", "purchases_closed", "refunds"),
        *("missed_deadlines", "disputes_lost", "deposits_forfeited", "reviews", "score_sum"),
        *("first_block", "first_at", "updated_block"),
    ),
    values_of=rows.account_values,
    row_of=rows.account_of,
)

CREDIT: Table[Credit] = Table(
    name="credit",
    key=("account", "token"),
    fixed=frozenset(),
    columns=("account", "token", "amount"),
    values_of=rows.credit_values,
    row_of=rows.credit_of,
    has_json=False,
)

TABLES: dict[str, Table[Any]] = {table.name: table for table in (LISTING, DEAL, REVIEW, ACCOUNT, CREDIT)}

_Item = TypeVar("_Item")


def chunks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    remaining = iter(items)
    while some := list(islice(remaining, size)):
        yield some
