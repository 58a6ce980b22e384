"""The life of a deal. Follows Escrow.sol act by act."""

from collections.abc import Iterator
from typing import Any

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.escrow import (
    DealAssigned,
    DealBegun,
    DealCancelled,
    DealConceded,
    DealContested,
    DealDiscounted,
    DealDisputed,
    DealExecuted,
    DealFinalized,
    DealFulfilled,
    DealHandedOver,
    DealOpened,
    DealReclaimed,
    DealRefunded,
    DealReleased,
    DealRuled,
    DealSentBack,
    DealSettled,
    DepositClaimed,
    DepositReturned,
    EvidenceSubmitted,
    NoShowCharged,
    SettlementProposed,
)
from indexer.handlers.closing import close, complete
from indexer.handlers.noting import heard_of, named, noted
from indexer.handlers.records import count_closed
from indexer.model.deal import Claim, Deal, Outcome, Party, Status
from indexer.model.document import DocumentKind
from indexer.model.identity import NO_MONEY, Bps
from indexer.model.split import NOTHING_PAID, Paid

_NO_BPS = Bps(0)


def on_deal_opened(event: DealOpened, at: Point, rows: Rows) -> Iterator[Change]:
    """A deal begins Funded, because the escrow takes the money in the same call."""
    block, terms = at.block, event.deal
    yield Put(
        Deal(
            deal_id=event.deal_id,
            escrow=at.contract,
            payer=event.payer,
            terms=terms,
            status=Status.FUNDED,
            outcome=Outcome.NONE,
            claim=Claim.NONE,
            claimant=Party.NONE,
            claim_bps=_NO_BPS,
            proposer=Party.NONE,
            proposed_bps=_NO_BPS,
            deposit_only=False,
            revisions_used=0,
            since=block.timestamp,
            paid=NOTHING_PAID,
            discount=NO_MONEY,
            payee=None,
            agreement_kind=DocumentKind.LISTING,
            # The market is asked last: what it sold follows in the same transaction.
            source=None,
            listing_id=None,
            units=None,
            opened_block=block.number,
            opened_at=block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
            closed_at=None,
        )
    )
    # What was agreed is what was listed: the market checks that the digests are the same.
    yield NameDocument(terms.agreement, DocumentKind.LISTING)
    for party in (terms.buyer, terms.seller):
        yield heard_of(party, at, rows)


def on_deal_fulfilled(event: DealFulfilled, at: Point, rows: Rows) -> Iterator[Change]:
    yield _moved(rows.get(Deal, event.deal_id), at, status=Status.FULFILLED)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_deal_sent_back(event: DealSentBack, at: Point, rows: Rows) -> Iterator[Change]:
    """The one way back: the seller may fulfil again."""
    yield _moved(rows.get(Deal, event.deal_id), at, status=Status.FUNDED, revisions_used=event.revisions_used)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_deal_released(event: DealReleased, at: Point, rows: Rows) -> Iterator[Change]:
    yield from complete(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.RELEASED)


def on_deal_handed_over(event: DealHandedOver, at: Point, rows: Rows) -> Iterator[Change]:
    yield from complete(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.HANDED_OVER)


def on_deal_begun(event: DealBegun, at: Point, rows: Rows) -> Iterator[Change]:
    yield _moved(rows.get(Deal, event.deal_id), at, status=Status.FULFILLED)


def on_deal_discounted(event: DealDiscounted, at: Point, rows: Rows) -> Iterator[Change]:
    """The amount is all that is given back, not what is added to it."""
    yield noted(rows.get(Deal, event.deal_id), at, discount=event.amount)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_deal_assigned(event: DealAssigned, at: Point, rows: Rows) -> Iterator[Change]:
    deal = rows.get(Deal, event.deal_id)
    yield noted(deal, at, payee=None if event.payee == deal.terms.seller else event.payee)


def on_deal_finalized(event: DealFinalized, at: Point, rows: Rows) -> Iterator[Change]:
    yield from complete(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.FINALIZED)


def on_deal_refunded(event: DealRefunded, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.REFUNDED, seller_bps=_NO_BPS)


def on_deal_cancelled(event: DealCancelled, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.CANCELLED, seller_bps=event.seller_bps)


