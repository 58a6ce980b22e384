"""Stays whose acts are measured: three nights in a month another guest has used, at an inn with usual terms."""

from dataclasses import astuple, dataclass, fields

from eth_abi.abi import encode

from scripts.bench.trades import DAY, DOCUMENT, PRICE, TOKEN_PRICE, Costs, Market
from scripts.market.shapes import EMPTY, NATIVE, NOBODY, WHOLE_BPS, Address, Deal, Digest

HOUR = 3_600
SKU = b"house-by-the-sea"
NIGHTS = 3
PAYOUT_DELAY = DAY
# The calendar keeps 128 nights in a word: these stays lie in the same one.
FIRST_NIGHT = 163 * 128 + 40
RESERVATION_TYPES = (
    "(uint128,uint128,uint128,uint256,uint96,uint16,uint16,uint16,uint16,int32,bool,uint192,uint16,uint40)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """As in IBooking, in its order."""

    token: Address
    night_price: int
    weekend_price: int
    cleaning_fee: int
    seasons: int
    discounts: int
    min_nights: int
    max_nights: int
    horizon: int
    units: int
    check_in_at: int
    is_instant: bool
    policy: int
    referral_bps: int
    expires_at: int
    deposit: int
    arbiter: Address
    arbiter_bps: int
    silence_bps: int
    claim_period: int
    contest_period: int
    ruling_period: int
    document: Digest


def place_of(market: Market, *, token: Address = NATIVE) -> Place:
    """A weekend price, a cleaning fee, a weekly discount, and half back until a week before check-in."""
    price = PRICE if token == NATIVE else TOKEN_PRICE
    return Place(
        token=token,
        night_price=price,
        weekend_price=price * 3 // 2,
        cleaning_fee=price // 2,
        seasons=0,
        discounts=7 | 1_000 << 8,
        min_nights=2,
        max_nights=28,
        horizon=365,
        units=1,
        check_in_at=13 * HOUR,
        is_instant=True,
        policy=14 * DAY | WHOLE_BPS << 32 | (7 * DAY | WHOLE_BPS // 2 << 32) << 48,
        referral_bps=0,
        expires_at=market.start + 365 * DAY,
        deposit=0,
        arbiter=Address(market.arbiter.address),
        arbiter_bps=500,
        silence_bps=WHOLE_BPS // 2,
        claim_period=0,
        contest_period=3 * DAY,
        ruling_period=14 * DAY,
        document=DOCUMENT,
    )


def reservation(place: Place) -> bytes:
    """All but the token and what follows the expiry, which are in the deal."""
    words = astuple(place)[1:15]
    return encode([RESERVATION_TYPES], [words])


def deal_of(market: Market, place: Place, *, first_night: int = FIRST_NIGHT, nonce: int = 1) -> Deal:
    named = [field.name for field in fields(place) if field.name in Deal.__slots__]
    quoted = market.chain.read("Booking", "quote", place, first_night, NIGHTS)
    salt = SKU + bytes(2) + first_night.to_bytes(3, "big") + NIGHTS.to_bytes(2, "big") + nonce.to_bytes(9, "big")
    usual = {name: getattr(place, name) for name in named} | {"referral_bps": 0}
    return Deal(
        **usual,
        price=quoted[0],
        refunds=quoted[1],
        deliver_by=quoted[2],
        market=market.chain.deployment.addresses["Booking"],
        buyer=Address(market.buyer.address),
        seller=Address(market.seller.address),
        referrer=NOBODY,
        inspection=PAYOUT_DELAY,
        revisions=0,
        handover=EMPTY,
        agreement=place.document,
        salt=salt,
    )


def published(market: Market, place: Place) -> int:
    return market.send(market.seller, "Booking", "publish", SKU, place)


def used(market: Market, place: Place) -> None:
    """Somebody has booked other nights of the month before."""
    market.open(deal_of(market, place, first_night=FIRST_NIGHT - NIGHTS), reservation(place))


def stay(market: Market) -> Costs:
    place = place_of(market)
    costs = {"publish a place": published(market, place)}
    used(market, place)
    deal = deal_of(market, place)
    costs["book three nights in ETH"] = market.open(deal, reservation(place))
    market.net.travel(deal.deliver_by - market.start)
    costs["pay the host a day after check-in"] = market.send(market.anybody, "Escrow", "finalize", deal)
    return costs


def fresh_calendar(market: Market) -> Costs:
    place = place_of(market)
    published(market, place)
    booked = market.open(deal_of(market, place), reservation(place))
    return {"book three nights in ETH, the first of their months": booked}


def stay_in_a_token(market: Market) -> Costs:
    place = place_of(market, token=market.token)
    published(market, place)
    used(market, place)
    booked = market.open(deal_of(market, place), reservation(place))
    return {"book three nights in a token": booked}


def cancellation(market: Market) -> Costs:
    place = place_of(market)
    published(market, place)
    used(market, place)
    deal = deal_of(market, place)
    market.open(deal, reservation(place))
    return {"cancel a stay in ETH and free its nights": market.send(market.buyer, "Escrow", "cancel", deal)}


def blocking(market: Market) -> Costs:
    place = place_of(market)
    published(market, place)
    used(market, place)
    return {"block nights": market.send(market.seller, "Booking", "blockNights", SKU, 0, FIRST_NIGHT, NIGHTS)}


TRADES = (stay, fresh_calendar, stay_in_a_token, cancellation, blocking)
