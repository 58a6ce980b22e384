"""A host and the guests of a story, who publish and book places as their wallets would."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from eth_account.signers.local import LocalAccount

from indexer.content.market_documents import Described, Lodging, place_document
from scripts.market import booking
from scripts.market.booking import Notice, Place, Stay, pack_policy
from scripts.market.chain import Call, hexed
from scripts.market.shapes import WHOLE_BPS, Deal
from tests.support.trading import DAY, Shop

HOUR = 3_600
MODERATE = pack_policy(Notice(14 * DAY, WHOLE_BPS), Notice(7 * DAY, WHOLE_BPS // 2))


@dataclass(frozen=True)
class Inn:
    shop: Shop
    host: LocalAccount
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def chain(self):
        return self.shop.chain

    def publish(self, name: str, **terms) -> Place:
        """Check-in is at 15:00 in a zone two hours east of Greenwich."""
        described = Described(
            title=name,
            description=f"{name}, by the sea.",
            category="stays",
            created_at=datetime.fromtimestamp(self.chain.now(), UTC),
        )
        lodging = Lodging(kind="whole", guests=2, bedrooms=1, beds=1, bathrooms=1, time_zone="Europe/Athens")
        shape = {
            "night_price": 10**16 + 7,
            "check_in_at": 13 * HOUR,
            "policy": MODERATE,
            "expires_at": self.chain.now() + 360 * DAY,
            "contest_period": 3 * DAY,
            "ruling_period": 7 * DAY,
            "document": self.shop.pin(place_document(described, lodging)),
        }
        place = self.places[name] = Place(**shape | terms)
        self.shop.does(self.host, "Booking", "publish", booking.sku_of(name), place)
        self.shop.arrived(lambda: self.shown(name)["document"])
        return place

    def id_of(self, name: str) -> str:
        return hexed(booking.place_id_of(self.host.address, booking.sku_of(name)))

    def night(self, ahead: int) -> int:
        return self.chain.now() // DAY + ahead

    def stay(self, name: str, *, first_night: int, nights: int, unit: int = 0) -> Stay:
        return Stay(sku=booking.sku_of(name), unit=unit, first_night=first_night, nights=nights)

    def deal(self, guest: LocalAccount, name: str, **nights) -> Deal:
        place, stay = self.places[name], self.stay(name, **nights)
        return booking.deal_for(
            place,
            stay,
            booking.quoted(self.chain, place, stay),
            market=self.chain.deployment.addresses["Booking"],
            host=self.host.address,
            guest=guest.address,
        )

    def opening(self, name: str, deal: Deal, *, approval: tuple[int, bytes] | None = None) -> Call:
        place = self.places[name]
        return booking.opening(self.chain, deal, place.approved(*approval) if approval else place.reservation())

    def book(self, guest: LocalAccount, name: str, **nights) -> Deal:
        deal = self.deal(guest, name, **nights)
        self.chain.send(self.opening(name, deal), guest)
        return deal

    def shown(self, name: str) -> dict:
        return self.shop.index.get(f"/v1/places/{self.id_of(name)}", min_block=self.shop.head())["data"]

    def told(self, name: str, what: str, **query):
        """The place's stays, nights or quote, by the API."""
        return self.shop.index.get(f"/v1/places/{self.id_of(name)}/{what}", min_block=self.shop.head(), **query)["data"]

    def booked_nights(self, name: str, **query) -> list[tuple[int, str, str]]:
        """By unit, from the first night to the day of leaving."""
        units = self.told(name, "nights", **query)
        return [(unit["unit"], run["from"], run["to"]) for unit in units for run in unit["booked"]]


def date_of(night: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=night)).isoformat()
