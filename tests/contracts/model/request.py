# ruff: noqa: N815 - fields have the names of the ABI
"""Requests, offers and tariffs by their documented rules, without asking the contract."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.model.book import Refused
from tests.contracts.world.shapes import NOTHING, WHOLE, Deal, Step, pack_refunds

BY_CODE = 2 << 224


class Answer(IntEnum):
    OFFER = 0
    TARIFF = 1


class Need(NamedTuple):
    token: str
    budget: int
    deliverBy: int
    expiresAt: int
    document: bytes
    handover: bytes


class Tariff(NamedTuple):
    seller: str
    token: str
    base: int
    perKilometer: int
    perMinute: int
    minimum: int
    freePeriod: int
    waitPeriod: int
    noShowBps: int
    referralBps: int
    arbiter: str
    arbiterBps: int
    silenceBps: int
    deliverPeriod: int
    inspection: int
    contestPeriod: int
    rulingPeriod: int
    epoch: int
    expiresAt: int
    document: bytes


TARIFF_TYPES = (
    *("address", "address", "uint128", "uint128", "uint128", "uint128", "uint32", "uint32", "uint16", "uint16"),
    *("address", "uint16", "uint16", "uint32", "uint32", "uint32", "uint32", "uint32", "uint40", "bytes32"),
)
TARIFF = f"({','.join(TARIFF_TYPES)})"


def request_id(buyer: str, salt: bytes) -> bytes:
    """Nothing where there was no request."""
    return keccak(encode(["address", "bytes32"], [buyer, salt])) if any(salt) else NOTHING


def fare(tariff: Tariff, meters: int, duration: int) -> int:
    """To the smallest unit; distance and time are added up before they are rounded down."""
    metered = tariff.perKilometer * meters * 60 + tariff.perMinute * duration * 1_000
    return max(tariff.minimum, tariff.base + metered // 60_000)


def schedule(tariff: Tariff, start: int) -> int:
    free = Step(start + tariff.freePeriod, WHOLE)
    late = Step(start + tariff.waitPeriod, WHOLE - tariff.noShowBps)
    return BY_CODE | pack_refunds(free, late)


def by_offer(salt: bytes, deadline: int, signature: bytes) -> bytes:
    return encode(["uint8", "bytes32", "uint256"], [Answer.OFFER, salt, deadline]) + signature


def by_tariff(tariff: Tariff, signature: bytes) -> bytes:
    return encode(["uint8", TARIFF], [Answer.TARIFF, tariff]) + signature


@dataclass
class RequestModel:
    """What the market remembers, and what it lets through: returns what it would log, or refuses."""

    now: int = 0
    epochs: dict[str, int] = field(default_factory=dict)

    def epoch_of(self, seller: str) -> int:
        return self.epochs.get(seller, 0)

    def revoke(self, seller: str) -> tuple:
        self.epochs[seller] = self.epoch_of(seller) + 1
        return "EpochRaised", {"seller": seller, "epoch": self.epochs[seller]}

    def post(self, buyer: str, salt: bytes, need: Need) -> tuple:
        if not any(salt):
            raise Refused("EmptySalt")
        if self.now >= need.expiresAt:
            raise Refused("RequestExpired", need.expiresAt, self.now)
        posted = {"requestId": request_id(buyer, salt), "buyer": buyer, "salt": salt, "need": need}
        return "RequestPosted", posted

    def accept_offer(self, deal: Deal, deal_id: bytes, *, salt: bytes, deadline: int, signed: tuple) -> tuple:
        """`signed` is the signer, and what he signed besides the deadline."""
        if self.now > deadline:
            raise Refused("OfferExpired", deadline, self.now)
        epoch, request = self.epoch_of(deal.seller), request_id(deal.buyer, salt)
        if signed != (deal.seller, deal_id, request, epoch):
            raise Refused("BadOfferSignature", deal.seller, epoch)
        return "OfferAccepted", {"requestId": request, "dealId": deal_id, "seller": deal.seller}

    def publish_tariff(self, tariff: Tariff, tariff_id: bytes, *, signer: str, signature: bytes) -> tuple:
        self._check_tariff(tariff, tariff_id, signer=signer)
        shown = {"tariffId": tariff_id, "seller": tariff.seller, "tariff": tariff, "signature": signature}
        return "TariffPublished", shown

    def _check_tariff(self, tariff: Tariff, tariff_id: bytes, *, signer: str) -> None:
        if self.now >= tariff.expiresAt:
            raise Refused("TariffExpired", tariff_id, tariff.expiresAt)
        if tariff.epoch != self.epoch_of(tariff.seller):
            raise Refused("TariffRevoked", tariff_id, self.epoch_of(tariff.seller))
        if tariff.waitPeriod <= tariff.freePeriod or tariff.noShowBps > WHOLE:
            raise Refused("BadTariff", tariff.freePeriod, tariff.waitPeriod, tariff.noShowBps)
        if signer != tariff.seller:
            raise Refused("BadTariffSignature", tariff.seller, tariff_id)

    def accept_tariff(self, deal: Deal, deal_id: bytes, *, tariff: Tariff, tariff_id: bytes, signer: str) -> tuple:
        self._check_tariff(tariff, tariff_id, signer=signer)
        if not self._has_terms(deal, tariff):
            raise Refused("NotTheTariff", tariff_id)
        if deal.price < fare(tariff, 0, 0):
            raise Refused("CapTooLow", deal.price, fare(tariff, 0, 0))
        if deal.referralBps > tariff.referralBps:
            raise Refused("ReferralNotGranted", deal.referralBps, tariff.referralBps)
        if deal.deliverBy < self.now + tariff.deliverPeriod:
            raise Refused("DeliverByTooSoon", deal.deliverBy, self.now + tariff.deliverPeriod)
        start = min(self.now, max(0, (deal.refunds & (1 << 40) - 1) - tariff.freePeriod))
        if deal.refunds != schedule(tariff, start):
            raise Refused("WrongSchedule", deal.refunds, schedule(tariff, start))
        return "TariffAccepted", {"tariffId": tariff_id, "dealId": deal_id}

    def _has_terms(self, deal: Deal, tariff: Tariff) -> bool:
        same = ("seller", "token", "arbiter", "arbiterBps", "silenceBps", "inspection", "contestPeriod", "rulingPeriod")
        is_same = all(getattr(deal, name) == getattr(tariff, name) for name in same)
        return is_same and deal.agreement == tariff.document and deal.revisions == 0 and deal.deposit == 0
