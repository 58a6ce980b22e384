"""How a deal ends: who is paid what, and what it adds to the records of both sides."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.changes import Change, Point, PutAccount, PutDeal, Rows
from indexer.model.deal import Deal, Outcome, Party, Status
from indexer.model.identity import WHOLE, Bps
from indexer.model.split import Paid, split_deposit, split_price

_HALF = WHOLE // 2
_WHOLE = Bps(WHOLE)


@dataclass(frozen=True, slots=True)
class Faults:
    """What a deal's end says about its parties, as Reputation would record it."""

    refunded: bool = False
    missed: bool = False
    seller_lost: bool = False
    buyer_lost: bool = False
    forfeited: bool = False


_NO_FAULTS = Faults()


def complete(deal: Deal, at: Point, rows: Rows, *, outcome: Outcome) -> Iterator[Change]:
    """The seller has the price. A deposit is still held; without one the deal is closed."""
    terms, block = deal.terms, at.block
    is_closed = terms.deposit == 0
    yield PutDeal(
        deal._replace(
            status=Status.CLOSED if is_closed else Status.COMPLETED,
            outcome=outcome,
            deposit_only=not is_closed,
            claim_bps=_WHOLE,
            proposer=Party.NONE,
            proposed_bps=Bps(0),
            since=block.timestamp,
            paid=deal.paid.plus(split_price(terms.price, WHOLE, referral_bps=terms.referral_bps)),
            updated_block=block.number,
            updated_at=block.timestamp,
            closed_at=block.timestamp if is_closed else None,
        )
    )
    if is_closed:
        yield from count_closed(deal, at, rows)


def close(deal: Deal, at: Point, rows: Rows, *, outcome: Outcome, seller_bps: Bps) -> Iterator[Change]:
    """What is in question is divided, and nothing is held any more."""
    block = at.block
    yield PutDeal(
        deal._replace(
            status=Status.CLOSED,
            outcome=outcome,
            claim_bps=seller_bps,
            since=block.timestamp,
            paid=deal.paid.plus(_divided(deal, outcome, seller_bps)),
            updated_block=block.number,
            updated_at=block.timestamp,
            closed_at=block.timestamp,
        )
    )
    is_ruled = outcome is Outcome.RULED
    faults = Faults(
        refunded=outcome is Outcome.REFUNDED,
        missed=outcome is Outcome.RECLAIMED,
        seller_lost=is_ruled and seller_bps < _HALF,
        buyer_lost=is_ruled and seller_bps > _HALF,
        forfeited=deal.deposit_only and seller_bps > 0,
    )
    yield from count_closed(deal, at, rows, faults=faults)


def count_closed(deal: Deal, at: Point, rows: Rows, *, faults: Faults = _NO_FAULTS) -> Iterator[Change]:
    """The same facts that Reputation records on chain, as soon as the deal is closed."""
    buyer = rows.account(deal.terms.buyer, block=at.block)
    yield PutAccount(
        buyer._replace(
            purchases_open=buyer.purchases_open - 1,
            purchases_closed=buyer.purchases_closed + 1,
            disputes_lost=buyer.disputes_lost + faults.buyer_lost,
            deposits_forfeited=buyer.deposits_forfeited + faults.forfeited,
            updated_block=at.block.number,
        )
    )
    seller = rows.account(deal.terms.seller, block=at.block)
    yield PutAccount(
        seller._replace(
            sales_open=seller.sales_open - 1,
            sales_closed=seller.sales_closed + 1,
            refunds=seller.refunds + faults.refunded,
            missed_deadlines=seller.missed_deadlines + faults.missed,
            disputes_lost=seller.disputes_lost + faults.seller_lost,
            updated_block=at.block.number,
        )
    )


def _divided(deal: Deal, outcome: Outcome, seller_bps: Bps) -> Paid:
    """Only a ruling earns the arbiter a fee."""
    terms = deal.terms
    fee = terms.arbiter_bps if outcome is Outcome.RULED else 0
    if deal.deposit_only:
        return split_deposit(terms.deposit, seller_bps, arbiter_bps=fee)
    price = split_price(terms.price, seller_bps, referral_bps=terms.referral_bps, arbiter_bps=fee)
    return price.plus(Paid(buyer=terms.deposit))
