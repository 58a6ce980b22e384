"""The rules of bookings a second time, by calendar dates and sets of nights. The contract is held against this."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.model.book import Refused
from tests.contracts.world.places import (
    MAX_HORIZON,
    MAX_NIGHTS,
    PAYOUT_DELAY,
    PLACE,
    Place,
    Stay,
    unpack_discounts,
    unpack_policy,
    unpack_seasons,
)
from tests.contracts.world.shapes import DAY, WHOLE, Deal, Ending, Step, pack_refunds

FRIDAY, SATURDAY = 4, 5
Night = tuple[bytes, int, int]


def place_id(host: str, sku: bytes) -> bytes:
    return keccak(encode(["address", "bytes16"], [host, sku]))


def hash_place(place: Place) -> bytes:
    return keccak(encode([PLACE], [place]))


def date_of(night: int) -> date:
    return date(1970, 1, 1) + timedelta(days=night)


def price_of(place: Place, first_night: int, nights: int) -> int:
    total = sum(night_price(place, night) for night in range(first_night, first_night + nights))
    reached = [discount.bps for discount in unpack_discounts(place.discounts) if nights >= discount.nights]
    return total * (WHOLE - max([0, *reached[-1:]])) // WHOLE + place.cleaningFee


def night_price(place: Place, night: int) -> int:
    is_weekend = date_of(night).weekday() in {FRIDAY, SATURDAY}
    usual = place.weekendPrice if is_weekend and place.weekendPrice else place.nightPrice
    seasons = [season.bps for season in unpack_seasons(place.seasons) if season.first <= night <= season.last]
    return usual * seasons[0] // WHOLE if seasons else usual


def check_in(place: Place, night: int) -> int:
    return night * DAY + place.checkInAt


def refunds_of(place: Place, first_night: int) -> int:
    arrival = check_in(place, first_night)
    steps = [Step(arrival - notice.secondsBefore, notice.buyerBps) for notice in unpack_policy(place.policy)]
    if not steps or steps[-1].until != arrival:
        steps.append(Step(arrival, 0))
    return pack_refunds(*steps, ending=Ending.BY_CLOCK)


@dataclass
class Shown:
    """A place as everybody sees it: its terms, if it is on the market, and how often it changed."""

    place: Place | None = None
    revision: int = 0


@dataclass
class BookingModel:
    now: int = 0
    shown: dict[bytes, Shown] = field(default_factory=dict)
    booked: dict[Night, bytes] = field(default_factory=dict)  # by which deal
    blocked: set[Night] = field(default_factory=set)

    def publish(self, place: bytes, terms: Place) -> None:
        if self._shown(place).place:
            raise Refused("PlaceExists", place)
        self._show(place, terms)

    def revise(self, place: bytes, terms: Place) -> None:
        self._require_shown(place)
        self._show(place, terms)

    def withdraw(self, place: bytes) -> None:
        self._require_shown(place)
        self.shown[place] = Shown(None, self.shown[place].revision + 1)

    def block(self, place: bytes, unit: int, first_night: int, nights: int) -> None:
        self._require_own_nights(place, first_night, nights)
        self.blocked |= set(_nights(place, unit, first_night, nights))

    def unblock(self, place: bytes, unit: int, first_night: int, nights: int) -> None:
        self._require_own_nights(place, first_night, nights)
        self.blocked -= set(_nights(place, unit, first_night, nights))

    def book(self, deal_id: bytes, deal: Deal, seen: Place, *, is_approved: bool) -> None:
        """`seen` is the place by the guest's own account of it."""
        stay = Stay.of(deal)
        place = place_id(deal.seller, stay.sku)
        terms = self._require_shown(place)
        if seen != terms:
            raise Refused("PlaceChanged", place, self.shown[place].revision)
        if self.now >= terms.expiresAt:
            raise Refused("PlaceExpired", place, terms.expiresAt)
        if stay.unit >= terms.units:
            raise Refused("UnitUnknown", stay.unit, terms.units)
        self._require_granted(terms, stay)
        self._require_quoted(terms, stay, deal)
        if not terms.isInstant and not is_approved:
            raise Refused("NotApproved", deal.seller, deal_id)
        nights = _nights(place, *stay[1:4])
        if any(night in self.booked or night in self.blocked for night in nights):
            raise Refused("NightsTaken", place, *stay[1:4])
        self.booked |= dict.fromkeys(nights, deal_id)

    def close(self, deal_id: bytes, deal: Deal) -> list[int]:
        """The nights that are free again: those of the deal that have not begun."""
        stay = Stay.of(deal)
        place = place_id(deal.seller, stay.sku)
        arrival = deal.deliverBy - stay.nights * DAY
        free = [stay.firstNight + i for i in range(stay.nights) if arrival + i * DAY > self.now]
        for night in free:
            assert self.booked.pop((place, stay.unit, night)) == deal_id
        return free

    def _show(self, place: bytes, terms: Place) -> None:
        if terms.nightPrice == 0 or terms.units == 0 or terms.expiresAt <= self.now:
            raise Refused("BadPlace", terms.nightPrice, terms.units, terms.expiresAt)
        self.shown[place] = Shown(terms, self._shown(place).revision + 1)

    def _shown(self, place: bytes) -> Shown:
        return self.shown.get(place, Shown())

    def _require_shown(self, place: bytes) -> Place:
        terms = self._shown(place).place
        if terms is None:
            raise Refused("PlaceUnknown", place)
        return terms

    def _require_own_nights(self, place: bytes, first_night: int, nights: int) -> None:
        self._require_shown(place)
        if not 1 <= nights <= MAX_NIGHTS:
            raise Refused("BadNights", nights, MAX_NIGHTS)
        self._require_reach(first_night, nights, MAX_HORIZON)

    def _require_reach(self, first_night: int, nights: int, horizon: int) -> None:
        today = self.now // DAY
        if first_night < today - 1 or first_night + nights - 1 > today + horizon:
            raise Refused("OutOfReach", first_night, nights, today - 1, today + horizon)

    def _require_granted(self, terms: Place, stay: Stay) -> None:
        if not terms.minNights <= stay.nights <= terms.maxNights:
            raise Refused("LengthNotGranted", stay.nights, terms.minNights, terms.maxNights)
        self._require_reach(stay.firstNight, stay.nights, terms.horizon)
        arrival = check_in(terms, stay.firstNight)
        if arrival <= self.now:
            raise Refused("NightBegun", arrival, self.now)

    def _require_quoted(self, terms: Place, stay: Stay, deal: Deal) -> None:
        price = price_of(terms, stay.firstNight, stay.nights)
        if deal.price != price:
            raise Refused("WrongPrice", deal.price, price)
        refunds = refunds_of(terms, stay.firstNight)
        if deal.refunds != refunds:
            raise Refused("WrongSchedule", deal.refunds, refunds)
        departure = check_in(terms, stay.firstNight + stay.nights)
        if (deal.deliverBy, deal.inspection) != (departure, PAYOUT_DELAY):
            raise Refused("WrongTimes", deal.deliverBy, departure, deal.inspection, PAYOUT_DELAY)
        if deal.referralBps > terms.referralBps:
            raise Refused("ReferralNotGranted", deal.referralBps, terms.referralBps)


def _nights(place: bytes, unit: int, first_night: int, nights: int) -> list[Night]:
    return [(place, unit, night) for night in range(first_night, first_night + nights)]


def bits(nights: Iterator[int] | list[int], first_night: int) -> int:
    """As `calendarOf` shows them."""
    return sum(1 << night - first_night for night in nights if 0 <= night - first_night < MAX_NIGHTS)
