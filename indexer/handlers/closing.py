"""How a deal ends, and who is paid what."""

from collections.abc import Iterator

from indexer.changes import Change, Point, Rows
from indexer.handlers.noting import noted
from indexer.handlers.records import Faults, count_closed
from indexer.model.deal import Deal, Outcome, Party, Status
from indexer.model.identity import WHOLE, Bps
from indexer.model.split import Paid, split_deposit, split_price

_HALF = WHOLE // 2
_WHOLE = Bps(WHOLE)


def complete(deal: Deal, at: Point, rows: Rows, *, outcome: Outcome) -> Iterator[Change]:
    """The seller has the price. A deposit is still held; without one the deal is closed."""
    terms, block = deal.terms, at.block
    is_closed = terms.deposit == 0
    yield noted(
        deal,
        at,
        status=Status.CLOSED if is_closed else Status.COMPLETED,
        outcome=outcome,
        deposit_only=not is_closed,
        claim_bps=_WHOLE,
        proposer=Party.NONE,
        proposed_bps=Bps(0),
        since=block.timestamp,
        paid=deal.paid.plus(split_price(terms.price, WHOLE, discount=deal.discount, referral_bps=terms.referral_bps)),
        closed_at=block.timestamp if is_closed else None,
    )
    if is_closed:
        yield from count_closed(deal, at, rows)


def close(deal: Deal, at: Point, rows: Rows, *, outcome: Outcome, seller_bps: Bps) -> Iterator[Change]:
    """What is in question is divided, and nothing is held any more."""
    yield noted(
        deal,
        at,
        status=Status.CLOSED,
        outcome=outcome,
        claim_bps=seller_bps,
        since=at.block.timestamp,
        paid=deal.paid.plus(_divided(deal, outcome, seller_bps)),
        closed_at=at.block.timestamp,
    )
    is_ruled = outcome is Outcome.RULED
    faults = Faults(
        refunded=outcome is Outcome.REFUNDED,
        missed=outcome is Outcome.RECLAIMED,
        seller_lost=is_ruled and seller_bps < _HALF,
        buyer_lost=is_ruled and seller_bps > _HALF,
        forfeited=deal.deposit_only and seller_bps > 0,
        absent=outcome is Outcome.NO_SHOW,
    )
    yield from count_closed(deal, at, rows, faults=faults)


def _divided(deal: Deal, outcome: Outcome, seller_bps: Bps) -> Paid:
    """Only a ruling earns the arbiter a fee."""
    terms = deal.terms
    fee = terms.arbiter_bps if outcome is Outcome.RULED else 0
    if deal.deposit_only:
        return split_deposit(terms.deposit, seller_bps, arbiter_bps=fee)
    price = split_price(
        terms.price, seller_bps, discount=deal.discount, referral_bps=terms.referral_bps, arbiter_bps=fee
    )
    return price.plus(Paid(buyer=terms.deposit))
