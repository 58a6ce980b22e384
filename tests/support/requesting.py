"""Drivers, riders, workers and clients: a shop's people who answer requests instead of publishing listings."""

from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.content.market_documents import Described, agreement_document, request_document, tariff_document
from scripts.market import request
from scripts.market.chain import hexed
from scripts.market.request import Gig, Milestone, Need, Tariff
from scripts.market.shapes import NATIVE, Deal, Digest
from tests.support.trading import DAY, Shop

MINUTE, HOUR = 60, 3_600
CAP = 20_000_000_000_000_003
NO_SHOW_BPS = 2_500


@dataclass(frozen=True)
class Desk(Shop):
    """What an honest page does for both sides, by the API and the contracts."""

    @property
    def market_address(self):
        return self.chain.deployment.addresses["Request"]

    def described(self, title: str, category: str) -> Described:
        today = datetime.fromtimestamp(self.chain.now(), UTC)
        return Described(title=title, description=f"{title}.", category=category, created_at=today)

    def ask(self, buyer, salt: bytes, *, title: str, category: str, budget: int = 0, **cells) -> dict:
        """Posts the request. Returns it as the API shows it."""
        document = self.pin(request_document(self.described(title, category), kind="service", **cells))
        now = self.chain.now()
        need = Need(
            token=NATIVE, budget=budget, deliver_by=now + 60 * DAY, expires_at=now + 30 * DAY, document=document
        )
        self.does(buyer, "Request", "post", salt, need)
        return self.resource("requests", request.request_id_of(buyer.address, salt))

    def publish_tariff(self, driver, *, area: list[str], carrier) -> dict:
        """Anybody may carry the driver's signature. Returns the tariff as the API shows it."""
        document = tariff_document(self.described("I drive in Lisbon", "transport/rides"), service_area=area)
        tariff = self.tariff(driver, self.pin(document))
        signature = request.sign_tariff(self.chain, tariff, driver)
        self.does(carrier, "Request", "publishTariff", tariff, signature)
        return self.resource("tariffs", self.chain.read("Request", "tariffIdOf", tariff))

    def tariff(self, driver, document: Digest) -> Tariff:
        return Tariff(
            seller=driver.address,
            token=NATIVE,
            base=1_000_000_000_000_001,
            per_kilometer=500_000_000_000_007,
            per_minute=100_000_000_000_011,
            minimum=2_000_000_000_000_003,
            free_period=3 * MINUTE,
            wait_period=8 * MINUTE,
            no_show_bps=NO_SHOW_BPS,
            deliver_period=HOUR,
            inspection=2 * HOUR,
            contest_period=3 * DAY,
            ruling_period=7 * DAY,
            epoch=self.chain.read("Request", "epochOf", driver.address),
            expires_at=self.chain.now() + 90 * DAY,
            document=document,
        )

    def hail(self, rider, shown: dict, *, code: bytes) -> Deal:
        """Accepts a tariff that the API showed, with the signature it showed."""
        tariff, signature = Tariff.from_json(shown["tariff"]), bytes.fromhex(shown["signature"].removeprefix("0x"))
        deal = request.ride_for(
            tariff, market=self.market_address, buyer=rider.address, cap=CAP, code=code, now=self.chain.now()
        )
        self.chain.send(request.opening(self.chain, deal, request.by_tariff(tariff, signature)), rider)
        return deal

    def milestones(self, client, worker, arbiter, prices: list[int]) -> list[Deal]:
        """The worker's prices, a deadline for each ten days apart, two revisions, two weeks to object."""
        gig = Gig(
            market=self.market_address,
            buyer=client.address,
            seller=worker.address,
            arbiter=arbiter.address,
            arbiter_bps=500,
            inspection=14 * DAY,
            revisions=2,
            contest_period=3 * DAY,
            ruling_period=7 * DAY,
        )
        now = self.chain.now()
        steps = [
            Milestone(price=price, deliver_by=now + 10 * DAY * number, agreement=self.agreement(f"Part {number}"))
            for number, price in enumerate(prices, start=1)
        ]
        return request.milestones_for(gig, steps)

    def agreement(self, title: str, **more) -> Digest:
        today = datetime.fromtimestamp(self.chain.now(), UTC)
        return self.pin(agreement_document(title, f"{title} of a shelf.", today, **more))

    def offers(self, worker, deals: list[Deal], salt: bytes) -> list[bytes]:
        """The worker's signature for each deal, in answer to the client's request."""
        return request.offers_for(self.chain, deals, worker, salt=salt, deadline=self.chain.now() + DAY)

    def fund(self, client, deals: list[Deal], offers: list[bytes]) -> None:
        self.chain.send(request.opening_all(self.chain, deals, offers), client)

    def resource(self, kind: str, resource_id: bytes) -> dict:
        """As the API shows it at the newest block, with its document."""

        def look():
            return self.index.get(f"/v1/{kind}/{hexed(resource_id)}", min_block=self.head())["data"]

        self.arrived(lambda: look()["document"])
        return look()
