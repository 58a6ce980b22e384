"""Every event of ours, decoded. Names and field order are those of the ABI; the decoder refuses an ABI that differs.

Named tuples, as in the model: a backfill makes millions.
"""

from typing import NamedTuple

from indexer.model.deal import DealTerms, Outcome, Party
from indexer.model.identity import Address, Amount, BlockNumber, Bps, DealId, Digest, Hash, ListingId
from indexer.model.listing import Terms


class Log(NamedTuple):
    """A log as the node gave it; topics and data are hex text."""

    block_number: BlockNumber
    block_hash: Hash
    transaction_hash: Hash
    log_index: int
    address: Address
    topics: tuple[str, ...]
    data: str


# ── Escrow ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class DealOpened(NamedTuple):
    deal_id: DealId
    buyer: Address
    seller: Address
    payer: Address
    deal: DealTerms


class DealFulfilled(NamedTuple):
    deal_id: DealId
    evidence: Digest


class DealSentBack(NamedTuple):
    deal_id: DealId
    revisions_used: int
    evidence: Digest


class DealReleased(NamedTuple):
    deal_id: DealId


class DealHandedOver(NamedTuple):
    deal_id: DealId


class DealBegun(NamedTuple):
    deal_id: DealId


class DealDiscounted(NamedTuple):
    deal_id: DealId
    amount: Amount
    evidence: Digest


class DealAssigned(NamedTuple):
    deal_id: DealId
    payee: Address


class DealFinalized(NamedTuple):
    deal_id: DealId


class DealRefunded(NamedTuple):
    deal_id: DealId


class DealCancelled(NamedTuple):
    deal_id: DealId
    seller_bps: Bps


class DealReclaimed(NamedTuple):
    deal_id: DealId


class NoShowCharged(NamedTuple):
    deal_id: DealId
    seller_bps: Bps


class SettlementProposed(NamedTuple):
    deal_id: DealId
    proposer: Party
    seller_bps: Bps


class DealSettled(NamedTuple):
    deal_id: DealId
    seller_bps: Bps


class DealDisputed(NamedTuple):
    deal_id: DealId
    claimant: Party
    seller_bps: Bps
    evidence: Digest


class DealContested(NamedTuple):
    deal_id: DealId
    evidence: Digest


class DealConceded(NamedTuple):
    deal_id: DealId
    seller_bps: Bps


class DealRuled(NamedTuple):
    deal_id: DealId
    seller_bps: Bps


class DealExecuted(NamedTuple):
    deal_id: DealId
    outcome: Outcome
    seller_bps: Bps


class DepositClaimed(NamedTuple):
    deal_id: DealId
    seller_bps: Bps
    evidence: Digest


class DepositReturned(NamedTuple):
    deal_id: DealId


class EvidenceSubmitted(NamedTuple):
    deal_id: DealId
    author: Address
    evidence: Digest


class Credited(NamedTuple):
    account: Address
    token: Address
    amount: Amount


class Withdrawn(NamedTuple):
    account: Address
    token: Address
    to: Address
    amount: Amount


# ── FixedPrice ───────────────────────────────────────────────────────────────────────────────────────────────────────


class ListingPublished(NamedTuple):
    listing_id: ListingId
    seller: Address
    sku: Hash
    revision: int
    stock: int
    terms: Terms


class ListingRevised(NamedTuple):
    listing_id: ListingId
    revision: int
    stock: int
    terms: Terms


class ListingRestocked(NamedTuple):
    listing_id: ListingId
    stock: int


class ListingWithdrawn(NamedTuple):
    listing_id: ListingId
    revision: int


class ListingPurchased(NamedTuple):
    listing_id: ListingId
    deal_id: DealId
    units: int
    stock: int


# ── Reputation ───────────────────────────────────────────────────────────────────────────────────────────────────────


class ReviewCommitted(NamedTuple):
    deal_id: DealId
    author: Address
    commitment: Hash


class ReviewRevealed(NamedTuple):
    deal_id: DealId
    author: Address
    subject: Address
    score: int
    document: Digest


class OutcomeRecorded(NamedTuple):
    deal_id: DealId
    buyer: Address
    seller: Address
    outcome: Outcome
    seller_bps: Bps


# ── Profiles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class ProfileUpdated(NamedTuple):
    account: Address
    document: Digest


DealEvent = (
    DealOpened
    | DealFulfilled
    | DealSentBack
    | DealReleased
    | DealHandedOver
    | DealBegun
    | DealDiscounted
    | DealAssigned
    | DealFinalized
    | DealRefunded
    | DealCancelled
    | DealReclaimed
    | NoShowCharged
    | SettlementProposed
    | DealSettled
    | DealDisputed
    | DealContested
    | DealConceded
    | DealRuled
    | DealExecuted
    | DepositClaimed
    | DepositReturned
    | EvidenceSubmitted
    | ReviewCommitted
    | ReviewRevealed
    | OutcomeRecorded
)
ListingEvent = ListingPublished | ListingRevised | ListingRestocked | ListingWithdrawn | ListingPurchased
AccountEvent = Credited | Withdrawn | ProfileUpdated
Event = DealEvent | ListingEvent | AccountEvent


class Decoded(NamedTuple):
    """An event with the log it came from, and its arguments as the API shows them: a JSON object."""

    log: Log
    name: str
    event: Event
    arguments: bytes

    @property
    def entity_id(self) -> str:
        """What an event is about always comes first."""
        return self.event[0]


BY_CONTRACT: dict[str, tuple[type[Event], ...]] = {
    "Escrow": (
        DealOpened,
        DealFulfilled,
        DealSentBack,
        DealReleased,
        DealHandedOver,
        DealBegun,
        DealDiscounted,
        DealAssigned,
        DealFinalized,
        DealRefunded,
        DealCancelled,
        DealReclaimed,
        NoShowCharged,
        SettlementProposed,
        DealSettled,
        DealDisputed,
        DealContested,
        DealConceded,
        DealRuled,
        DealExecuted,
        DepositClaimed,
        DepositReturned,
        EvidenceSubmitted,
        Credited,
        Withdrawn,
    ),
    "FixedPrice": (ListingPublished, ListingRevised, ListingRestocked, ListingWithdrawn, ListingPurchased),
    "Reputation": (ReviewCommitted, ReviewRevealed, OutcomeRecorded),
    "Profiles": (ProfileUpdated,),
}
