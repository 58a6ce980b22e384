# ruff: noqa: N802, N815 - acts and fields have the names of the ABI
"""The auction's rules a second time, as short as they can be said. The contract is held against this."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.model.book import Refused
from tests.contracts.model.money import Purses, share
from tests.contracts.world.shapes import DAY, NATIVE, NOTHING, ZERO, Deal

SETTLE_PERIOD = 7 * DAY
MAX_EXTENSION = DAY
MAX_EXTENSIONS = 63
MAX_AMOUNT = 2**88 - 1
LOT = (
    "(address,address,uint88,uint88,bytes32,uint16,uint40,uint40,uint32,uint8,uint32,address,uint16,uint16,uint32,"
    "uint32,uint32,uint32,bytes32,bytes32)"
)


class AuctionStatus(IntEnum):
    NONE = 0
    OPEN = 1
    ENDED = 2


class Lot(NamedTuple):
    seller: str
    token: str
    startPrice: int
    buyNowPrice: int
    reserveHash: bytes
    incrementBps: int
    startsAt: int
    endsAt: int
    extension: int
    maxExtensions: int
    revealPeriod: int
    arbiter: str
    arbiterBps: int
    silenceBps: int
    deliverPeriod: int
    inspection: int
    contestPeriod: int
    rulingPeriod: int
    document: bytes
    salt: bytes

    @property
    def has_reserve(self) -> bool:
        return self.reserveHash != NOTHING

    def value(self, amount: int) -> int:
        """What a bidder sends along."""
        return amount if self.token == NATIVE else 0


class AuctionState(NamedTuple):
    status: AuctionStatus = AuctionStatus.NONE
    bidder: str = ZERO
    amount: int = 0
    extensions: int = 0

    @property
    def has_bids(self) -> bool:
        return self.bidder != ZERO

    @classmethod
    def read(cls, word: tuple) -> "AuctionState":
        status, bidder, amount, extensions = word
        return cls(AuctionStatus(status), str(bidder), amount, extensions)


def auction_id(chain_id: int, market: str, lot: Lot) -> bytes:
    return keccak(encode(["uint256", "address", LOT], [chain_id, market, lot]))


def reserve_hash(reserve: int, secret: bytes) -> bytes:
    return keccak(encode(["uint88", "bytes32"], [reserve, secret]))


def end_of(lot: Lot, state: AuctionState) -> int:
    return lot.endsAt + state.extensions * lot.extension


def sale_end_of(lot: Lot, state: AuctionState) -> int:
    return end_of(lot, state) + (lot.revealPeriod if lot.has_reserve else SETTLE_PERIOD)


def minimum_of(lot: Lot, state: AuctionState) -> int:
    return state.amount + max(share(state.amount, lot.incrementBps), 1) if state.has_bids else lot.startPrice


def deal_of(lot: Lot, *, market: str, auction: bytes, buyer: str, price: int, now: int) -> Deal:
    """What a sale becomes in escrow."""
    return Deal(
        market=market,
        buyer=buyer,
        seller=lot.seller,
        token=lot.token,
        price=price,
        deposit=0,
        referrer=ZERO,
        referralBps=0,
        arbiter=lot.arbiter,
        arbiterBps=lot.arbiterBps,
        silenceBps=lot.silenceBps,
        deliverBy=now + lot.deliverPeriod,
        inspection=lot.inspection,
        revisions=0,
        claimPeriod=0,
        contestPeriod=lot.contestPeriod,
        rulingPeriod=lot.rulingPeriod,
        refunds=0,
        handover=NOTHING,
        agreement=lot.document,
        salt=auction,
    )


@dataclass
class AuctionModel:
    """`sales` are the deals that should be in escrow: who bought for how much."""

    chain_id: int
    address: str
    now: int = 0
    purses: Purses = field(default_factory=Purses)
    lots: dict[bytes, Lot] = field(default_factory=dict)
    states: dict[bytes, AuctionState] = field(default_factory=dict)
    reserves: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    sales: dict[bytes, Deal] = field(default_factory=dict)

    def id_of(self, lot: Lot) -> bytes:
        return auction_id(self.chain_id, self.address, lot)

    def state_of(self, lot: Lot) -> AuctionState:
        return self.states.get(self.id_of(lot), AuctionState())

    def publish(self, lot: Lot, caller: str) -> None:
        if self.state_of(lot).status != AuctionStatus.NONE:
            raise Refused("AuctionExists", self.id_of(lot))
        self._only_seller(lot, caller)
        self.lots[self.id_of(lot)] = lot
        self.states[self.id_of(lot)] = AuctionState(AuctionStatus.OPEN)

    def cancelAuction(self, lot: Lot, caller: str) -> None:
        state = self._open(lot)
        if state.has_bids:
            raise Refused("AuctionHasBids", self.id_of(lot), state.amount)
        self._only_seller(lot, caller)
        self._end(lot, state)

    def bid(self, lot: Lot, caller: str, amount: int) -> None:
        state = self._open(lot)
        self._bidder(lot, state, caller)
        if amount < minimum_of(lot, state):
            raise Refused("BidTooLow", amount, minimum_of(lot, state))
        is_late = end_of(lot, state) - self.now < lot.extension and state.extensions < lot.maxExtensions
        self.purses.take(lot.token, amount)
        self._repay(lot, state)
        self.states[self.id_of(lot)] = state._replace(
            bidder=caller, amount=amount, extensions=state.extensions + is_late
        )

    def buyNow(self, lot: Lot, caller: str) -> None:
        state = self._open(lot)
        if lot.buyNowPrice == 0 or state.amount >= lot.buyNowPrice:
            raise Refused("NotForSaleNow", self.id_of(lot), lot.buyNowPrice, state.amount)
        self._bidder(lot, state, caller)
        self.purses.take(lot.token, lot.buyNowPrice)
        self._repay(lot, state)
        self._sell(lot, state._replace(bidder=caller, amount=lot.buyNowPrice))

    def settle(self, lot: Lot, caller: str) -> None:
        state = self._with_bids(lot)
        if lot.has_reserve:
            raise Refused("ReserveNotRevealed", self.id_of(lot))
        self._sale_time(lot, state)
        self._sell(lot, state)

    def reveal(self, lot: Lot, caller: str, reserve: int, secret: bytes) -> None:
        state = self._with_bids(lot)
        if not lot.has_reserve:
            raise Refused("NoReserve", self.id_of(lot))
        self._only_seller(lot, caller)
        self._sale_time(lot, state)
        if reserve_hash(reserve, secret) != lot.reserveHash:
            raise Refused("WrongReserve", self.id_of(lot), reserve)
        if state.amount >= reserve:
            self._sell(lot, state)
        else:
            self._repay(lot, state)
            self._end(lot, state)

    def expire(self, lot: Lot, caller: str) -> None:
        state = self._open(lot)
        self._after(sale_end_of(lot, state) if state.has_bids else end_of(lot, state))
        self._repay(lot, state)
        self._end(lot, state)

    def withdraw(self, caller: str, token: str, to: str) -> None:
        if not self.purses.credits[caller, token]:
            raise Refused("NoCredit", caller, token)
        self.purses.withdraw(caller, token, to)

    def locked(self, token: str) -> int:
        """Invariant 8: of every open auction the highest bid alone, and what is owed to those who refused it."""
        bids = sum(
            state.amount
            for key, state in self.states.items()
            if state.status == AuctionStatus.OPEN and self.lots[key].token == token
        )
        return bids + self.purses.owed(token)

    def _open(self, lot: Lot) -> AuctionState:
        state = self.state_of(lot)
        refusals = {AuctionStatus.NONE: "AuctionUnknown", AuctionStatus.ENDED: "AuctionEnded"}
        if state.status in refusals:
            raise Refused(refusals[state.status], self.id_of(lot))
        return state

    def _with_bids(self, lot: Lot) -> AuctionState:
        state = self._open(lot)
        if not state.has_bids:
            raise Refused("NoBids", self.id_of(lot))
        return state

    def _bidder(self, lot: Lot, state: AuctionState, caller: str) -> None:
        if caller in {lot.seller, lot.arbiter}:
            raise Refused("BidderNotAllowed", caller)
        if self.now < lot.startsAt:
            raise Refused("TooEarly", lot.startsAt, self.now)
        self._until(end_of(lot, state))

    def _sale_time(self, lot: Lot, state: AuctionState) -> None:
        self._after(end_of(lot, state))
        self._until(sale_end_of(lot, state))

    def _only_seller(self, lot: Lot, caller: str) -> None:
        if caller != lot.seller:
            raise Refused("NotSeller", caller)

    def _until(self, moment: int) -> None:
        if self.now > moment:
            raise Refused("TooLate", moment, self.now)

    def _after(self, moment: int) -> None:
        if self.now <= moment:
            raise Refused("TooEarly", moment, self.now)

    def _repay(self, lot: Lot, state: AuctionState) -> None:
        if state.has_bids:
            self.purses.push(state.bidder, lot.token, state.amount)

    def _end(self, lot: Lot, state: AuctionState) -> None:
        self.states[self.id_of(lot)] = state._replace(status=AuctionStatus.ENDED)

    def _sell(self, lot: Lot, state: AuctionState) -> None:
        """Into escrow, out of this contract."""
        key = self.id_of(lot)
        self._end(lot, state)
        self.purses.held[lot.token] -= state.amount
        terms = {"market": self.address, "auction": key, "buyer": state.bidder, "price": state.amount}
        self.sales[key] = deal_of(lot, **terms, now=self.now)
