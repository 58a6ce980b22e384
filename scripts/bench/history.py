"""A market that lives by chance: transactions with the very logs our contracts would write, from one seed."""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = tuple[Any, ...]
ZERO = "0x" + "00" * 32
NOBODY = "0x" + "00" * 20

_DAY = 86_400
_HALF_BPS = 5_000
_WHOLE_BPS = 10_000
_PRICES = (10**15, 10**20)
_MOST_UNITS = 3
_SCORES = (1, 5)


@dataclass(frozen=True, slots=True)
class Emitted:
    """An event before it is encoded: contract, name and arguments in the order of the ABI, structs as tuples."""

    contract: str
    name: str
    values: Values


@dataclass(slots=True)
class Offer:
    listing_id: str
    seller: str
    sku: str
    stock: int
    revision: int
    terms: Values


@dataclass(slots=True)
class Trade:
    deal_id: str
    terms: Values
    status: str = "Funded"
    revisions_used: int = 0
    claim: str = "None"
    deposit_only: bool = False
    to_review: list[str] = field(default_factory=list)

    @property
    def buyer(self) -> str:
        return str(self.terms[1])

    @property
    def seller(self) -> str:
        return str(self.terms[2])


class MarketHistory:
    """Copy it with `deepcopy` to let two futures begin at the same past."""

    def __init__(self, seed: int, contracts: Mapping[str, str], *, people: int = 400) -> None:
        self._random = random.Random(seed)
        self._contracts = contracts
        self._people = [_named("person", seed, n)[:42] for n in range(people)]
        self._count = 0
        self._seed = seed
        self._offers: list[Offer] = []
        self._open: list[Trade] = []
        self._reviewable: list[Trade] = []
        self._committed: list[tuple[Trade, str, str]] = []
        self._credits: list[tuple[str, str, int]] = []

    def reseed(self, seed: int) -> None:
        """Another future from here on."""
        self._random = random.Random(seed)
        self._seed = seed

    def transaction(self, now: int) -> list[Emitted]:
        """Something that can happen to this market now."""
        while True:
            act = self._random.choices(list(_WEIGHTED), weights=list(_WEIGHTED.values()))[0]
            if logs := list(act(self, now)):
                return logs

    # ── Selling ──────────────────────────────────────────────────────────────────────────────────────────────────

    def publish(self, now: int) -> Iterator[Emitted]:
        offer = Offer(self._id(), self._person(), self._id(), self._random.randint(1, 50), 1, self._terms(now))
        self._offers.append(offer)
        values = (offer.listing_id, offer.seller, offer.sku, offer.revision, offer.stock, offer.terms)
        yield Emitted("FixedPrice", "ListingPublished", values)

    def revise(self, now: int) -> Iterator[Emitted]:
        for offer in self._some(self._offers):
            offer.revision += 1
            offer.terms = self._terms(now)
            values = (offer.listing_id, offer.revision, offer.stock, offer.terms)
            yield Emitted("FixedPrice", "ListingRevised", values)

    def restock(self, _now: int) -> Iterator[Emitted]:
        for offer in self._some(self._offers):
            offer.stock = self._random.randint(0, 50)
            yield Emitted("FixedPrice", "ListingRestocked", (offer.listing_id, offer.stock))

    def withdraw_listing(self, _now: int) -> Iterator[Emitted]:
        for offer in self._some(self._offers):
            self._offers.remove(offer)
            yield Emitted("FixedPrice", "ListingWithdrawn", (offer.listing_id, offer.revision + 1))

    def tell_profile(self, _now: int) -> Iterator[Emitted]:
        document = self._random.choice([ZERO, self._id(), self._id()])
        yield Emitted("Profiles", "ProfileUpdated", (self._person(), document))

    # ── Buying ───────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self, now: int) -> Iterator[Emitted]:
        for offer in self._some(self._offers):
            units = min(self._random.randint(1, _MOST_UNITS), offer.stock)
            buyer = self._person()
            if units == 0 or buyer == offer.seller:
                return
            trade = Trade(self._id(), self._deal(offer, buyer, units=units, now=now))
            self._open.append(trade)
            offer.stock -= units
            yield Emitted("Escrow", "DealOpened", (trade.deal_id, buyer, offer.seller, buyer, trade.terms))
            yield Emitted("FixedPrice", "ListingPurchased", (offer.listing_id, trade.deal_id, units, offer.stock))

    def fulfil(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            if trade.status == "Funded":
                trade.status = "Fulfilled"
                yield Emitted("Escrow", "DealFulfilled", (trade.deal_id, self._evidence()))

    def send_back(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            if trade.status == "Fulfilled" and trade.revisions_used < trade.terms[13]:
                trade.status = "Funded"
                trade.revisions_used += 1
                yield Emitted("Escrow", "DealSentBack", (trade.deal_id, trade.revisions_used, self._evidence()))

    def release(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            if trade.status in ("Funded", "Fulfilled"):
                name = self._random.choice(["DealReleased", "DealReleased", "DealHandedOver", "DealFinalized"])
                yield Emitted("Escrow", name, (trade.deal_id,))
                yield from self._credited(trade.seller, trade)
                if trade.terms[5]:
                    trade.status, trade.deposit_only = "Completed", True
                else:
                    self._close(trade)

    def undo(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            if trade.status == "Funded":
                name = self._random.choice(["DealRefunded", "DealReclaimed", "DealCancelled"])
                share = (self._bps(),) if name == "DealCancelled" else ()
                yield Emitted("Escrow", name, (trade.deal_id, *share))
                yield from self._credited(trade.buyer, trade)
                self._close(trade)

    # ── Disagreeing ──────────────────────────────────────────────────────────────────────────────────────────────

    def settle(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            if trade.claim != "Ruled":
                share = self._bps()
                yield Emitted("Escrow", "SettlementProposed", (trade.deal_id, self._random.randint(1, 2), share))
                if self._random.random() < 0.5:
                    yield Emitted("Escrow", "DealSettled", (trade.deal_id, share))
                    self._close(trade)

    def dispute(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            if trade.status in ("Funded", "Fulfilled"):
                values = (trade.deal_id, self._random.randint(1, 2), self._bps(), self._evidence())
                yield Emitted("Escrow", "DealDisputed", values)
            elif trade.status == "Completed":
                yield Emitted("Escrow", "DepositClaimed", (trade.deal_id, self._bps(), self._evidence()))
            else:
                return
            trade.status, trade.claim = "Disputed", "Made"

    def answer(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some([trade for trade in self._open if trade.claim == "Made"]):
            if self._random.random() < 0.7:
                trade.claim = "Contested"
                yield Emitted("Escrow", "DealContested", (trade.deal_id, self._evidence()))
            else:
                yield Emitted("Escrow", "DealConceded", (trade.deal_id, self._bps()))
                self._close(trade)

    def rule(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some([trade for trade in self._open if trade.claim == "Contested"]):
            trade.claim = "Ruled"
            yield Emitted("Escrow", "DealRuled", (trade.deal_id, self._bps()))

    def execute(self, _now: int) -> Iterator[Emitted]:
        outcomes = {"Made": 9, "Ruled": 10, "Contested": 11}
        for trade in self._some([trade for trade in self._open if trade.claim in outcomes]):
            yield Emitted("Escrow", "DealExecuted", (trade.deal_id, outcomes[trade.claim], self._bps()))
            yield from self._credited(trade.terms[8], trade)
            self._close(trade)

    def return_deposit(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some([trade for trade in self._open if trade.status == "Completed"]):
            yield Emitted("Escrow", "DepositReturned", (trade.deal_id,))
            self._close(trade)

    def submit_evidence(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._open):
            yield Emitted("Escrow", "EvidenceSubmitted", (trade.deal_id, trade.buyer, self._id()))

    def withdraw_credit(self, _now: int) -> Iterator[Emitted]:
        for account, token, amount in self._some(self._credits):
            self._credits = [credit for credit in self._credits if credit[:2] != (account, token)]
            yield Emitted("Escrow", "Withdrawn", (account, token, account, amount))

    # ── Reviewing ────────────────────────────────────────────────────────────────────────────────────────────────

    def commit_review(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._reviewable):
            author = trade.to_review.pop()
            subject = trade.seller if author == trade.buyer else trade.buyer
            if not trade.to_review:
                self._reviewable.remove(trade)
            self._committed.append((trade, author, subject))
            yield Emitted("Reputation", "ReviewCommitted", (trade.deal_id, author, self._id()))

    def reveal_review(self, _now: int) -> Iterator[Emitted]:
        for review in self._some(self._committed):
            self._committed.remove(review)
            trade, author, subject = review
            values = (trade.deal_id, author, subject, self._random.randint(*_SCORES), self._evidence())
            yield Emitted("Reputation", "ReviewRevealed", values)

    def record(self, _now: int) -> Iterator[Emitted]:
        for trade in self._some(self._reviewable):
            values = (trade.deal_id, trade.buyer, trade.seller, 1, _WHOLE_BPS)
            yield Emitted("Reputation", "OutcomeRecorded", values)

    # ── Chance ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _close(self, trade: Trade) -> None:
        self._open.remove(trade)
        trade.to_review = [trade.buyer, trade.seller]
        self._reviewable.append(trade)

    def _credited(self, account: str, trade: Trade) -> Iterator[Emitted]:
        if self._random.random() < 0.03 and account != NOBODY:
            self._credits.append((account, trade.terms[3], trade.terms[4]))
            yield Emitted("Escrow", "Credited", (account, trade.terms[3], trade.terms[4]))

    def _terms(self, now: int) -> Values:
        price = self._random.randint(*_PRICES)
        deposit = self._random.choice([0, 0, price // 2])
        arbiter = self._random.choice([NOBODY, self._person()])
        periods = (_DAY, _DAY, _DAY)
        return (
            *(NOBODY, price, deposit, 200, arbiter, 300, _HALF_BPS, 7 * _DAY, _DAY, 3 * _DAY),
            *(self._random.randint(0, 2), *periods, now + 90 * _DAY, self._id()),
        )

    def _deal(self, offer: Offer, buyer: str, *, units: int, now: int) -> Values:
        token, price, deposit, referral, arbiter, fee, silence, deliver, _, inspection, revisions, *rest = offer.terms
        claim, contest, ruling, _, document = rest
        refunds = (now + _DAY) | _WHOLE_BPS << 40
        return (
            *(self._contracts["FixedPrice"], buyer, offer.seller, token, price * units, deposit * units),
            *(self._person(), referral, arbiter, fee, silence, now + deliver, inspection, revisions),
            *(claim, contest, ruling, refunds, ZERO, document, self._id()),
        )

    def _some(self, things: list[Any]) -> Iterator[Any]:
        """One of them, or none if there are none."""
        if things:
            yield self._random.choice(things)

    def _bps(self) -> int:
        return self._random.randint(0, _WHOLE_BPS)

    def _person(self) -> str:
        return self._random.choice(self._people)

    def _evidence(self) -> str:
        return self._random.choice([ZERO, ZERO, self._id()])

    def _id(self) -> str:
        self._count += 1
        return _named("id", self._seed, self._count)


_Act = Callable[[MarketHistory, int], Iterator[Emitted]]
_WEIGHTED: dict[_Act, int] = {
    MarketHistory.publish: 12,
    MarketHistory.revise: 4,
    MarketHistory.restock: 4,
    MarketHistory.withdraw_listing: 1,
    MarketHistory.tell_profile: 4,
    MarketHistory.open: 20,
    MarketHistory.fulfil: 16,
    MarketHistory.send_back: 2,
    MarketHistory.release: 14,
    MarketHistory.undo: 3,
    MarketHistory.settle: 2,
    MarketHistory.dispute: 2,
    MarketHistory.answer: 2,
    MarketHistory.rule: 2,
    MarketHistory.execute: 2,
    MarketHistory.return_deposit: 4,
    MarketHistory.submit_evidence: 1,
    MarketHistory.withdraw_credit: 1,
    MarketHistory.commit_review: 14,
    MarketHistory.reveal_review: 12,
    MarketHistory.record: 3,
}


def _named(kind: str, seed: int, number: int) -> str:
    return "0x" + hashlib.sha256(f"{kind} {seed} {number}".encode()).hexdigest()