def on_deal_reclaimed(event: DealReclaimed, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.RECLAIMED, seller_bps=_NO_BPS)


def on_no_show_charged(event: NoShowCharged, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.NO_SHOW, seller_bps=event.seller_bps)


def on_settlement_proposed(event: SettlementProposed, at: Point, rows: Rows) -> Iterator[Change]:
    """No move: the deadlines run on while the parties talk."""
    yield noted(rows.get(Deal, event.deal_id), at, proposer=event.proposer, proposed_bps=event.seller_bps)


def on_deal_settled(event: DealSettled, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.SETTLED, seller_bps=event.seller_bps)


def on_deal_disputed(event: DealDisputed, at: Point, rows: Rows) -> Iterator[Change]:
    yield _claimed(rows.get(Deal, event.deal_id), at, claimant=event.claimant, seller_bps=event.seller_bps)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_deal_contested(event: DealContested, at: Point, rows: Rows) -> Iterator[Change]:
    yield _moved(rows.get(Deal, event.deal_id), at, claim=Claim.CONTESTED)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_deal_conceded(event: DealConceded, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=Outcome.CONCEDED, seller_bps=event.seller_bps)


def on_deal_ruled(event: DealRuled, at: Point, rows: Rows) -> Iterator[Change]:
    """A ruling voids what was proposed, so that nobody settles past the arbiter's fee."""
    deal = rows.get(Deal, event.deal_id)
    yield _moved(deal, at, claim=Claim.RULED, claim_bps=event.seller_bps, proposer=Party.NONE, proposed_bps=_NO_BPS)


def on_deal_executed(event: DealExecuted, at: Point, rows: Rows) -> Iterator[Change]:
    yield from close(rows.get(Deal, event.deal_id), at, rows, outcome=event.outcome, seller_bps=event.seller_bps)


def on_deposit_claimed(event: DepositClaimed, at: Point, rows: Rows) -> Iterator[Change]:
    yield _claimed(rows.get(Deal, event.deal_id), at, claimant=Party.SELLER, seller_bps=event.seller_bps)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def on_deposit_returned(event: DepositReturned, at: Point, rows: Rows) -> Iterator[Change]:
    """The outcome stays the one by which the price was paid."""
    deal = rows.get(Deal, event.deal_id)
    paid = deal.paid.plus(Paid(buyer=deal.terms.deposit))
    yield _moved(deal, at, status=Status.CLOSED, paid=paid, closed_at=at.block.timestamp)
    yield from count_closed(deal, at, rows)


def on_evidence_submitted(event: EvidenceSubmitted, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(rows.get(Deal, event.deal_id), at)
    yield from named(event.evidence, DocumentKind.EVIDENCE)


def _moved(deal: Deal, at: Point, **fields: Any) -> Put:
    return noted(deal, at, since=at.block.timestamp, **fields)


def _claimed(deal: Deal, at: Point, *, claimant: Party, seller_bps: Bps) -> Put:
    return _moved(deal, at, status=Status.DISPUTED, claim=Claim.MADE, claimant=claimant, claim_bps=seller_bps)


HANDLERS: Handlers = {
    DealOpened: on_deal_opened,
    DealFulfilled: on_deal_fulfilled,
    DealSentBack: on_deal_sent_back,
    DealReleased: on_deal_released,
    DealHandedOver: on_deal_handed_over,
    DealBegun: on_deal_begun,
    DealDiscounted: on_deal_discounted,
    DealAssigned: on_deal_assigned,
    DealFinalized: on_deal_finalized,
    DealRefunded: on_deal_refunded,
    DealCancelled: on_deal_cancelled,
    DealReclaimed: on_deal_reclaimed,
    NoShowCharged: on_no_show_charged,
    SettlementProposed: on_settlement_proposed,
    DealSettled: on_deal_settled,
    DealDisputed: on_deal_disputed,
    DealContested: on_deal_contested,
    DealConceded: on_deal_conceded,
    DealRuled: on_deal_ruled,
    DealExecuted: on_deal_executed,
    DepositClaimed: on_deposit_claimed,
    DepositReturned: on_deposit_returned,
    EvidenceSubmitted: on_evidence_submitted,
}
