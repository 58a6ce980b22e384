"""Requests, offers and rides whose acts are measured, and an amendment."""

from dataclasses import replace

from eth_utils.crypto import keccak

from scripts.bench.trades import DAY, DOCUMENT, EVIDENCE, PRICE, Costs, Market
from scripts.market.request import Need, Tariff, by_offer, by_tariff, request_id_of, schedule_of
from scripts.market.shapes import NATIVE, WHOLE_BPS, Address, Deal

MINUTE = 60
SALT = keccak(text="to the station")
CODE = b"16 random bytes."
NO_SHOW_BPS = 2_500
METERS, DURATION = 7_654, 1_234


def asked(market: Market) -> Costs:
    need = Need(
        token=NATIVE,
        budget=PRICE,
        deliver_by=market.start + 7 * DAY,
        expires_at=market.start + DAY,
        document=DOCUMENT,
    )
    return {
        "post a request": market.send(market.buyer, "Request", "post", SALT, need),
        "take back everything signed": market.send(market.seller, "Request", "revoke"),
        "take back everything signed, again": market.send(market.seller, "Request", "revoke"),
    }


def offered(market: Market) -> Costs:
    deal = replace(market.deal(market.terms()), market=market.chain.deployment.addresses["Request"])
    deadline = market.start + DAY
    request = request_id_of(deal.buyer, SALT)
    signature = market.sign(market.seller, "Request", "offerDigest", market.id_of(deal), request, 0, deadline)
    opened = market.open(deal, by_offer(SALT, deadline, signature))
    amendment = (keccak(text="another scope"), 1, deadline)
    signature = market.sign(market.seller, "Amendments", "amendmentDigest", market.id_of(deal), *amendment)
    agreement, _, until = amendment
    return {
        "accept a signed offer in ETH": opened,
        "amend an agreement": market.send(market.buyer, "Amendments", "amend", deal, agreement, until, signature),
    }


def driven(market: Market) -> Costs:
    tariff, deal = _hailed(market)
    signature = market.sign(market.seller, "Request", "tariffIdOf", tariff)
    published = market.send(market.anybody, "Request", "publishTariff", tariff, signature)
    accepted = market.open(deal, by_tariff(tariff, signature))
    begun = market.send(market.seller, "Escrow", "begin", deal, CODE)
    fare = market.chain.read("Request", "fareOf", tariff, METERS, DURATION)
    metered = market.send(market.seller, "Escrow", "discount", deal, deal.price - fare, EVIDENCE)
    released = market.send(market.buyer, "Escrow", "release", deal)
    return {
        "publish a tariff": published,
        "hail a ride in ETH at a signed tariff": accepted,
        "begin a ride by its code": begun,
        "give back what the meter did not use": metered,
        "release a metered ride in ETH": released,
        "hail, begin, meter and release a ride in ETH": accepted + begun + metered + released,
    }


def missed(market: Market) -> Costs:
    tariff, deal = _hailed(market)
    signature = market.sign(market.seller, "Request", "tariffIdOf", tariff)
    market.open(deal, by_tariff(tariff, signature))
    market.net.travel(tariff.wait_period + 1)
    return {"charge a no-show in ETH": market.send(market.seller, "Escrow", "chargeNoShow", deal)}


def _hailed(market: Market) -> tuple[Tariff, Deal]:
    """Both as an honest page builds them."""
    tariff = Tariff(
        seller=Address(market.seller.address),
        token=NATIVE,
        base=PRICE // 40,
        per_kilometer=PRICE // 20,
        per_minute=PRICE // 100,
        minimum=PRICE // 20,
        free_period=3 * MINUTE,
        wait_period=8 * MINUTE,
        no_show_bps=NO_SHOW_BPS,
        referral_bps=0,
        arbiter=Address(market.arbiter.address),
        arbiter_bps=500,
        silence_bps=WHOLE_BPS // 2,
        deliver_period=60 * MINUTE,
        inspection=120 * MINUTE,
        contest_period=3 * DAY,
        ruling_period=14 * DAY,
        epoch=0,
        expires_at=market.start + 30 * DAY,
        document=DOCUMENT,
    )
    deal = replace(
        market.deal(market.terms()),
        market=market.chain.deployment.addresses["Request"],
        deliver_by=market.start + tariff.deliver_period + 10 * MINUTE,
        inspection=tariff.inspection,
        refunds=schedule_of(tariff, market.start),
        handover=keccak(CODE),
        agreement=tariff.document,
    )
    return tariff, deal


TRADES = (asked, offered, driven, missed)
