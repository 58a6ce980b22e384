"""Auctions whose acts are measured: a week long, with a buy-now price, an arbiter, and a reserve where it matters."""

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from scripts.bench.trades import DAY, DOCUMENT, PRICE, SECRET, TOKEN_PRICE, Costs, Market
from scripts.market.auction import Lot, bidding, buying_now, reserve_hash_of
from scripts.market.shapes import EMPTY, NATIVE, Address, Digest

MINUTE = 60
MAX_BIDS = 10
RESERVE = PRICE


def lot_of(market: Market, *, token: Address = NATIVE, reserve_hash: bytes = EMPTY) -> Lot:
    price = PRICE if token == NATIVE else TOKEN_PRICE
    return Lot(
        seller=Address(market.seller.address),
        token=token,
        start_price=price,
        buy_now_price=2 * price,
        reserve_hash=reserve_hash,
        increment_bps=500,
        starts_at=market.start,
        ends_at=market.start + 7 * DAY,
        extension=10 * MINUTE,
        max_extensions=10,
        reveal_period=3 * DAY,
        arbiter=Address(market.arbiter.address),
        arbiter_bps=500,
        deliver_period=7 * DAY,
        inspection=3 * DAY,
        contest_period=3 * DAY,
        ruling_period=14 * DAY,
        document=Digest(DOCUMENT),
        salt=keccak(text="first"),
    )


def published(market: Market, lot: Lot) -> int:
    market.net.travel(MINUTE)
    return market.send(market.seller, "Auction", "publish", lot)


def bid(market: Market, by: LocalAccount, lot: Lot, amount: int) -> int:
    return market.chain.send(bidding(market.chain, lot, amount), by).gas_used


def english_auction(market: Market) -> Costs:
    lot = lot_of(market)
    return {
        "publish an auction": published(market, lot),
        "bid first in ETH": bid(market, market.buyer, lot, PRICE),
        "outbid somebody in ETH": bid(market, market.referrer, lot, PRICE * 21 // 20),
        "settle an auction in ETH": _after_the_end(market, lot, "settle"),
    }


def token_auction(market: Market) -> Costs:
    lot = lot_of(market, token=market.token)
    auction = market.chain.deployment.addresses["Auction"]
    for person in (market.buyer, market.referrer):
        market.send(market.anybody, "TestToken", "mint", person.address, MAX_BIDS * TOKEN_PRICE, at=market.token)
        market.send(person, "TestToken", "approve", auction, MAX_BIDS * TOKEN_PRICE, at=market.token)
    published(market, lot)
    # A market that never held this token would pay 17,100 more, once.
    bid(market, market.buyer, lot, TOKEN_PRICE)
    return {
        "outbid somebody in a token": bid(market, market.referrer, lot, TOKEN_PRICE * 21 // 20),
        "settle an auction in a token": _after_the_end(market, lot, "settle"),
    }


def buy_now(market: Market) -> Costs:
    lot = lot_of(market)
    published(market, lot)
    bid(market, market.buyer, lot, PRICE)
    bought = market.chain.send(buying_now(market.chain, lot), market.referrer).gas_used
    return {"buy a lot in ETH at its buy-now price, and repay a bidder": bought}


def reserve(market: Market) -> Costs:
    lot = lot_of(market, reserve_hash=reserve_hash_of(RESERVE, SECRET))
    published(market, lot)
    bid(market, market.buyer, lot, PRICE)
    revealed = _after_the_end(market, lot, "reveal", RESERVE, SECRET)
    return {"reveal a reserve that is met, in ETH": revealed}


def expiry(market: Market) -> Costs:
    lot = lot_of(market)
    published(market, lot)
    bid(market, market.buyer, lot, PRICE)
    market.net.travel(14 * DAY)
    return {"expire an auction in ETH, and repay its bidder": market.send(market.anybody, "Auction", "expire", lot)}


def _after_the_end(market: Market, lot: Lot, act: str, *arguments: object) -> int:
    market.net.travel(7 * DAY)
    return market.send(market.seller, "Auction", act, lot, *arguments)


TRADES = (english_auction, token_auction, buy_now, reserve, expiry)
