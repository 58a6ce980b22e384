"""Loans from the offer to the last payment. Follows Loan.sol act by act."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, Point, Put, Rows
from indexer.events.loan import (
    AdvanceCollected,
    AssignmentReturned,
    LoanForeclosed,
    LoanOffered,
    LoanRenegotiated,
    LoanRepaid,
    LoanTaken,
    NonceUsed,
    NoteTransferred,
)
from indexer.handlers.noting import counted, heard_of, named, noted
from indexer.model.deal import Deal
from indexer.model.document import DocumentKind
from indexer.model.identity import NO_MONEY, Amount, LoanId, Timestamp
from indexer.model.loan import Loan, LoanStatus, LoanTerms, SignatureNonce

# A deadline is any word; times in lists are those that SQLite and JSON can hold.
_LAST_TIME = 2**53 - 1


def on_loan_offered(event: LoanOffered, at: Point, rows: Rows) -> Iterator[Change]:
    """The same offer may be shown again by anybody: that changes nothing."""
    if rows.find(Loan, event.offer_id) is not None:
        return
    number = str(event.nonce)
    nonce = rows.find(SignatureNonce, event.author, number)
    offer = _new(event.offer_id, event.terms, at, status=LoanStatus.OFFERED)
    yield Put(
        offer._replace(
            author=event.author,
            nonce=number,
            deadline=str(event.deadline),
            open_until=Timestamp(min(event.deadline, _LAST_TIME)),
            signature=event.signature,
            previous=nonce.newest if nonce else None,
        )
    )
    yield Put(SignatureNonce(event.author, number, event.offer_id))
    yield from named(event.terms.document, DocumentKind.LOAN)
    yield heard_of(event.author, at, rows)


def on_nonce_used(event: NonceUsed, at: Point, rows: Rows) -> Iterator[Change]:
    """Everything signed with this number is void. Each offer is walked to once."""
    nonce = rows.find(SignatureNonce, event.account, str(event.nonce))
    offer_id = nonce.newest if nonce else None
    while offer_id is not None:
        offer = rows.get(Loan, offer_id)
        if offer.status is LoanStatus.OFFERED:
            yield noted(offer, at, status=LoanStatus.REVOKED)
        offer_id = offer.previous
    if nonce is not None:
        yield Put(nonce._replace(newest=None))
    yield heard_of(event.account, at, rows)


def on_loan_taken(event: LoanTaken, at: Point, rows: Rows) -> Iterator[Change]:
    """The offer need not have been published. A signature used up by this is void, but it was not taken back."""
    taken = _begun(event.loan_id, event.terms, at, outstanding=event.terms.principal, interest=NO_MONEY)
    offer = rows.find(Loan, event.offer_id)
    if offer is not None:
        yield noted(offer, at, status=LoanStatus.TAKEN, successor=event.loan_id)
        taken = taken._replace(predecessor=event.offer_id)
    yield Put(taken)
    yield from named(event.terms.document, DocumentKind.LOAN)
    for party in (event.lender, event.borrower):
        yield heard_of(party, at, rows)


def on_loan_repaid(event: LoanRepaid, at: Point, rows: Rows) -> Iterator[Change]:
    loan = rows.get(Loan, event.loan_id)
    debt = loan.debt_at(at.block.timestamp).paid(event.amount)
    is_repaid = event.outstanding == 0
    yield noted(
        loan,
        at,
        **debt._asdict(),
        status=LoanStatus.REPAID if is_repaid else loan.status,
        repaid=Amount(loan.repaid + event.amount),
        interest_paid=Amount(loan.interest_paid + event.interest),
    )
    if is_repaid:
        yield from _ended(loan, at, rows, repaid=1)


def on_loan_foreclosed(event: LoanForeclosed, at: Point, rows: Rows) -> Iterator[Change]:
    loan = rows.get(Loan, event.loan_id)
    yield noted(loan, at, status=LoanStatus.FORECLOSED, **loan.debt_at(at.block.timestamp)._asdict())
    yield from _ended(loan, at, rows, defaulted=1)


def on_note_transferred(event: NoteTransferred, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(rows.get(Loan, event.loan_id), at, holder=event.to)
    yield heard_of(event.to, at, rows)


def on_loan_renegotiated(event: LoanRenegotiated, at: Point, rows: Rows) -> Iterator[Change]:
    """The debt goes on under another id, and its term begins anew."""
    old = rows.get(Loan, event.old_loan_id)
    yield noted(
        old,
        at,
        status=LoanStatus.RENEGOTIATED,
        successor=event.new_loan_id,
        outstanding=NO_MONEY,
        interest=NO_MONEY,
    )
    new = _begun(event.new_loan_id, event.terms, at, outstanding=event.outstanding, interest=event.interest)
    yield Put(new._replace(predecessor=event.old_loan_id))
    yield from named(event.terms.document, DocumentKind.LOAN)


def on_advance_collected(event: AdvanceCollected, at: Point, rows: Rows) -> Iterator[Change]:
    """A deal that paid too little leaves the holder with the shortfall."""
    loan = rows.get(Loan, event.loan_id)
    before = loan.debt_at(at.block.timestamp)
    debt = before.paid(event.to_holder)
    is_repaid = event.shortfall == 0
    yield noted(
        loan,
        at,
        **debt._asdict(),
        status=LoanStatus.REPAID if is_repaid else LoanStatus.DEFAULTED,
        repaid=Amount(loan.repaid + event.to_holder),
        interest_paid=Amount(loan.interest_paid + before.interest - debt.interest),
    )
    yield from _ended(loan, at, rows, repaid=int(is_repaid), defaulted=int(not is_repaid))


def on_assignment_returned(event: AssignmentReturned, at: Point, rows: Rows) -> Iterator[Change]:
    """The escrow tells who is paid from now on: new is only the entry in the deal's history."""
    yield noted(rows.get(Deal, event.deal_id), at)


