"""Reviews, blind until they are revealed. Follows Reputation.sol act by act."""

from collections.abc import Iterator

from indexer.changes import Change, NameDocument, Point, PutAccount, PutDeal, PutReview, Rows
from indexer.events import OutcomeRecorded, ReviewCommitted, ReviewRevealed
from indexer.handlers.records import counts_for
from indexer.model.account import Review
from indexer.model.deal import Status
from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING


def on_review_committed(event: ReviewCommitted, at: Point, rows: Rows) -> Iterator[Change]:
    """Anybody may commit to anything: what is not by a party of a closed deal can never be revealed."""
    deal, block = rows.find_deal(event.deal_id), at.block
    if deal is None or deal.status is not Status.CLOSED or event.author not in {deal.terms.buyer, deal.terms.seller}:
        return
    subject = deal.terms.seller if event.author == deal.terms.buyer else deal.terms.buyer
    yield PutReview(
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
        yield PutAccount(rows.account(party, block=block)._replace(updated_block=block.number))


def on_review_revealed(event: ReviewRevealed, at: Point, rows: Rows) -> Iterator[Change]:
    block = at.block
    has_text = event.document != NOTHING
    yield PutReview(
        rows.review(event.deal_id, author=event.author)._replace(
            score=event.score,
            document=event.document if has_text else None,
            revealed_block=block.number,
            revealed_at=block.timestamp,
        )
    )
    if has_text:
        yield NameDocument(event.document, DocumentKind.REVIEW)
    if counts_for(rows.deal(event.deal_id), event.subject):
        subject = rows.account(event.subject, block=block)
        yield PutAccount(
            subject._replace(
                reviews=subject.reviews + 1,
                score_sum=subject.score_sum + event.score,
                updated_block=block.number,
            )
        )


def on_outcome_recorded(event: OutcomeRecorded, at: Point, rows: Rows) -> Iterator[Change]:
    """The index counted the outcome when the deal closed: new is only the entry in the deal's history."""
    block = at.block
    yield PutDeal(rows.deal(event.deal_id)._replace(updated_block=block.number, updated_at=block.timestamp))
