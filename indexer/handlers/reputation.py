"""Reviews, blind until they are revealed. Follows Reputation.sol act by act."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, Point, Put, Rows
from indexer.events.reputation import OutcomeRecorded, ReviewCommitted, ReviewRevealed
from indexer.handlers.noting import counted, heard_of, named, noted
from indexer.handlers.records import counts_for
from indexer.model.account import Review
from indexer.model.deal import Deal, Status
from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING, Hash


def on_review_committed(event: ReviewCommitted, at: Point, rows: Rows) -> Iterator[Change]:
    """Anybody may commit to anything: what is not by a party of a closed deal can never be revealed."""
    deal, block = rows.find(Deal, event.deal_id), at.block
    if deal is None or deal.status is not Status.CLOSED or event.author not in {deal.terms.buyer, deal.terms.seller}:
        return
    subject = deal.terms.seller if event.author == deal.terms.buyer else deal.terms.buyer
    yield Put(
        Review(
            deal_id=event.deal_id,
            author=event.author,
            subject=subject,
            commitment=event.commitment,
            score=None,
            document=None,
            committed_block=block.number,
            committed_at=block.timestamp,
            revealed_block=None,
            revealed_at=None,
        )
    )
    for party in (event.author, subject):
        yield heard_of(party, at, rows)


def on_review_revealed(event: ReviewRevealed, at: Point, rows: Rows) -> Iterator[Change]:
    deal, block = rows.get(Deal, event.deal_id), at.block
    yield Put(
        (rows.find(Review, event.deal_id, event.author) or _committed_at_closing(event, deal))._replace(
            score=event.score,
            document=None if event.document == NOTHING else event.document,
            revealed_block=block.number,
            revealed_at=block.timestamp,
        )
    )
    yield from named(event.document, DocumentKind.REVIEW)
    if counts_for(deal, event.subject):
        subject = rows.account(event.subject, block=block)
        yield counted(subject, at, reviews=subject.reviews + 1, score_sum=subject.score_sum + event.score)


def _committed_at_closing(event: ReviewRevealed, deal: Deal) -> Review:
    """A commitment counts from the second in which the deal closed, also one that came before that in the same block."""
    return Review(
        deal_id=event.deal_id,
        author=event.author,
        subject=event.subject,
        commitment=Hash(NOTHING),
        score=None,
        document=None,
        committed_block=deal.updated_block,
        committed_at=deal.closed_at or deal.updated_at,
        revealed_block=None,
        revealed_at=None,
    )


def on_outcome_recorded(event: OutcomeRecorded, at: Point, rows: Rows) -> Iterator[Change]:
    """The index counted the outcome when the deal closed: new is only the entry in the deal's history."""
    yield noted(rows.get(Deal, event.deal_id), at)


HANDLERS: Handlers = {
    ReviewCommitted: on_review_committed,
    ReviewRevealed: on_review_revealed,
    OutcomeRecorded: on_outcome_recorded,
}
