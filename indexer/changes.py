"""What handlers decide: rows to put, documents to look for. And what they may ask: the rows as they stand."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

from indexer.model.account import Account
from indexer.model.document import DocumentKind
from indexer.model.identity import Address, BlockRef, Digest

Row = TypeVar("Row")


class Put(NamedTuple):
    """A row of the model as it is from now on. Its table is found by its class."""

    row: Any


class NameDocument(NamedTuple):
    digest: Digest
    kind: DocumentKind


Change = Put | NameDocument


class Point(NamedTuple):
    """Where on the chain an event stands: its block, and the contract that told it."""

    block: BlockRef
    contract: Address


class Rows(Protocol):
    """Rows as they stand before the event, by their class and the parts of their key."""

    def get(self, kind: type[Row], *key: str | int) -> Row:
        """A row that must be there: when it is not, the fold stops with an error."""

    def find(self, kind: type[Row], *key: str | int) -> Row | None: ...

    def account(self, address: Address, *, block: BlockRef) -> Account:
        """An account that nobody heard of begins at this block."""


# Any stands for the one event class a handler takes: the table pairs them.
Handler = Callable[[Any, Point, Rows], Iterator[Change]]
Handlers = dict[type[Any], Handler]
