"""Requests, offers, tariffs and amendments: their shapes, ids and signatures, and the deals an honest wallet makes."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, field, fields
from enum import IntEnum
from typing import NewType, Self

from eth_abi.abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from scripts.market import typed
from scripts.market.abi import Json
from scripts.market.chain import Call, Chain
from scripts.market.shapes import (
    EMPTY,
    NATIVE,
    NOBODY,
    WHOLE_BPS,
    Address,
    Deal,
    DealId,
    Digest,
    camel,
    deal_id_of,
    read,
)

RequestId = NewType("RequestId", bytes)
TariffId = NewType("TariffId", bytes)

# What the chain may take to mine the deal: a tariff counts its times from the moment before.
MINING_MARGIN_SECONDS = 120
UNTIL_BITS, STEP_BITS = 40, 56
BY_CODE = 2 << 224

TARIFF_FIELDS = (
    ("seller", "address"),
    ("token", "address"),
    ("base", "uint128"),
    ("perKilometer", "uint128"),
    ("perMinute", "uint128"),
    ("minimum", "uint128"),
    ("freePeriod", "uint32"),
    ("waitPeriod", "uint32"),
    ("noShowBps", "uint16"),
    ("referralBps", "uint16"),
    ("arbiter", "address"),
    ("arbiterBps", "uint16"),
    ("silenceBps", "uint16"),
    ("deliverPeriod", "uint32"),
    ("inspection", "uint32"),
    ("contestPeriod", "uint32"),
    ("rulingPeriod", "uint32"),
    ("epoch", "uint32"),
    ("expiresAt", "uint40"),
    ("document", "bytes32"),
)
TARIFF_TYPE = f"({','.join(kind for _, kind in TARIFF_FIELDS)})"
OFFER_FIELDS = (("dealId", "bytes32"), ("requestId", "bytes32"), ("epoch", "uint32"), ("deadline", "uint256"))
AMENDMENT_FIELDS = (("dealId", "bytes32"), ("agreement", "bytes32"), ("number", "uint32"), ("deadline", "uint256"))


class Answer(IntEnum):
    OFFER = 0
    TARIFF = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """As in IRequest, in its order; so is the tariff."""

    token: Address
    budget: int
    deliver_by: int
    expires_at: int
    document: Digest
    handover: bytes = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    seller: Address
    token: Address
    base: int
    per_kilometer: int
    per_minute: int
    minimum: int
    free_period: int
    wait_period: int
    no_show_bps: int
    referral_bps: int = 0
    arbiter: Address = NOBODY
    arbiter_bps: int = 0
    silence_bps: int = WHOLE_BPS // 2
    deliver_period: int
    inspection: int
    contest_period: int
    ruling_period: int
    epoch: int = 0
    expires_at: int
    document: Digest

    @classmethod
    def from_json(cls, shown: Json) -> Self:
        """From the `tariff` object of the API's tariff."""
        return cls(**{field.name: read(field.name, shown[camel(field.name)]) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One part of a work, with a deal of its own: what the worker asks for it, and until when it will be done."""

    price: int
    deliver_by: int
    agreement: Digest
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gig:
    """What both sides agree on for all milestones of a work."""

    market: Address
    buyer: Address
    seller: Address
    token: Address = NATIVE
    arbiter: Address = NOBODY
    arbiter_bps: int = 0
    silence_bps: int = WHOLE_BPS // 2
    inspection: int
    revisions: int = 0
    contest_period: int
    ruling_period: int


def request_id_of(buyer: Address, salt: bytes) -> RequestId:
    """Empty for an offer that answers no request."""
    return RequestId(keccak(encode(["address", "bytes32"], [buyer, salt])) if any(salt) else EMPTY)


def schedule_of(tariff: Tariff, start: int) -> int:
    """Free, then at the cost of a no-show, then begun by the code or not at all."""
    free = start + tariff.free_period | WHOLE_BPS << UNTIL_BITS
    late = start + tariff.wait_period | WHOLE_BPS - tariff.no_show_bps << UNTIL_BITS
    return BY_CODE | late << STEP_BITS | free


def ride_for(  # noqa: PLR0913 - what the buyer decides
    tariff: Tariff,
    *,
    market: Address,
    buyer: Address,
    cap: int,
    code: bytes,
    now: int,
    salt: bytes | None = None,
    margin: int = MINING_MARGIN_SECONDS,
) -> Deal:
    """`now` is the time of the chain's latest block. Whoever shows `code` to the contract begins the ride."""
    return Deal(
        market=market,
        buyer=buyer,
        seller=tariff.seller,
        token=tariff.token,
        price=cap,
        deposit=0,
        referrer=NOBODY,
        referral_bps=0,
        arbiter=tariff.arbiter,
        arbiter_bps=tariff.arbiter_bps,
        silence_bps=tariff.silence_bps,
        deliver_by=now + tariff.deliver_period + margin,
        inspection=tariff.inspection,
        revisions=0,
        claim_period=0,
        contest_period=tariff.contest_period,
        ruling_period=tariff.ruling_period,
        refunds=schedule_of(tariff, now),
        handover=keccak(code),
        agreement=tariff.document,
        salt=secrets.token_bytes(32) if salt is None else salt,
    )


def milestones_for(gig: Gig, milestones: Sequence[Milestone]) -> list[Deal]:
    """One deal for each, so that each is paid, refused or disputed alone."""
    return [
        Deal(
            **asdict(gig),
            **asdict(milestone),
            deposit=0,
            referrer=NOBODY,
            referral_bps=0,
            claim_period=0,
            refunds=0,
            handover=EMPTY,
        )
        for milestone in milestones
    ]


def by_offer(salt: bytes, deadline: int, signature: bytes) -> bytes:
    """The authorization of a deal that its seller signed. `salt` is that of the buyer's request, or zeros."""
    return encode(["uint8", "bytes32", "uint256"], [Answer.OFFER, salt, deadline]) + signature


def by_tariff(tariff: Tariff, signature: bytes) -> bytes:
    """The authorization of a deal at a standing tariff."""
    return encode(["uint8", TARIFF_TYPE], [Answer.TARIFF, astuple(tariff)]) + signature


def opening(chain: Chain, deal: Deal, authorization: bytes) -> Call:
    value = deal.price if deal.token == NATIVE else 0
    return chain.call("Escrow", "open", deal, authorization, value=value)


def opening_all(chain: Chain, deals: Sequence[Deal], authorizations: Sequence[bytes]) -> Call:
    """One payment for several deals: all are opened or none."""
    value = sum(deal.price for deal in deals if deal.token == NATIVE)
    return chain.call("Escrow", "openBatch", list(deals), list(authorizations), value=value)


def sign_tariff(chain: Chain, tariff: Tariff, account: LocalAccount) -> bytes:
    message = {camel(name): value for name, value in asdict(tariff).items()}
    data = typed.typed_data(chain, "Request", "Tariff", message, {"Tariff": TARIFF_FIELDS})
    return typed.sign(data, account, expected=chain.read("Request", "tariffIdOf", tariff), contract="Request")


def sign_offer(chain: Chain, deal_id: DealId, account: LocalAccount, *, request_id: RequestId, deadline: int) -> bytes:
    """Good until the deadline, unless the seller takes back everything he signed before."""
    epoch = chain.read("Request", "epochOf", account.address)
    message = {"dealId": deal_id, "requestId": request_id, "epoch": epoch, "deadline": deadline}
    data = typed.typed_data(chain, "Request", "Offer", message, {"Offer": OFFER_FIELDS})
    expected = chain.read("Request", "offerDigest", deal_id, request_id, epoch, deadline)
    return typed.sign(data, account, expected=expected, contract="Request")


def offers_for(
    chain: Chain, deals: Sequence[Deal], account: LocalAccount, *, salt: bytes, deadline: int
) -> list[bytes]:
    """The authorizations of deals that their seller signs in answer to one request, or to none."""
    escrow = chain.deployment.addresses["Escrow"]
    ids = [deal_id_of(deal, chain_id=chain.deployment.chain_id, escrow=escrow) for deal in deals]
    answered = [request_id_of(deal.buyer, salt) for deal in deals]
    signatures = [
        sign_offer(chain, deal_id, account, request_id=request_id, deadline=deadline)
        for deal_id, request_id in zip(ids, answered, strict=True)
    ]
    return [by_offer(salt, deadline, signature) for signature in signatures]


def sign_amendment(
    chain: Chain, deal_id: DealId, account: LocalAccount, *, agreement: Digest, number: int, deadline: int
) -> bytes:
    message = {"dealId": deal_id, "agreement": agreement, "number": number, "deadline": deadline}
    data = typed.typed_data(chain, "Amendments", "Amendment", message, {"Amendment": AMENDMENT_FIELDS})
    expected = chain.read("Amendments", "amendmentDigest", deal_id, agreement, number, deadline)
    return typed.sign(data, account, expected=expected, contract="Amendments")
