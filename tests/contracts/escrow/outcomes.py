"""What every way to pay the price, and every way to close a deal, must have done."""

from tests.contracts.world.shapes import WHOLE, Outcome, Party, Status
from tests.contracts.world.trade import Effects, Event

PRICE_PAID = {"escrow": -1_000_003, "seller": 975_003, "referrer": 25_000}
ALL_BACK = {"escrow": -1_500_012, "buyer": 1_500_012}


def verify_completed(done: Effects, outcome: Outcome, event: Event) -> None:
    """The seller has the price less the referral; the deposit waits, and what was proposed no longer counts."""
    assert done.moved == PRICE_PAID
    assert done.after == done.before._replace(
        status=Status.COMPLETED,
        outcome=outcome,
        proposer=Party.NONE,
        depositOnly=True,
        claimBps=WHOLE,
        proposedBps=0,
        since=done.time,
    )
    assert done.events == [event]


def verify_closed(
    done: Effects, outcome: Outcome, *, moved: dict[str, int], seller_bps: int, events: list[Event]
) -> None:
    assert done.moved == moved
    assert sum(moved.values()) == 0
    assert done.after == done.before._replace(
        status=Status.CLOSED, outcome=outcome, claimBps=seller_bps, since=done.time
    )
    assert done.events == events
