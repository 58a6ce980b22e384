"""Events of Request.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.identity import Address, DealId, Hash, RequestId, TariffId
from indexer.model.request import Need, TariffTerms


class RequestPosted(NamedTuple):
    request_id: RequestId
    buyer: Address
    salt: Hash
    need: Need


class RequestWithdrawn(NamedTuple):
    request_id: RequestId


class OfferAccepted(NamedTuple):
    """The request is zero where the buyer had posted none."""

    request_id: RequestId
    deal_id: DealId
    seller: Address


class TariffPublished(NamedTuple):
    tariff_id: TariffId
    seller: Address
    tariff: TariffTerms
    signature: str


class TariffAccepted(NamedTuple):
    tariff_id: TariffId
    deal_id: DealId


class EpochRaised(NamedTuple):
    seller: Address
    epoch: int


EVENTS = (
    RequestPosted,
    RequestWithdrawn,
    OfferAccepted,
    TariffPublished,
    TariffAccepted,
    EpochRaised,
)
