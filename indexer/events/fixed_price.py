"""Events of FixedPrice.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.identity import Address, DealId, Hash, ListingId
from indexer.model.listing import Terms


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


EVENTS = (
    ListingPublished,
    ListingRevised,
    ListingRestocked,
    ListingWithdrawn,
    ListingPurchased,
)
