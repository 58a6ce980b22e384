"""Acts of hosts, riders and lenders in the market of the tests. Each returns the id of what it made."""

from datetime import UTC, date, datetime

from indexer.content.market_documents import Described, Lodging, place_document, request_document, tariff_document
from indexer.events.amendments import DealAmended
from indexer.events.booking import (
    NightsBlocked,
    NightsUnblocked,
    PlacePublished,
    PlaceRevised,
    PlaceWithdrawn,
    StayBooked,
    StayFreed,
)
from indexer.events.escrow import DealOpened
from indexer.events.loan import LoanOffered, LoanRepaid, LoanTaken, NonceUsed
from indexer.events.request import (
    EpochRaised,
    OfferAccepted,
    RequestPosted,
    RequestWithdrawn,
    TariffAccepted,
    TariffPublished,
)
from indexer.model.deal import DealTerms
from indexer.model.document import DocumentKind
from indexer.model.identity import NOBODY, NOTHING
from indexer.model.loan import LoanTerms
from indexer.model.place import PlaceTerms
from indexer.model.request import Need, TariffTerms
from tests.api.market import CONTRACTS, DAY, TOKEN, address, digest

HOUR = 3_600
CELL = "881f1d4889fffff"


def day_of(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def described(title, **more):
    told = {"description": "Quiet.", "category": "stays", "created_at": datetime(2026, 11, 24, tzinfo=UTC), **more}
    return Described(title=title, **told)


# ── Deals ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def open_deal(market, contract, *, seller, buyer="bob", document=None, name="deal"):
    deal_id = digest(f"{name} {len(market.blocks)} {seller} {buyer}")
    deal = DealTerms(
        *(CONTRACTS[contract], address(buyer), address(seller), TOKEN, 1_000, 0, NOBODY, 0, NOBODY, 0, 5_000),
        *(market.head.timestamp + 7 * DAY, DAY, 0, DAY, DAY, DAY, 0, NOTHING, document or digest("agreed"), NOTHING),
    )
    opened = DealOpened(deal_id, address(buyer), address(seller), address(buyer), deal)
    market.tell("Escrow", opened, mine=False)
    return deal_id


def amend(market, deal_id, number, text):
    market.tell("Amendments", DealAmended(deal_id, number, digest(text)))


# ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def place_terms(market, **changes):
    terms = PlaceTerms(
        token=TOKEN,
        night_price=100,
        weekend_price=0,
        cleaning_fee=30,
        seasons=0,
        discounts=0,
        min_nights=1,
        max_nights=28,
        horizon=365,
        units=1,
        check_in_at=15 * HOUR,
        is_instant=True,
        policy=0,
        referral_bps=0,
        expires_at=market.head.timestamp + 365 * DAY,
        deposit=50,
        arbiter=NOBODY,
        arbiter_bps=0,
        silence_bps=5_000,
        claim_period=DAY,
        contest_period=DAY,
        ruling_period=DAY,
        document=digest("a place"),
    )
    return terms._replace(**changes)


def publish_place(market, name, *, host="hana", **changes):
    place_id = digest(f"place {host} {name}")
    terms = place_terms(market, **changes)
    market.tell("Booking", PlacePublished(place_id, address(host), "0x" + "5c" * 16, 1, terms))
    return place_id


def revise_place(market, place_id, **changes):
    market.tell("Booking", PlaceRevised(place_id, 2, place_terms(market, **changes)))


def withdraw_place(market, place_id):
    market.tell("Booking", PlaceWithdrawn(place_id, 3))


def publish_described_place(market, title, *, cell=CELL, amenities=(), **changes):
    lodging = Lodging(
        kind="whole", guests=2, bedrooms=1, beds=1, bathrooms=1, time_zone="Europe/Lisbon", amenities=amenities
    )
    document = place_document(described(title), lodging, cell=cell)
    place_id = publish_place(market, title, document=document.digest, **changes)
    market.verify(document.digest, document.data, kind=DocumentKind.PLACE, title=title)
    return place_id


def book(market, place_id, check_in, nights, *, unit=0, host="hana", buyer="bob"):
    deal_id = open_deal(market, "Booking", seller=host, buyer=buyer, name=f"stay {place_id} {unit}")
    market.tell("Booking", StayBooked(place_id, deal_id, unit, day_of(check_in), nights))
    return deal_id


def free(market, place_id, deal_id, first, nights, *, unit=0):
    market.tell("Booking", StayFreed(place_id, deal_id, unit, day_of(first), nights))


def block_nights(market, place_id, first, nights, *, unit=0):
    market.tell("Booking", NightsBlocked(place_id, unit, day_of(first), nights))


def unblock_nights(market, place_id, first, nights, *, unit=0):
    market.tell("Booking", NightsUnblocked(place_id, unit, day_of(first), nights))


# ── Requests and tariffs ─────────────────────────────────────────────────────────────────────────────────────────────


def post_request(market, name, *, buyer="bob", lasts=30 * DAY, **changes):
    request_id = digest(f"request {buyer} {name}")
    now = market.head.timestamp
    need = Need(TOKEN, 500, now + 60 * DAY, now + lasts, digest(f"need {name}"), NOTHING)._replace(**changes)
    market.tell("Request", RequestPosted(request_id, address(buyer), digest(name), need))
    return request_id


def post_described_request(market, title, **changes):
    document = request_document(described(title, category="rides"), kind="service", cell=CELL, destination=CELL)
    request_id = post_request(market, title, document=document.digest, **changes)
    market.verify(document.digest, document.data, kind=DocumentKind.REQUEST, title=title)
    return request_id


def withdraw_request(market, request_id):
    market.tell("Request", RequestWithdrawn(request_id))


def accept_offer(market, request_id, *, seller="ada"):
    deal_id = open_deal(market, "Request", seller=seller, name=f"offer {request_id}")
    market.tell("Request", OfferAccepted(request_id, deal_id, address(seller)))
    return deal_id


def publish_tariff(market, name, *, seller="dan", lasts=30 * DAY, **changes):
    tariff_id = digest(f"tariff {seller} {name}")
    terms = TariffTerms(
        *(address(seller), TOKEN, 250, 90, 15, 500, 180, 600, 2_500, 0, NOBODY, 0, 5_000, HOUR, HOUR, DAY, DAY, 0),
        *(market.head.timestamp + lasts, digest(f"tariff {name}")),
    )._replace(**changes)
    market.tell("Request", TariffPublished(tariff_id, address(seller), terms, "0x" + "51" * 65))
    return tariff_id


def publish_described_tariff(market, title, *, area, **changes):
    document = tariff_document(described(title, category="rides"), service_area=area)
    tariff_id = publish_tariff(market, title, document=document.digest, **changes)
    market.verify(document.digest, document.data, kind=DocumentKind.TARIFF, title=title)
    return tariff_id


def ride(market, tariff_id, *, seller="dan"):
    deal_id = open_deal(market, "Request", seller=seller, name=f"ride {tariff_id}")
    market.tell("Request", TariffAccepted(tariff_id, deal_id))
    return deal_id


def raise_epoch(market, seller, epoch):
    market.tell("Request", EpochRaised(address(seller), epoch))


# ── Loans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def loan_terms(*, lender="lena", borrower=None, **changes):
    terms = LoanTerms(
        lender=address(lender) if lender else NOBODY,
        borrower=address(borrower) if borrower else NOBODY,
        principal_token=TOKEN,
        principal=1_000,
        rate_bps=1_000,
        collateral_token="0x" + "c0" * 20,
        collateral=2_000,
        duration=30 * DAY,
        grace=DAY,
        collateral_deal=NOTHING,
        document=NOTHING,
        salt=NOTHING,
    )
    return terms._replace(**changes)


def offer_loan(market, name, *, author="lena", nonce=7, lasts=30 * DAY, **changes):
    offer_id = digest(f"offer {author} {name}")
    deadline = market.head.timestamp + lasts
    told = LoanOffered(offer_id, address(author), loan_terms(**changes), nonce, deadline, "0x" + "51" * 65)
    market.tell("Loan", told)
    return offer_id


def use_nonce(market, author, nonce, *, mine=True):
    market.tell("Loan", NonceUsed(address(author), nonce), mine=mine)


def take_loan(market, name, *, offer_id=NOTHING, lender="lena", borrower="bob", **changes):
    loan_id = digest(f"loan {name}")
    terms = loan_terms(lender=lender, borrower=borrower, **changes)
    market.tell("Loan", LoanTaken(loan_id, address(lender), address(borrower), offer_id, terms))
    return loan_id


def repay(market, loan_id, amount, *, interest, outstanding, holder="lena"):
    told = LoanRepaid(loan_id, address("bob"), address(holder), amount, interest, outstanding)
    market.tell("Loan", told)
