"""A listing and its terms for one unit."""

from enum import StrEnum
from typing import NamedTuple

from indexer.model.identity import Address, Amount, BlockNumber, Bps, Digest, Hash, ListingId, Seconds, Timestamp


class ListingStatus(StrEnum):
    ACTIVE = "active"
    SOLD_OUT = "soldOut"
    WITHDRAWN = "withdrawn"


class Terms(NamedTuple):
    """The struct that a seller publishes. Field order and names are those of Solidity."""

    token: Address
    price: Amount
    deposit: Amount
    referral_bps: Bps
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_period: Seconds
    cancel_period: Seconds
    inspection: Seconds
    revisions: int
    claim_period: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    expires_at: Timestamp
    document: Digest


class Listing(NamedTuple):
    listing_id: ListingId
    market: Address
    seller: Address
    sku: Hash
    status: ListingStatus
    revision: int
    stock: int
    units_sold: int
    terms: Terms
    published_block: BlockNumber
    published_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.listing_id,)
