"""What the parties of an open deal changed about their agreement. Follows Amendments.sol."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.amendments import DealAmended
from indexer.handlers.noting import noted
from indexer.model.deal import Amendment, Deal
from indexer.model.document import DocumentKind


def on_deal_amended(event: DealAmended, at: Point, rows: Rows) -> Iterator[Change]:
    """Money and deadlines stay as they are in the deal, and so does the agreement it was opened with."""
    block = at.block
    yield Put(Amendment(event.deal_id, f"{event.number:010}", event.agreement, block.number, block.timestamp))
    yield NameDocument(event.agreement, DocumentKind.AGREEMENT)
    yield noted(rows.get(Deal, event.deal_id), at)


HANDLERS: Handlers = {DealAmended: on_deal_amended}
