"""Stays whose acts are measured: three nights in a month another guest has used, at an inn with usual terms."""

from scripts.bench.trades import DAY, DOCUMENT, PRICE, TOKEN_PRICE, Costs, Market
from scripts.market.booking import Discount, Notice, Place, Stay, deal_for, pack_discounts, pack_policy, quoted
from scripts.market.shapes import NATIVE, WHOLE_BPS, Address, Deal

HOUR = 3_600
SKU = b"house-by-the-sea"
NIGHTS = 3
# The calendar keeps 128 nights in a word: these stays lie in the same one.
FIRST_NIGHT = 163 * 128 + 40
NONCE = (1).to_bytes(9, "big")


def place_of(market: Market, *, token: Address = NATIVE) -> Place:
    """A weekend price, a cleaning fee, a weekly discount, and half back until a week before check-in."""
    price = PRICE if token == NATIVE else TOKEN_PRICE
    return Place(
        token=token,
        night_price=price,
        weekend_price=price * 3 // 2,
        cleaning_fee=price // 2,
        seasons=0,
        discounts=pack_discounts(Discount(7, 1_000)),
        min_nights=2,
        max_nights=28,
        horizon=365,
        units=1,
        check_in_at=13 * HOUR,
        is_instant=True,
        policy=pack_policy(Notice(14 * DAY, WHOLE_BPS), Notice(7 * DAY, WHOLE_BPS // 2)),
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


def deal_of(market: Market, place: Place, *, first_night: int = FIRST_NIGHT) -> Deal:
    stay = Stay(sku=SKU, first_night=first_night, nights=NIGHTS)
    return deal_for(
        place,
        stay,
        quoted(market.chain, place, stay),
        market=market.chain.deployment.addresses["Booking"],
        host=Address(market.seller.address),
        guest=Address(market.buyer.address),
        nonce=NONCE,
    )


def published(market: Market, place: Place) -> int:
    return market.send(market.seller, "Booking", "publish", SKU, place)


def used(market: Market, place: Place) -> None:
    """Somebody has booked other nights of the month before."""
    market.open(deal_of(market, place, first_night=FIRST_NIGHT - NIGHTS), place.reservation())


def stay(market: Market) -> Costs:
    place = place_of(market)
    costs = {"publish a place": published(market, place)}
    used(market, place)
    deal = deal_of(market, place)
    costs["book three nights in ETH"] = market.open(deal, place.reservation())
    market.net.travel(deal.deliver_by - market.start)
    costs["pay the host a day after check-in"] = market.send(market.anybody, "Escrow", "finalize", deal)
    return costs


def fresh_calendar(market: Market) -> Costs:
    place = place_of(market)
    published(market, place)
    booked = market.open(deal_of(market, place), place.reservation())
    return {"book three nights in ETH, the first of their months": booked}


def stay_in_a_token(market: Market) -> Costs:
    place = place_of(market, token=market.token)
    published(market, place)
    used(market, place)
    booked = market.open(deal_of(market, place), place.reservation())
    return {"book three nights in a token": booked}


def cancellation(market: Market) -> Costs:
    place = place_of(market)
    published(market, place)
    used(market, place)
    deal = deal_of(market, place)
    market.open(deal, place.reservation())
    return {"cancel a stay in ETH and free its nights": market.send(market.buyer, "Escrow", "cancel", deal)}


def blocking(market: Market) -> Costs:
    place = place_of(market)
    published(market, place)
    used(market, place)
    return {"block nights": market.send(market.seller, "Booking", "blockNights", SKU, 0, FIRST_NIGHT, NIGHTS)}


TRADES = (stay, fresh_calendar, stay_in_a_token, cancellation, blocking)