def _begun(loan_id: LoanId, terms: LoanTerms, at: Point, *, outstanding: Amount, interest: Amount) -> Loan:
    taken_at = at.block.timestamp
    return _new(loan_id, terms, at, status=LoanStatus.ACTIVE)._replace(
        holder=terms.lender,
        outstanding=outstanding,
        interest=interest,
        accrued_at=taken_at,
        taken_at=taken_at,
        due_at=Timestamp(taken_at + terms.duration),
    )


def _new(loan_id: LoanId, terms: LoanTerms, at: Point, *, status: LoanStatus) -> Loan:
    block = at.block
    return Loan(
        loan_id=loan_id,
        market=at.contract,
        status=status,
        terms=terms,
        author=None,
        nonce=None,
        deadline=None,
        open_until=None,
        signature=None,
        previous=None,
        holder=None,
        outstanding=NO_MONEY,
        interest=NO_MONEY,
        accrued_at=None,
        taken_at=None,
        due_at=None,
        repaid=NO_MONEY,
        interest_paid=NO_MONEY,
        predecessor=None,
        successor=None,
        opened_block=block.number,
        opened_at=block.timestamp,
        updated_block=block.number,
        updated_at=block.timestamp,
    )


def _ended(loan: Loan, at: Point, rows: Rows, *, repaid: int = 0, defaulted: int = 0) -> Iterator[Change]:
    borrower = rows.account(loan.terms.borrower, block=at.block)
    yield counted(
        borrower,
        at,
        loans_repaid=borrower.loans_repaid + repaid,
        loans_defaulted=borrower.loans_defaulted + defaulted,
    )


HANDLERS: Handlers = {
    LoanOffered: on_loan_offered,
    NonceUsed: on_nonce_used,
    LoanTaken: on_loan_taken,
    LoanRepaid: on_loan_repaid,
    LoanForeclosed: on_loan_foreclosed,
    NoteTransferred: on_note_transferred,
    LoanRenegotiated: on_loan_renegotiated,
    AdvanceCollected: on_advance_collected,
    AssignmentReturned: on_assignment_returned,
}
