"""Events of Escrow.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.events import credit
from indexer.model.deal import DealTerms, Outcome, Party
from indexer.model.identity import Address, Amount, Bps, DealId, Digest


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


EVENTS = (
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
    *credit.EVENTS,
)
