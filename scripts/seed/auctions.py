"""Auctions of the sample market: one sold and delivered, one below its reserve, one bought at once, one open today."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from indexer.content.documents import listing_document
from scripts.market.auction import Lot, approval, auction_id_of, bidding, buying_now, deal_for, reserve_hash_of
from scripts.market.chain import Call
from scripts.market.deployment import Token
from scripts.market.shapes import EMPTY, Deal
from scripts.seed.catalog import DAY, frozen, read
from scripts.seed.stage import CONTEST_DAYS, RULING_DAYS, Stage
from scripts.seed.timeline import Story

MINUTE = 60
MOMENT = 0.01
INCREMENT_BPS = 500
EXTENSIONS = 6
REVEAL_DAYS = 2
DELIVER_DAYS, INSPECTION_DAYS = 7, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Auctioned:
    """One auction: what its document says, its terms, and who bids when."""

    id: str
    seller: str
    day: float
    lasts: int
    title: str
    category: str
    text: str
    tags: tuple[str, ...]
    attributes: dict[str, str]
    scene: str
    start: str
    token: str = "ETH"  # noqa: S105  # the coin's symbol
    buy_now: str = "0"
    reserve: str = "0"
    bids: tuple[tuple[float, str, str], ...]
    buyer: str = ""
    bought: float = 0
    ending: str = ""

    @property
    def secret(self) -> bytes:
        return hashlib.sha256(f"reserve of {self.id}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Sale:
    """One auction as it is played."""

    stage: Stage
    plan: Auctioned
    lot: Lot

    def pays(self, person: str, call: Call, amount: int) -> None:
        chain, payer = self.stage.chain, self.stage.key(person)
        allowance = approval(chain, self.lot, amount)
        if allowance is not None:
            self.stage.fill_purse(payer, self.lot.token, amount)
            chain.send(allowance, payer)
        chain.send(call, payer)

    def does(self, person: str, act: str, *arguments: object) -> None:
        self.stage.does(person, "Auction", act, self.lot, *arguments)

    def deal(self) -> Deal:
        """As the newest block opened it, with whoever bid last."""
        chain = self.stage.chain
        deployed = chain.deployment
        market = deployed.addresses["Auction"]
        auction_id = auction_id_of(self.lot, chain_id=deployed.chain_id, market=market)
        _, winner, price = self.plan.bids[-1]
        return deal_for(
            self.lot,
            auction_id,
            market=market,
            buyer=self.stage.address(winner),
            price=in_units(price, self.stage.token(self.plan.token)),
            sold_at=chain.now(),
        )


def stories(stage: Stage) -> list[tuple[float, Story]]:
    plans = [Auctioned(**frozen(entry)) for entry in read("auctions.toml")["auction"]]
    return [(plan.day, auctioned(stage, plan)) for plan in plans]


def auctioned(stage: Stage, plan: Auctioned) -> Story:
    sale, day = Sale(stage, plan, lot_of(stage, plan)), plan.day
    sale.does(plan.seller, "publish")
    for at, bidder, price in plan.bids:
        yield at - day
        day = at
        amount = in_units(price, stage.token(plan.token))
        sale.pays(bidder, bidding(stage.chain, sale.lot, amount), amount)
    if plan.buyer:
        yield plan.bought - day
        sale.pays(plan.buyer, buying_now(stage.chain, sale.lot), sale.lot.buy_now_price)
    if plan.ending:
        # A late bid has moved the end.
        yield plan.day + plan.lasts + 0.1 - day
        yield from ENDINGS[plan.ending](sale)


def delivered(sale: Sale) -> Story:
    """The sale becomes a deal, and the deal goes the way of all others."""
    sale.does(sale.plan.seller, "settle")
    deal = sale.deal()
    yield 2
    sale.stage.does(sale.plan.seller, "Escrow", "fulfil", deal, EMPTY)
    yield 3
    sale.stage.does(sale.plan.bids[-1][1], "Escrow", "release", deal)


def reserve_missed(sale: Sale) -> Story:
    reserve = in_units(sale.plan.reserve, sale.stage.token(sale.plan.token))
    sale.does(sale.plan.seller, "reveal", reserve, sale.plan.secret)
    yield MOMENT


ENDINGS: dict[str, Callable[[Sale], Story]] = {story.__name__: story for story in (delivered, reserve_missed)}


def lot_of(stage: Stage, plan: Auctioned) -> Lot:
    token, now = stage.token(plan.token), stage.chain.now()
    reserve = in_units(plan.reserve, token)
    document = listing_document(
        plan.title,
        plan.text,
        category=plan.category,
        kind="physical",
        created_at=stage.today(),
        tags=plan.tags,
        pictures=[stage.picture(plan.scene, plan.title)],
        attributes=plan.attributes,
    )
    return Lot(
        seller=stage.address(plan.seller),
        token=token.address,
        start_price=in_units(plan.start, token),
        buy_now_price=in_units(plan.buy_now, token),
        reserve_hash=reserve_hash_of(reserve, plan.secret) if reserve else EMPTY,
        increment_bps=INCREMENT_BPS,
        starts_at=now,
        ends_at=now + plan.lasts * DAY,
        extension=10 * MINUTE,
        max_extensions=EXTENSIONS,
        reveal_period=REVEAL_DAYS * DAY if reserve else 0,
        deliver_period=DELIVER_DAYS * DAY,
        inspection=INSPECTION_DAYS * DAY,
        contest_period=CONTEST_DAYS * DAY,
        ruling_period=RULING_DAYS * DAY,
        document=stage.pin(document),
        salt=hashlib.sha256(plan.id.encode()).digest(),
    )


def in_units(amount: str, token: Token) -> int:
    return int(Decimal(amount) * Decimal(10) ** token.decimals)
