"""What each event means: pure functions from an event and the rows as they stand to the rows that follow."""

from collections.abc import Iterator
from typing import Any

from indexer.changes import Change, Handlers, Point, Rows
from indexer.handlers import (
    amendments,
    auction,
    booking,
    credit,
    crowdfund,
    escrow,
    fixed_price,
    loan,
    profiles,
    reputation,
    request,
)

HANDLERS: Handlers = {
    **escrow.HANDLERS,
    **credit.HANDLERS,
    **fixed_price.HANDLERS,
    **auction.HANDLERS,
    **crowdfund.HANDLERS,
    **reputation.HANDLERS,
    **profiles.HANDLERS,
    **booking.HANDLERS,
    **request.HANDLERS,
    **amendments.HANDLERS,
    **loan.HANDLERS,
}


def handle(event: Any, at: Point, rows: Rows) -> Iterator[Change]:
    return HANDLERS[type(event)](event, at, rows)
