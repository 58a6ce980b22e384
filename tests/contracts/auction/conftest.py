"""An auction house with one lot, its bidders, and all that an act changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from brownie import Auction, web3
from brownie.network.contract import ProjectContract
from brownie.network.transaction import TransactionReceipt

from tests.contracts.model.auction import AuctionState, Lot, auction_id, deal_of, reserve_hash
from tests.contracts.world.chain import Clock
from tests.contracts.world.shapes import DAY, MINUTE, NATIVE, NOTHING, Deal, DealState
from tests.contracts.world.trade import Event, Trade, events_of

PURSE = 10**15
START_PRICE = 1_000_003
BUY_NOW = 5_000_009
RESERVE = 2_000_007
SECRET = sha256(b"the reserve").digest()
BIDDERS = ("buyer", "payer", "referrer")
LAST_MINUTES = 10 * MINUTE


@dataclass(frozen=True)
class Effects:
    """`moved` names everybody whose balance of the lot's token changed, the gas of the sender left out."""

    tx: TransactionReceipt
    time: int
    before: AuctionState
    after: AuctionState
    moved: dict[str, int]
    events: list[Event]


@dataclass(frozen=True)
class House:
    """Every act is about the house's own lot, unless another one is named."""

    market: ProjectContract
    trade: Trade
    clock: Clock
    people: SimpleNamespace
    lot: Lot

    @property
    def id(self) -> bytes:
        return self.id_of(self.lot)

    def id_of(self, lot: Lot) -> bytes:
        return auction_id(web3.eth.chain_id, self.market.address, lot)

    @property
    def state(self) -> AuctionState:
        return AuctionState.read(self.market.stateOf(self.id))

    def with_lot(self, **changes: object) -> "House":
        return House(self.market, self.trade, self.clock, self.people, self.lot._replace(**changes))

    def published(self) -> "House":
        self.market.publish(self.lot, {"from": self.people.seller})
        return self

    def bid(self, person: str, amount: int) -> Effects:
        return self.do("bid", amount, by=person, value=self.lot.value(amount))

    def buy_now(self, person: str) -> Effects:
        return self.do("buyNow", by=person, value=self.lot.value(self.lot.buyNowPrice))

    def reveal(self, reserve: int = RESERVE, secret: bytes = SECRET) -> Effects:
        return self.do("reveal", reserve, secret, by="seller")

    def do(self, act: str, *arguments: Any, by: str, value: int = 0) -> Effects:
        """Sends the act and sees everything it changed."""
        sender = {"from": getattr(self.people, by), "value": value}
        return self.watch(lambda: getattr(self.market, act)(self.lot, *arguments, sender))

    def watch(self, send: Callable[[], TransactionReceipt]) -> Effects:
        before, state = self._balances(), self.state
        tx = send()
        moved = {token: self._moved(before[token], token, tx) for token in before}
        if self.lot.token != NATIVE:
            assert moved[NATIVE] == {}, "an auction in a token moves no native coin"
        return Effects(tx, tx.timestamp, state, self.state, moved[self.lot.token], events_of(tx, self.market))

    def after_the_end(self, *, late: int = 0) -> "House":
        self.clock.to(self.market.endOf(self.lot) + 1 + late)
        return self

    def deal(self, buyer: str, price: int, *, at: int) -> Deal:
        address = getattr(self.people, buyer).address
        return deal_of(self.lot, market=self.market.address, auction=self.id, buyer=address, price=price, now=at)

    def deal_state(self, deal: Deal) -> DealState:
        return self.trade.state(deal)

    def address(self, name: str) -> str:
        return str(getattr(self.people, name).address)

    def _balances(self) -> dict[str, dict[str, int]]:
        return {token: self.trade.balances(token) for token in sorted({NATIVE, self.lot.token})}

    def _moved(self, before: Mapping[str, int], token: str, tx: TransactionReceipt) -> dict[str, int]:
        after = self.trade.balances(token)
        fee = tx.gas_used * tx.gas_price if token == NATIVE else 0
        paid = {name for name, address in self.trade.addresses.items() if address == tx.sender}
        changes = {name: after[name] - before[name] + fee * (name in paid) for name in after}
        return {name: change for name, change in changes.items() if change}


@pytest.fixture(scope="session")
def auction(people: SimpleNamespace, escrow: ProjectContract, token: ProjectContract) -> ProjectContract:
    auction = people.stranger.deploy(Auction, escrow)
    for name in BIDDERS:
        person = getattr(people, name)
        token.mint(person, PURSE, {"from": people.stranger})
        token.approve(auction, PURSE, {"from": person})
    return auction


@pytest.fixture
def lot(people: SimpleNamespace, currency: str, clock: Clock) -> Lot:
    """Odd amounts, so that each rounding shows. Without a reserve."""
    return Lot(
        seller=people.seller.address,
        token=currency,
        startPrice=START_PRICE,
        buyNowPrice=BUY_NOW,
        reserveHash=NOTHING,
        incrementBps=500,
        startsAt=clock.now,
        endsAt=clock.now + DAY,
        extension=LAST_MINUTES,
        maxExtensions=10,
        revealPeriod=3 * DAY,
        arbiter=people.arbiter.address,
        arbiterBps=300,
        silenceBps=6_000,
        deliverPeriod=7 * DAY,
        inspection=3 * DAY,
        contestPeriod=DAY,
        rulingPeriod=5 * DAY,
        document=sha256(b"a blue bowl").digest(),
        salt=b"salt".ljust(32, b"\0"),
    )


@pytest.fixture
def house(auction: ProjectContract, trade: Trade, clock: Clock, people: SimpleNamespace, lot: Lot) -> House:
    addresses = dict(trade.addresses) | {"auction": auction.address}
    return House(auction, Trade(trade.escrow, clock, addresses), clock, people, lot)


@pytest.fixture
def opened(house: House) -> House:
    """Nobody has bid."""
    return house.published()


@pytest.fixture
def reserved(house: House) -> House:
    """With a reserve that nobody knows."""
    return house.with_lot(reserveHash=reserve_hash(RESERVE, SECRET)).published()
