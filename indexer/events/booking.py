"""Events of Booking.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.identity import Address, DealId, Hash, PlaceId
from indexer.model.place import PlaceTerms


class PlacePublished(NamedTuple):
    place_id: PlaceId
    host: Address
    sku: Hash
    revision: int
    place: PlaceTerms


class PlaceRevised(NamedTuple):
    place_id: PlaceId
    revision: int
    place: PlaceTerms


class PlaceWithdrawn(NamedTuple):
    place_id: PlaceId
    revision: int


class NightsBlocked(NamedTuple):
    place_id: PlaceId
    unit: int
    first_night: int
    nights: int


class NightsUnblocked(NamedTuple):
    place_id: PlaceId
    unit: int
    first_night: int
    nights: int


class StayBooked(NamedTuple):
    place_id: PlaceId
    deal_id: DealId
    unit: int
    first_night: int
    nights: int


class StayFreed(NamedTuple):
    place_id: PlaceId
    deal_id: DealId
    unit: int
    first_night: int
    nights: int


EVENTS = (
    PlacePublished,
    PlaceRevised,
    PlaceWithdrawn,
    NightsBlocked,
    NightsUnblocked,
    StayBooked,
    StayFreed,
)
