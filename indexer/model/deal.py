"""A deal and where it stands, as the escrow keeps it."""

from enum import StrEnum
from typing import NamedTuple

from indexer.model.document import DocumentKind
from indexer.model.identity import (
    Address,
    Amount,
    BlockNumber,
    Bps,
    DealId,
    Digest,
    Hash,
    Packed,
    Seconds,
    Timestamp,
)
from indexer.model.split import Paid

_STEP_BITS = 56
_STEP_TIME = (1 << 40) - 1
_STEPS = (1 << 4 * _STEP_BITS) - 1

# The members stand in the order of the Solidity enums: their position is the number in a log.


class Status(StrEnum):
    NONE = "None"
    FUNDED = "Funded"
    FULFILLED = "Fulfilled"
    COMPLETED = "Completed"
    DISPUTED = "Disputed"
    CLOSED = "Closed"


class Outcome(StrEnum):
    NONE = "None"
    RELEASED = "Released"
    HANDED_OVER = "HandedOver"
    FINALIZED = "Finalized"
    REFUNDED = "Refunded"
    CANCELLED = "Cancelled"
    RECLAIMED = "Reclaimed"
    SETTLED = "Settled"
    CONCEDED = "Conceded"
    UNCONTESTED = "Uncontested"
    RULED = "Ruled"
    ARBITER_SILENT = "ArbiterSilent"
    NO_SHOW = "NoShow"


class Party(StrEnum):
    NONE = "None"
    BUYER = "Buyer"
    SELLER = "Seller"


class Claim(StrEnum):
    NONE = "None"
    MADE = "Made"
    CONTESTED = "Contested"
    RULED = "Ruled"


class Ending(StrEnum):
    """What happens when the last step of the refund schedule has passed."""

    BY_HAND = "ByHand"
    BY_CLOCK = "ByClock"
    BY_CODE = "ByCode"


_ENDINGS = tuple(Ending)


class Source(StrEnum):
    """What a market sold the deal by: the kind of thing that the deal's `listing_id` names."""

    LISTING = "listing"
    AUCTION = "auction"
    PLACE = "place"
    REQUEST = "request"
    TARIFF = "tariff"


class DealTerms(NamedTuple):
    """The struct whose hash, in two levels, is the deal's id. Field order and names are those of Solidity."""

    market: Address
    buyer: Address
    seller: Address
    token: Address
    price: Amount
    deposit: Amount
    referrer: Address
    referral_bps: Bps
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_by: Timestamp
    inspection: Seconds
    revisions: int
    claim_period: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    refunds: Packed
    handover: Hash
    agreement: Digest
    salt: Hash


class Amendment(NamedTuple):
    """Another agreement in place of the deal's. `ordinal` has leading zeros, so that text order is number order."""

    deal_id: DealId
    ordinal: str
    agreement: Digest
    amended_block: BlockNumber
    amended_at: Timestamp

    @property
    def key(self) -> tuple[str, str]:
        return (self.deal_id, self.ordinal)


class Deal(NamedTuple):
    deal_id: DealId
    escrow: Address
    payer: Address
    terms: DealTerms
    status: Status
    outcome: Outcome
    claim: Claim
    claimant: Party
    claim_bps: Bps
    proposer: Party
    proposed_bps: Bps
    deposit_only: bool
    revisions_used: int
    since: Timestamp
    paid: Paid
    discount: Amount
    payee: Address | None
    agreement_kind: DocumentKind
    source: Source | None
    listing_id: str | None
    units: int | None
    opened_block: BlockNumber
    opened_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp
    closed_at: Timestamp | None

    @property
    def key(self) -> tuple[str]:
        return (self.deal_id,)

    @property
    def deadline(self) -> Timestamp:
        """A work that was sent back on the last day still leaves the seller one inspection's time."""
        terms = self.terms
        if self.revisions_used == 0:
            return terms.deliver_by
        return Timestamp(max(terms.deliver_by, self.since + terms.inspection))

    @property
    def claim_ends(self) -> Timestamp:
        """Where the clock ends the deal, who pays early is not out of his deposit before he used what he paid for."""
        terms = self.terms
        earliest = terms.deliver_by if self.ending is Ending.BY_CLOCK else 0
        return Timestamp(max(self.since, earliest) + terms.claim_period)

    @property
    def is_assigned(self) -> bool:
        """While the price is held: the deposit is never assigned."""
        return self.payee is not None and not self.deposit_only

    @property
    def ending(self) -> Ending:
        """The 32 bits above the four steps of the refund schedule."""
        return _ENDINGS[self.terms.refunds >> 4 * _STEP_BITS]

    @property
    def last_cancellation(self) -> Timestamp:
        """The last `until` of the refund schedule: four steps of 56 bits, the time in the low 40."""
        schedule, last = self.terms.refunds & _STEPS, 0
        while schedule:
            last = max(last, schedule & _STEP_TIME)
            schedule >>= _STEP_BITS
        return Timestamp(last)
