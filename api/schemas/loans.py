"""The shapes of loans and offers of loans."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas import Document
from api.shapes import Address, Bps, Count, Hash, Money, Seconds, Shape, Time

Number = Annotated[str, Field(pattern="^[0-9]+$", examples=["7"])]


class LoanTerms(Shape):
    """Exactly the struct that was signed. In an offer to anybody one side is the zero address."""

    lender: Address
    borrower: Address
    principal_token: Address
    principal: Money
    rate_bps: Bps
    collateral_token: Address
    collateral: Money
    duration: Seconds
    grace: Seconds
    collateral_deal: Hash
    document: Hash
    salt: Hash


class LoanOffer(Shape):
    """What whoever takes the loan sends along with the terms."""

    author: Address
    nonce: Number
    deadline: Number
    signature: Annotated[str, Field(pattern="^0x[0-9a-f]*$", examples=["0x1c"])]


class LoanDebt(Shape):
    """From `accruedAt` on, interest grows by `rateBps` of what is outstanding per 365 days, until `endsAt`: the last
    moment to repay. After a default, what is outstanding was never paid."""

    holder: Address
    outstanding: Money
    interest: Money
    accrued_at: Time
    taken_at: Time
    due_at: Time
    ends_at: Time
    repaid: Money
    interest_paid: Money


class Loan(Shape):
    """An offer until it is taken: the loan then has an id of its own, which is the offer's `successor`."""

    chain_id: int
    market: Address
    loan_id: Hash
    status: Literal["offered", "revoked", "taken", "active", "repaid", "foreclosed", "defaulted", "renegotiated"]
    terms: LoanTerms
    document: Document | None
    offer: LoanOffer | None
    debt: LoanDebt | None
    predecessor: Hash | None
    successor: Hash | None
    opened_at: Time
    opened_block: Count
    updated_at: Time
    updated_block: Count
