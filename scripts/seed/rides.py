"""Drivers of the sample market, their tariffs, and how rides at them end."""

import hashlib
from dataclasses import dataclass, field

import h3

from indexer.content.market_documents import tariff_document
from scripts.market import request
from scripts.market.request import Tariff
from scripts.market.shapes import NATIVE, Deal
from scripts.seed.catalog import DAY
from scripts.seed.services import ARBITER, ARBITER_BPS, FINNEY, Service
from scripts.seed.stage import CELL_RESOLUTION, CONTEST_DAYS, LASTS_DAYS, RULING_DAYS, Stage
from scripts.seed.timeline import Story

MINUTE = 60
MINUTES = 1 / 1_440
CAP = 20 * FINNEY
HILL = h3.latlng_to_cell(38.716, -9.142, CELL_RESOLUTION)
AREA_STEPS = 4
CODE = b"sixteen by luck."
CARRIER = "shopfront"
NO_SHOW_BPS = 2_500

BIKE = Service(
    asker="sam",
    title="Cargo bike through the old town",
    text="Up to 80 kg or two children, in any weather. I wait five minutes at the door and carry things up one floor.",
    category="transport/rides",
    scene="map",
    tags=("cargo bike", "old town"),
)
NIGHT = Service(
    asker="omar",
    title="Night rides, electric car",
    text="From ten at night to six in the morning. Quiet car, four seats, and room for a cello.",
    category="transport/rides",
    scene="moon",
    tags=("night", "electric"),
)


def stories(stage: Stage) -> list[tuple[float, Story]]:
    bike = Driver(stage, BIKE, per_kilometer=FINNEY // 2)
    night = Driver(stage, NIGHT, per_kilometer=FINNEY)
    return [
        (12, published(bike, carrier="sam")),
        (13, driven(bike, rider="ada", meters=5_200, minutes=24)),
        (21, missed(bike, rider="greta")),
        (27, cancelled(bike, rider="yuki")),
        (33, published(night, carrier=CARRIER)),
        (34, driven(night, rider="mateo", meters=9_100, minutes=17)),
    ]


@dataclass(slots=True)
class Driver:
    """A tariff, once its seller has signed it."""

    stage: Stage
    service: Service
    per_kilometer: int
    signed: list[tuple[Tariff, bytes]] = field(default_factory=list)

    def sign(self) -> Tariff:
        area = sorted(h3.grid_disk(HILL, AREA_STEPS))
        document = self.stage.pin(tariff_document(self.service.described(self.stage), service_area=area))
        tariff = Tariff(
            seller=self.stage.address(self.service.asker),
            token=NATIVE,
            base=2 * FINNEY,
            per_kilometer=self.per_kilometer,
            per_minute=FINNEY // 10,
            minimum=3 * FINNEY,
            free_period=3 * MINUTE,
            wait_period=8 * MINUTE,
            no_show_bps=NO_SHOW_BPS,
            referral_bps=100,
            arbiter=self.stage.address(ARBITER),
            arbiter_bps=ARBITER_BPS,
            deliver_period=60 * MINUTE,
            inspection=DAY,
            contest_period=CONTEST_DAYS * DAY,
            ruling_period=RULING_DAYS * DAY,
            expires_at=self.stage.chain.now() + LASTS_DAYS * DAY,
            document=document,
        )
        self.signed.append((tariff, request.sign_tariff(self.stage.chain, tariff, self.stage.key(self.service.asker))))
        return tariff

    def hail(self, rider: str) -> Deal:
        (tariff, signature), chain = self.signed[-1], self.stage.chain
        market, buyer = chain.deployment.addresses["Request"], self.stage.address(rider)
        salt = hashlib.sha256(f"{rider} rides at {chain.now()}".encode()).digest()
        ride = request.ride_for(tariff, market=market, buyer=buyer, cap=CAP, code=CODE, now=chain.now(), salt=salt)
        chain.send(request.opening(chain, ride, request.by_tariff(tariff, signature)), self.stage.key(rider))
        return ride


def published(driver: Driver, *, carrier: str) -> Story:
    """Whoever carries the signature pays for the gas."""
    tariff = driver.sign()
    _, signature = driver.signed[-1]
    driver.stage.does(carrier, "Request", "publishTariff", tariff, signature)
    yield MINUTES


def driven(driver: Driver, *, rider: str, meters: int, minutes: int) -> Story:
    ride, stage = driver.hail(rider), driver.stage
    yield 2 * MINUTES
    stage.does(driver.service.asker, "Escrow", "begin", ride, CODE)
    yield minutes * MINUTES
    tariff, _ = driver.signed[-1]
    fare = stage.chain.read("Request", "fareOf", tariff, meters, minutes * MINUTE)
    meter = stage.evidence(f"{meters / 1_000:.1f} km in {minutes} minutes.")
    stage.does(driver.service.asker, "Escrow", "discount", ride, ride.price - fare, meter)
    yield MINUTES
    stage.does(rider, "Escrow", "release", ride)


def missed(driver: Driver, *, rider: str) -> Story:
    ride = driver.hail(rider)
    yield 9 * MINUTES
    driver.stage.does(driver.service.asker, "Escrow", "chargeNoShow", ride)


def cancelled(driver: Driver, *, rider: str) -> Story:
    ride = driver.hail(rider)
    yield MINUTES
    driver.stage.does(rider, "Escrow", "cancel", ride)
