"""Events of Reputation.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.deal import Outcome
from indexer.model.identity import Address, Bps, DealId, Digest, Hash


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


EVENTS = (
    ReviewCommitted,
    ReviewRevealed,
    OutcomeRecorded,
)
