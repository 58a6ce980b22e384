"""Loans, from the offer to the last payment, and what is owed on them. Follows LoanStates.sol to the wei."""

from enum import StrEnum
from typing import NamedTuple

from indexer.model.identity import (
    WHOLE,
    Address,
    Amount,
    BlockNumber,
    Bps,
    DealId,
    Digest,
    Hash,
    LoanId,
    Seconds,
    Timestamp,
)

_SHARE_YEAR = WHOLE * 365 * 86_400


class LoanStatus(StrEnum):
    """Offered until somebody takes it: a taken loan is a row of its own, since its id names both sides."""

    OFFERED = "offered"
    REVOKED = "revoked"
    TAKEN = "taken"
    ACTIVE = "active"
    REPAID = "repaid"
    FORECLOSED = "foreclosed"
    DEFAULTED = "defaulted"
    RENEGOTIATED = "renegotiated"


class LoanTerms(NamedTuple):
    """The struct whose hash is the loan's id. Field order and names are those of Solidity."""

    lender: Address
    borrower: Address
    principal_token: Address
    principal: Amount
    rate_bps: Bps
    collateral_token: Address
    collateral: Amount
    duration: Seconds
    grace: Seconds
    collateral_deal: DealId
    document: Digest
    salt: Hash


class Debt(NamedTuple):
    """`interest` is what is not paid of it until `accrued_at`. After a default both are what was never paid."""

    outstanding: Amount
    interest: Amount
    accrued_at: Timestamp

    def accrued(self, until: Timestamp, *, rate_bps: int) -> "Debt":
        """Rounded up, as of the block in which something is paid."""
        earned = -(-self.outstanding * rate_bps * (until - self.accrued_at) // _SHARE_YEAR)
        return Debt(self.outstanding, Amount(self.interest + earned), until)

    def paid(self, amount: int) -> "Debt":
        """Interest first, then principal, and no more than is owed."""
        interest = min(amount, self.interest)
        principal = min(amount - interest, self.outstanding)
        return self._replace(
            outstanding=Amount(self.outstanding - principal), interest=Amount(self.interest - interest)
        )


class Loan(NamedTuple):
    """An offer, or a loan that was taken. `author` to `previous` speak of the signature of an offer; `holder` to
    `ends_at` of a loan.

    `predecessor` is the offer or the loan that this one came from, `successor` the one that took its place. `previous`
    is the offer signed with the same number before this one, so that all of them are found when the number is used.
    """

    loan_id: LoanId
    market: Address
    status: LoanStatus
    terms: LoanTerms
    author: Address | None
    nonce: str | None
    deadline: str | None
    open_until: Timestamp | None
    signature: str | None
    previous: LoanId | None
    holder: Address | None
    outstanding: Amount
    interest: Amount
    accrued_at: Timestamp | None
    taken_at: Timestamp | None
    due_at: Timestamp | None
    repaid: Amount
    interest_paid: Amount
    predecessor: LoanId | None
    successor: LoanId | None
    opened_block: BlockNumber
    opened_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.loan_id,)

    @property
    def ends_at(self) -> Timestamp | None:
        """The last moment at which it can be repaid."""
        return None if self.due_at is None else Timestamp(self.due_at + self.terms.grace)

    def debt_at(self, time: Timestamp) -> Debt:
        """Interest stops when the loan can no longer be repaid."""
        assert self.accrued_at is not None
        assert self.ends_at is not None
        debt = Debt(self.outstanding, self.interest, self.accrued_at)
        return debt.accrued(min(time, self.ends_at), rate_bps=self.terms.rate_bps)


class SignatureNonce(NamedTuple):
    """A number by which an author can void what he signed. `newest` is the last offer published with it."""

    account: Address
    number: str
    newest: LoanId | None

    @property
    def key(self) -> tuple[str, str]:
        return (self.account, self.number)
