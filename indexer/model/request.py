"""What buyers look for, and the standing tariffs of sellers."""

from enum import StrEnum
from typing import NamedTuple

from indexer.model.identity import (
    Address,
    Amount,
    BlockNumber,
    Bps,
    Digest,
    Hash,
    RequestId,
    Seconds,
    TariffId,
    Timestamp,
)


class RequestStatus(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


class Need(NamedTuple):
    """The struct that a buyer posts. Field order and names are those of Solidity."""

    token: Address
    budget: Amount
    deliver_by: Timestamp
    expires_at: Timestamp
    document: Digest
    handover: Hash


class Request(NamedTuple):
    request_id: RequestId
    market: Address
    buyer: Address
    salt: Hash
    status: RequestStatus
    deals: int
    need: Need
    posted_block: BlockNumber
    posted_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.request_id,)


class TariffStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"


class TariffTerms(NamedTuple):
    """The struct `Tariff` that a seller signs. Field order and names are those of Solidity."""

    seller: Address
    token: Address
    base: Amount
    per_kilometer: Amount
    per_minute: Amount
    minimum: Amount
    free_period: Seconds
    wait_period: Seconds
    no_show_bps: Bps
    referral_bps: Bps
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_period: Seconds
    inspection: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    epoch: int
    expires_at: Timestamp
    document: Digest


class Tariff(NamedTuple):
    """`signature` is what a deal at the tariff is opened with. `previous` is the tariff that the seller published before this one, so that all of them are found when he takes
    them back."""

    tariff_id: TariffId
    market: Address
    status: TariffStatus
    deals: int
    terms: TariffTerms
    signature: str
    previous: TariffId | None
    published_block: BlockNumber
    published_at: Timestamp
    updated_block: BlockNumber
    updated_at: Timestamp

    @property
    def key(self) -> tuple[str]:
        return (self.tariff_id,)


class Epoch(NamedTuple):
    """What a seller has signed counts in his current epoch only. `newest` is his last tariff of it."""

    seller: Address
    epoch: int
    newest: TariffId | None

    @property
    def key(self) -> tuple[str]:
        return (self.seller,)
