"""Two places of the sample market, and guests who stay, stay away, or are still to come."""

import hashlib
from dataclasses import dataclass, field

import h3

from indexer.content.market_documents import Lodging, place_document
from scripts.market import booking
from scripts.market.booking import Discount, Notice, Place, Stay, pack_discounts, pack_policy
from scripts.market.shapes import WHOLE_BPS, Deal, DealId, deal_id_of
from scripts.seed.catalog import DAY
from scripts.seed.services import ARBITER, ARBITER_BPS, FINNEY, Service
from scripts.seed.stage import CELL_RESOLUTION, CONTEST_DAYS, LASTS_DAYS, RULING_DAYS, Stage
from scripts.seed.timeline import Story

MOMENT = 0.01
CARRIER = "shopfront"
CHECK_IN = 13 * 3_600
LUCCA, LAKE = (43.93, 10.52), (59.62, 17.72)

LOFT = Service(
    asker="sofia",
    title="Loft above the olive press",
    text="One large room under the beams, a kitchen, and the smell of oil in November. The stairs are steep.",
    category="stays/countryside",
    scene="press",
    tags=("olive grove", "quiet", "kitchen"),
)
CABIN = Service(
    asker="jonas",
    title="Cabin by the lake, with a rowing boat",
    text="Two bunks, a stove and no neighbors. Water from the well; the sauna takes an hour to warm up.",
    category="stays/lakeside",
    scene="hills",
    tags=("sauna", "lake", "boat"),
)
LOFT_ROOMS = Lodging(kind="whole", guests=3, bedrooms=1, beds=2, bathrooms=1, time_zone="Europe/Rome")
CABIN_ROOMS = Lodging(kind="whole", guests=2, bedrooms=1, beds=2, bathrooms=1, time_zone="Europe/Stockholm")


def stories(stage: Stage) -> list[tuple[float, Story]]:
    loft = Inn(stage, LOFT, LOFT_ROOMS, cell=LUCCA)
    cabin = Inn(stage, CABIN, CABIN_ROOMS, cell=LAKE, is_instant=False)
    return [
        (6, published(loft)),
        (9, stayed(loft, guest="greta", ahead=7, nights=3)),
        (20, cancelled(loft, guest="omar", ahead=12, nights=2)),
        (35, coming(loft, guest="ada", ahead=25, nights=4)),
        (11, published(cabin)),
        (14, stayed(cabin, guest="mateo", ahead=9, nights=2)),
        (37, coming(cabin, guest="yuki", ahead=20, nights=3)),
        (38, kept(cabin, ahead=40, nights=7)),
    ]


@dataclass(slots=True)
class Inn:
    """A place, once its host has published it."""

    stage: Stage
    service: Service
    lodging: Lodging
    cell: tuple[float, float]
    is_instant: bool = True
    published: list[Place] = field(default_factory=list)

    @property
    def sku(self) -> bytes:
        return booking.sku_of(self.service.title)

    def publish(self) -> None:
        stage = self.stage
        cell = h3.latlng_to_cell(*self.cell, CELL_RESOLUTION)
        place = Place(
            night_price=28 * FINNEY,
            weekend_price=34 * FINNEY,
            cleaning_fee=12 * FINNEY,
            discounts=pack_discounts(Discount(7, 1_000)),
            check_in_at=CHECK_IN,
            is_instant=self.is_instant,
            policy=pack_policy(Notice(14 * DAY, WHOLE_BPS), Notice(5 * DAY, WHOLE_BPS // 2)),
            referral_bps=200,
            expires_at=stage.chain.now() + LASTS_DAYS * DAY,
            deposit=20 * FINNEY,
            arbiter=stage.address(ARBITER),
            arbiter_bps=ARBITER_BPS,
            claim_period=2 * DAY,
            contest_period=CONTEST_DAYS * DAY,
            ruling_period=RULING_DAYS * DAY,
            document=stage.pin(place_document(self.service.described(stage), self.lodging, cell=cell)),
        )
        self.published.append(place)
        stage.does(self.service.asker, "Booking", "publish", self.sku, place)

    def night(self, ahead: int) -> int:
        return self.stage.chain.now() // DAY + ahead

    def book(self, guest: str, *, ahead: int, nights: int) -> Deal:
        stage, chain, place = self.stage, self.stage.chain, self.published[-1]
        stay = Stay(sku=self.sku, first_night=self.night(ahead), nights=nights)
        deal = booking.deal_for(
            place,
            stay,
            booking.quoted(chain, place, stay),
            market=chain.deployment.addresses["Booking"],
            host=stage.address(self.service.asker),
            guest=stage.address(guest),
            nonce=hashlib.sha256(f"{guest} stays from {stay.first_night}".encode()).digest()[: booking.NONCE_BYTES],
        )
        chain.send(booking.opening(chain, deal, self.authorization(deal)), stage.key(guest))
        return deal

    def authorization(self, deal: Deal) -> bytes:
        place, chain = self.published[-1], self.stage.chain
        if place.is_instant:
            return place.reservation()
        deadline = chain.now() + DAY
        key = self.stage.key(self.service.asker)
        return place.approved(deadline, booking.sign_approval(chain, self.id_of(deal), key, deadline=deadline))

    def id_of(self, deal: Deal) -> DealId:
        deployed = self.stage.chain.deployment
        return deal_id_of(deal, chain_id=deployed.chain_id, escrow=deployed.addresses["Escrow"])


def published(inn: Inn) -> Story:
    inn.publish()
    yield MOMENT


def stayed(inn: Inn, *, guest: str, ahead: int, nights: int) -> Story:
    """Nobody says anything: the host is paid a day after check-in, and the deposit goes back."""
    deal = inn.book(guest, ahead=ahead, nights=nights)
    yield (deal.deliver_by - nights * DAY + booking.PAYOUT_SECONDS - inn.stage.chain.now()) / DAY + MOMENT
    inn.stage.does(CARRIER, "Escrow", "finalize", deal)
    yield nights
    inn.stage.does(inn.service.asker, "Escrow", "returnDeposit", deal)


def cancelled(inn: Inn, *, guest: str, ahead: int, nights: int) -> Story:
    """Less than two weeks ahead: half the price comes back."""
    deal = inn.book(guest, ahead=ahead, nights=nights)
    yield 3
    inn.stage.does(guest, "Escrow", "cancel", deal)


def coming(inn: Inn, *, guest: str, ahead: int, nights: int) -> Story:
    inn.book(guest, ahead=ahead, nights=nights)
    yield MOMENT


def kept(inn: Inn, *, ahead: int, nights: int) -> Story:
    """The host keeps some nights for himself."""
    inn.stage.does(inn.service.asker, "Booking", "blockNights", inn.sku, 0, inn.night(ahead), nights)
    yield MOMENT
