"""Events of Loan.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.events import credit
from indexer.model.identity import Address, Amount, DealId, LoanId
from indexer.model.loan import LoanTerms


class LoanOffered(NamedTuple):
    offer_id: LoanId
    author: Address
    terms: LoanTerms
    nonce: int
    deadline: int
    signature: str


class NonceUsed(NamedTuple):
    account: Address
    nonce: int


class LoanTaken(NamedTuple):
    loan_id: LoanId
    lender: Address
    borrower: Address
    offer_id: LoanId
    terms: LoanTerms


class LoanRepaid(NamedTuple):
    """The interest is a part of the amount."""

    loan_id: LoanId
    payer: Address
    holder: Address
    amount: Amount
    interest: Amount
    outstanding: Amount


class LoanForeclosed(NamedTuple):
    loan_id: LoanId
    holder: Address
    outstanding: Amount
    interest: Amount


class NoteTransferred(NamedTuple):
    """`from` is a word of Python."""

    loan_id: LoanId
    from_: Address
    to: Address


class LoanRenegotiated(NamedTuple):
    old_loan_id: LoanId
    new_loan_id: LoanId
    outstanding: Amount
    interest: Amount
    terms: LoanTerms


class AdvanceCollected(NamedTuple):
    loan_id: LoanId
    deal_id: DealId
    to_holder: Amount
    to_borrower: Amount
    shortfall: Amount


class AssignmentReturned(NamedTuple):
    deal_id: DealId
    seller: Address
    amount: Amount


EVENTS = (
    LoanOffered,
    NonceUsed,
    LoanTaken,
    LoanRepaid,
    LoanForeclosed,
    NoteTransferred,
    LoanRenegotiated,
    AdvanceCollected,
    AssignmentReturned,
    *credit.EVENTS,
)
