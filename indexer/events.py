"""Every event of ours, decoded. Names and field order are those of the ABI; the decoder refuses an ABI that differs."""

from dataclasses import dataclass

from indexer.model.deal import DealTerms, Outcome, Party
from indexer.model.identity import Address, Amount, BlockNumber, Bps, DealId, Digest, Hash, ListingId
from indexer.model.listing import Terms


@dataclass(frozen=True, slots=True)
class Log:
    """A log as the node gave it; topics and data are hex text."""

    block_number: BlockNumber
    block_hash: Hash
    transaction_hash: Hash
    log_index: int
    address: Address
    topics: tuple[str, ...]
    data: str


@dataclass(frozen=True, slots=True)
class DealEvent:
    deal_id: DealId

    @property
    def entity_id(self) -> str:
        return self.deal_id


@dataclass(frozen=True, slots=True)
class ListingEvent:
    listing_id: ListingId

    @property
    def entity_id(self) -> str:
        return self.listing_id


@dataclass(frozen=True, slots=True)
class AccountEvent:
    account: Address

    @property
    def entity_id(self) -> str:
        return self.account


Event = DealEvent | ListingEvent | AccountEvent


@dataclass(frozen=True, slots=True)
class Decoded:
    """An event with the log it came from, and its arguments as the API shows them: a JSON object."""

    log: Log
    name: str
    event: Event
    arguments: bytes


# ── Escrow ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DealOpened(DealEvent):
    buyer: Address
    seller: Address
    payer: Address
    deal: DealTerms


@dataclass(frozen=True, slots=True)
class DealFulfilled(DealEvent):
    evidence: Digest


@dataclass(frozen=True, slots=True)
class DealSentBack(DealEvent):
    revisions_used: int
    evidence: Digest


@dataclass(frozen=True, slots=True)
class DealReleased(DealEvent):
    pass


@dataclass(frozen=True, slots=True)
class DealHandedOver(DealEvent):
    pass


@dataclass(frozen=True, slots=True)
class DealFinalized(DealEvent):
    pass


@dataclass(frozen=True, slots=True)
class DealRefunded(DealEvent):
    pass


@dataclass(frozen=True, slots=True)
class DealCancelled(DealEvent):
    seller_bps: Bps


@dataclass(frozen=True, slots=True)
class DealReclaimed(DealEvent):
    pass


@dataclass(frozen=True, slots=True)
class SettlementProposed(DealEvent):
    proposer: Party
    seller_bps: Bps


@dataclass(frozen=True, slots=True)
class DealSettled(DealEvent):
    seller_bps: Bps


@dataclass(frozen=True, slots=True)
class DealDisputed(DealEvent):
    claimant: Party
    seller_bps: Bps
    evidence: Digest


@dataclass(frozen=True, slots=True)
class DealContested(DealEvent):
    evidence: Digest


@dataclass(frozen=True, slots=True)
class DealConceded(DealEvent):
    seller_bps: Bps


@dataclass(frozen=True, slots=True)
class DealRuled(DealEvent):
    seller_bps: Bps


@dataclass(frozen=True, slots=True)
class DealExecuted(DealEvent):
    outcome: Outcome
    seller_bps: Bps


@dataclass(frozen=True, slots=True)
class DepositClaimed(DealEvent):
    seller_bps: Bps
    evidence: Digest


@dataclass(frozen=True, slots=True)
class DepositReturned(DealEvent):
    pass


@dataclass(frozen=True, slots=True)
class EvidenceSubmitted(DealEvent):
    author: Address
    evidence: Digest


@dataclass(frozen=True, slots=True)
class Credited(AccountEvent):
    token: Address
    amount: Amount


@dataclass(frozen=True, slots=True)
class Withdrawn(AccountEvent):
    token: Address
    to: Address
    amount: Amount


# ── FixedPrice ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ListingPublished(ListingEvent):
    seller: Address
    sku: Hash
    revision: int
    stock: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class ListingRevised(ListingEvent):
    revision: int
    stock: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class ListingRestocked(ListingEvent):
    stock: int


@dataclass(frozen=True, slots=True)
class ListingWithdrawn(ListingEvent):
    revision: int


@dataclass(frozen=True, slots=True)
class ListingPurchased(ListingEvent):
    deal_id: DealId
    units: int
    stock: int


# ── Reputation ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReviewCommitted(DealEvent):
    author: Address
    subject: Address
    commitment: Hash


@dataclass(frozen=True, slots=True)
class ReviewRevealed(DealEvent):
    author: Address
    subject: Address
    score: int
    document: Digest


@dataclass(frozen=True, slots=True)
class OutcomeRecorded(DealEvent):
    buyer: Address
    seller: Address
    outcome: Outcome
    seller_bps: Bps


# ── Profiles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ProfileUpdated(AccountEvent):
    document: Digest


BY_CONTRACT: dict[str, tuple[type[Event], ...]] = {
    "Escrow": (
        DealOpened,
        DealFulfilled,
        DealSentBack,
        DealReleased,
        DealHandedOver,
        DealFinalized,
        DealRefunded,
        DealCancelled,
        DealReclaimed,
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
