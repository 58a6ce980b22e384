"""An inn on the market, and the deals that guests make of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from brownie import Booking, web3
from brownie.network.account import Account
from brownie.network.contract import ProjectContract
from eth_abi import encode

from tests.contracts.model import typed_data
from tests.contracts.model.booking import check_in, place_id, price_of, refunds_of
from tests.contracts.world.chain import Clock, ask
from tests.contracts.world.people import sign
from tests.contracts.world.places import (
    PAYOUT_DELAY,
    RESERVATION,
    Discount,
    Notice,
    Place,
    Stay,
    pack_discounts,
    pack_policy,
)
from tests.contracts.world.shapes import DAY, HOUR, NOTHING, Deal
from tests.contracts.world.trade import Trade

SKU = b"house by the sea"
MODERATE = pack_policy(Notice(14 * DAY, 10_000), Notice(7 * DAY, 5_000))


@dataclass(frozen=True)
class Inn:
    """The host's side of the market, and what guests build from it."""

    market: ProjectContract
    trade: Trade
    host: Account
    place: Place
    make_deal: Callable[..., Deal]

    @property
    def id(self) -> bytes:
        return place_id(self.host.address, SKU)

    @property
    def today(self) -> int:
        return self.trade.clock.now // DAY

    def stay(self, *, ahead: int = 30, nights: int = 3, **changes: Any) -> Stay:
        return Stay(SKU, 0, self.today + ahead, nights)._replace(**changes)

    def deal(self, stay: Stay, *, place: Place | None = None, **changes: Any) -> Deal:
        """What an honest page builds for a guest."""
        place = place or self.place
        shared = {name: value for name, value in place._asdict().items() if name in Deal._fields}
        asked = {
            "market": self.market.address,
            "price": price_of(place, stay.firstNight, stay.nights),
            "refunds": refunds_of(place, stay.firstNight),
            "deliverBy": check_in(place, stay.firstNight + stay.nights),
            "inspection": PAYOUT_DELAY,
            "revisions": 0,
            "handover": NOTHING,
            "agreement": place.document,
            "salt": stay.salt,
        }
        return self.make_deal(**(shared | asked | changes))

    def authorization(self, *, approval: tuple | None = None, place: Place | None = None, **changes: Any) -> bytes:
        reservation = (place or self.place)._replace(**changes).reservation
        if approval is None:
            return encode([RESERVATION], [reservation])
        return encode([RESERVATION, "uint256", "bytes"], [reservation, *approval])

    def book(self, stay: Stay, *, place: Place | None = None, approval: tuple | None = None, **changes: Any) -> Deal:
        deal = self.deal(stay, place=place, **changes)
        return self.trade.open(deal, authorization=self.authorization(place=place, approval=approval))

    def publish(self, **changes: Any) -> "Inn":
        """Another inn like this one, on the market."""
        place = self.place._replace(**changes)
        self.market.publish(SKU, place, {"from": self.host})
        return Inn(self.market, self.trade, self.host, place, self.make_deal)

    def approve(self, deal: Deal, *, deadline: int = 2**40, signer: str = "seller", **changes: Any) -> tuple:
        message = {"dealId": self.trade.id(deal), "deadline": deadline} | changes
        return deadline, sign(signer, typed_data.approval(web3.eth.chain_id, self.market.address, **message))

    def calendar(self, first_night: int, unit: int = 0) -> tuple[int, int]:
        return tuple(map(int, self.market.calendarOf(self.id, unit, first_night)))


@pytest.fixture(scope="session")
def booking(people: SimpleNamespace, escrow: ProjectContract) -> ProjectContract:
    return people.stranger.deploy(Booking, escrow)


@pytest.fixture(autouse=True)
def isolated(booking: ProjectContract, isolated: None) -> None:
    """The market is there before the chain is remembered."""


@pytest.fixture
def inn(
    booking: ProjectContract,
    trade: Trade,
    people: SimpleNamespace,
    make_deal: Callable[..., Deal],
    currency: str,
    clock: Clock,
) -> Inn:
    """Not on the market yet. Odd amounts, so that each rounding shows."""
    usual = make_deal()
    place = Place(
        token=currency,
        nightPrice=1_000_003,
        weekendPrice=1_500_007,
        cleaningFee=250_001,
        seasons=0,
        discounts=pack_discounts(Discount(7, 1_000), Discount(28, 2_500)),
        minNights=2,
        maxNights=60,
        horizon=365,
        units=2,
        checkInAt=15 * HOUR - 2 * HOUR,
        isInstant=True,
        policy=MODERATE,
        referralBps=250,
        expiresAt=clock.now + 400 * DAY,
        deposit=500_009,
        arbiter=usual.arbiter,
        arbiterBps=usual.arbiterBps,
        silenceBps=usual.silenceBps,
        claimPeriod=2 * DAY,
        contestPeriod=usual.contestPeriod,
        rulingPeriod=usual.rulingPeriod,
        document=sha256(b"a house by the sea").digest(),
    )
    return Inn(booking, trade, people.seller, place, make_deal)


@pytest.fixture
def published(inn: Inn) -> Inn:
    return inn.publish()


@pytest.fixture
def mine_together() -> Iterator[Callable[[list[tuple]], list[dict]]]:
    """Sends each (sender, receiver, data, value) and mines them all into one block. Anvil only."""

    def mine(calls: list[tuple]) -> list[dict]:
        ask("evm_setAutomine", False)
        sent = [
            ask("eth_sendTransaction", {"from": by, "to": to, "data": data, "value": hex(value), "gas": hex(10**6)})
            for by, to, data, value in calls
        ]
        ask("evm_mine")
        return [receipt_of(hash_) for hash_ in sent]

    yield mine
    ask("evm_setAutomine", True)


def receipt_of(hash_: str) -> dict:
    receipt = ask("eth_getTransactionReceipt", hash_)
    return {"blockNumber": int(receipt["blockNumber"], 16), "status": int(receipt["status"], 16)}
