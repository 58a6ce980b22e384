"""A buyer who needs something, a seller whose signature is the answer, and the deals they make of it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from brownie import Request, web3
from brownie.network.contract import ProjectContract
from eth_utils import keccak

from tests.contracts.model import typed_data
from tests.contracts.model.request import Need, Tariff, by_offer, by_tariff, request_id, schedule
from tests.contracts.world.chain import Clock
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, HOUR, MINUTE, NOTHING, Deal
from tests.contracts.world.trade import Trade

SALT = b"to the station".ljust(32, b"\0")
CODE = b"16 random bytes."
CAP = 2_000_003
SLACK = 2 * MINUTE


@dataclass(frozen=True)
class Desk:
    """What an honest page builds for both sides. Each builder takes changes that make it dishonest."""

    market: ProjectContract
    trade: Trade
    people: SimpleNamespace
    make_deal: Callable[..., Deal]
    tariff: Tariff

    @property
    def now(self) -> int:
        return self.trade.clock.now

    def need(self, **changes: Any) -> Need:
        usual = Need(
            token=self.tariff.token,
            budget=CAP,
            deliverBy=self.now + 2 * DAY,
            expiresAt=self.now + DAY,
            document=sha256(b"who builds me a shelf?").digest(),
            handover=NOTHING,
        )
        return usual._replace(**changes)

    def job(self, **changes: Any) -> Deal:
        """Terms that the parties found together: the seller's offer is for exactly these."""
        return self.make_deal(**{"market": self.market.address} | changes)

    def offer(self, deal: Deal, *, salt: bytes = SALT, signer: str = "seller", until: int = 0, **changes: Any) -> bytes:
        deadline = until or self.now + DAY
        usual = {
            "dealId": self.trade.id(deal),
            "requestId": request_id(deal.buyer, salt),
            "epoch": self.market.epochOf(deal.seller),
            "deadline": deadline,
        }
        message = typed_data.offer(web3.eth.chain_id, self.market.address, **(usual | changes))
        return by_offer(salt, deadline, sign(signer, message))

    def accept(self, deal: Deal, **signed: Any) -> Deal:
        return self.trade.open(deal, authorization=self.offer(deal, **signed))

    def ride(self, *, start: int | None = None, tariff: Tariff | None = None, **changes: Any) -> Deal:
        """A deal at the tariff whose times count from `start`, which is now."""
        tariff, start = tariff or self.tariff, self.now if start is None else start
        usual = {
            "seller": tariff.seller,
            "token": tariff.token,
            "price": CAP,
            "deposit": 0,
            "deliverBy": start + tariff.deliverPeriod + SLACK,
            "inspection": tariff.inspection,
            "revisions": 0,
            "claimPeriod": 0,
            "refunds": schedule(tariff, start),
            "handover": keccak(CODE),
            "agreement": tariff.document,
        }
        return self.job(**usual | changes)

    def sign_tariff(self, tariff: Tariff | None = None, *, signer: str = "seller") -> bytes:
        return sign(signer, typed_data.tariff(web3.eth.chain_id, self.market.address, tariff or self.tariff))

    def tariff_id(self, tariff: Tariff | None = None) -> bytes:
        return typed_data.digest(typed_data.tariff(web3.eth.chain_id, self.market.address, tariff or self.tariff))

    def tariffed(self, tariff: Tariff | None = None, *, signer: str = "seller") -> bytes:
        tariff = tariff or self.tariff
        return by_tariff(tariff, self.sign_tariff(tariff, signer=signer))

    def hail(self, **changes: Any) -> Deal:
        return self.trade.open(self.ride(**changes), authorization=self.tariffed())


@pytest.fixture
def desk(
    escrow: ProjectContract,
    trade: Trade,
    people: SimpleNamespace,
    make_deal: Callable[..., Deal],
    currency: str,
    clock: Clock,
) -> Desk:
    usual = make_deal()
    tariff = Tariff(
        seller=people.seller.address,
        token=currency,
        base=250_001,
        perKilometer=120_007,
        perMinute=30_011,
        minimum=600_011,
        freePeriod=3 * MINUTE,
        waitPeriod=8 * MINUTE,
        noShowBps=2_500,
        referralBps=250,
        arbiter=usual.arbiter,
        arbiterBps=usual.arbiterBps,
        silenceBps=usual.silenceBps,
        deliverPeriod=HOUR,
        inspection=2 * HOUR,
        contestPeriod=usual.contestPeriod,
        rulingPeriod=usual.rulingPeriod,
        epoch=0,
        expiresAt=clock.now + 30 * DAY,
        document=sha256(b"I drive between the river and the hills").digest(),
    )
    return Desk(people.stranger.deploy(Request, escrow), trade, people, make_deal, tariff)
