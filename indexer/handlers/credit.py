"""Payments that could not be delivered, by the contract where they wait. Follows Credits.sol."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, Point, Put, Rows
from indexer.events.credit import Credited, Withdrawn
from indexer.handlers.noting import heard_of
from indexer.model.account import Credit
from indexer.model.identity import NO_MONEY, Amount


def on_credited(event: Credited, at: Point, rows: Rows) -> Iterator[Change]:
    earlier = rows.find(Credit, at.contract, event.account, event.token)
    waiting = earlier.amount if earlier else NO_MONEY
    yield Put(Credit(at.contract, event.account, event.token, Amount(waiting + event.amount)))
    yield heard_of(event.account, at, rows)


def on_withdrawn(event: Withdrawn, at: Point, rows: Rows) -> Iterator[Change]:
    """A withdrawal takes all of it."""
    yield Put(Credit(at.contract, event.account, event.token, NO_MONEY))
    yield heard_of(event.account, at, rows)


HANDLERS: Handlers = {Credited: on_credited, Withdrawn: on_withdrawn}
