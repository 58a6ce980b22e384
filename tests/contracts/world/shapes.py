# ruff: noqa: N815 - fields have the names of the ABI
"""The structs and enums of the interfaces, as Brownie takes and returns them: plain tuples with names."""

from enum import IntEnum
from typing import NamedTuple

ZERO = "0x" + "00" * 20
NOTHING = b"\0" * 32
WHOLE = 10_000
NATIVE = ZERO

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

MAX_REFERRAL_BPS = 500
MAX_ARBITER_BPS = 1_000
MAX_PERIOD = 365 * DAY


class Status(IntEnum):
    NONE = 0
    FUNDED = 1
    FULFILLED = 2
    COMPLETED = 3
    DISPUTED = 4
    CLOSED = 5


class Outcome(IntEnum):
    NONE = 0
    RELEASED = 1
    HANDED_OVER = 2
    FINALIZED = 3
    REFUNDED = 4
    CANCELLED = 5
    RECLAIMED = 6
    SETTLED = 7
    CONCEDED = 8
    UNCONTESTED = 9
    RULED = 10
    ARBITER_SILENT = 11
    NO_SHOW = 12


class Ending(IntEnum):
    BY_HAND = 0
    BY_CLOCK = 1
    BY_CODE = 2


class SponsoredAct(IntEnum):
    RELEASE = 0
    FULFIL = 1
    CANCEL = 2


class Party(IntEnum):
    NONE = 0
    BUYER = 1
    SELLER = 2


class Claim(IntEnum):
    NONE = 0
    MADE = 1
    CONTESTED = 2
    RULED = 3


class Deal(NamedTuple):
    market: str
    buyer: str
    seller: str
    token: str
    price: int
    deposit: int
    referrer: str
    referralBps: int
    arbiter: str
    arbiterBps: int
    silenceBps: int
    deliverBy: int
    inspection: int
    revisions: int
    claimPeriod: int
    contestPeriod: int
    rulingPeriod: int
    refunds: int
    handover: bytes
    agreement: bytes
    salt: bytes

    @property
    def funding(self) -> int:
        return self.price + self.deposit

    @property
    def value(self) -> int:
        """What a caller of `open` sends along."""
        return self.funding if self.token == NATIVE else 0


class DealKey(NamedTuple):
    market: str
    buyer: str
    seller: str
    termsHash: bytes


class DealState(NamedTuple):
    status: Status = Status.NONE
    outcome: Outcome = Outcome.NONE
    claim: Claim = Claim.NONE
    claimant: Party = Party.NONE
    proposer: Party = Party.NONE
    depositOnly: bool = False
    revisionsUsed: int = 0
    claimBps: int = 0
    proposedBps: int = 0
    since: int = 0
    discount: int = 0
    isAssigned: bool = False
    isWatched: bool = False

    @classmethod
    def read(cls, word: tuple) -> "DealState":
        status, outcome, claim, claimant, proposer, *rest = word
        return cls(Status(status), Outcome(outcome), Claim(claim), Party(claimant), Party(proposer), *rest)


class Terms(NamedTuple):
    token: str
    price: int
    deposit: int
    referralBps: int
    arbiter: str
    arbiterBps: int
    silenceBps: int
    deliverPeriod: int
    cancelPeriod: int
    inspection: int
    revisions: int
    claimPeriod: int
    contestPeriod: int
    rulingPeriod: int
    expiresAt: int
    document: bytes


class Purchase(NamedTuple):
    sku: bytes
    units: int
    referralBps: int
    deliverPeriod: int
    cancelPeriod: int
    expiresAt: int


class Step(NamedTuple):
    until: int
    buyerBps: int


def pack_refunds(*steps: Step, ending: Ending = Ending.BY_HAND) -> int:
    packed = sum((step.buyerBps << 40 | step.until) << 56 * index for index, step in enumerate(steps))
    return ending << 224 | packed


def ending_of(refunds: int) -> Ending:
    return Ending(refunds >> 224)


def unpack_refunds(refunds: int) -> list[Step]:
    words = (refunds >> 56 * index & (1 << 56) - 1 for index in range(4))
    steps = []
    for word in words:
        if word == 0:
            break
        steps.append(Step(word & (1 << 40) - 1, word >> 40))
    return steps
