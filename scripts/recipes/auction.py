"""An auction: a hidden reserve, bids that are repaid at once, a late bid that moves the end, and a buyer at once.

make recipe NAME=auction
"""

from dataclasses import astuple, replace
from types import SimpleNamespace
from typing import Any

from brownie import chain

from scripts.market.auction import AuctionId, Lot, deal_for, reserve_hash_of
from scripts.market.shapes import Deal
from scripts.recipes.start import (
    DAY,
    ETHER,
    MINUTE,
    address,
    contracts,
    document,
    in_ether,
    now,
    people,
    tell,
    wait,
)

RESERVE, SECRET = 2 * ETHER, b"32 random bytes".ljust(32, b"!")


def main() -> None:
    place, who = contracts(), people("seller", "ada", "bob")
    auctions, escrow, seller, ada, bob = place.Auction, place.Escrow, who.seller, who.ada, who.bob

    lot = lot_of(seller)
    shown = astuple(lot)
    tell(
        "The seller puts up a clock, and commits to a reserve that nobody sees.",
        auctions.publish(shown, {"from": seller}),
    )
    tell("Ada bids 1.5 ETH.", bid(auctions, ada, lot, 3 * ETHER // 2))
    wait(3 * DAY - 5 * MINUTE)
    tell(
        "Bob bids 2.5 ETH in the last minutes. Ada is repaid, and the end moves.",
        bid(auctions, bob, lot, 5 * ETHER // 2),
    )
    wait(16 * MINUTE)
    revealed = auctions.reveal(shown, RESERVE, SECRET, {"from": seller})
    tell(f"The seller reveals {in_ether(RESERVE)}: it is met, and Bob's bid is a deal.", revealed)
    deal = astuple(won(place, lot, bob, 5 * ETHER // 2))
    tell("The clock is sent.", escrow.fulfil(deal, document("By post, insured."), {"from": seller}))
    tell("Bob pays.", escrow.release(deal, {"from": bob}))

    second = replace(lot_of(seller), salt=b"the same again".ljust(32, b"\0"))
    shown = astuple(second)
    tell("The seller puts up another clock, to buy at once for 4 ETH.", auctions.publish(shown, {"from": seller}))
    tell("Bob bids 1 ETH.", bid(auctions, bob, second, ETHER))
    bought = auctions.buyNow(shown, {"from": ada, "value": second.buy_now_price})
    tell("Ada does not wait: she pays 4 ETH, Bob is repaid, the auction ends.", bought)


def lot_of(seller: Any) -> Lot:
    """Three days; a bid in the last ten minutes makes it ten minutes longer, at most five times."""
    return Lot(
        seller=address(seller),
        start_price=ETHER,
        buy_now_price=4 * ETHER,
        reserve_hash=reserve_hash_of(RESERVE, SECRET),
        increment_bps=500,
        starts_at=now(),
        ends_at=now() + 3 * DAY,
        extension=10 * MINUTE,
        max_extensions=5,
        reveal_period=2 * DAY,
        deliver_period=7 * DAY,
        inspection=3 * DAY,
        contest_period=3 * DAY,
        ruling_period=7 * DAY,
        document=document("A clock that runs a little fast."),
        salt=bytes(32),
    )


def bid(auctions: Any, bidder: Any, lot: Lot, amount: int) -> Any:
    return auctions.bid(astuple(lot), amount, {"from": bidder, "value": amount})


def won(place: SimpleNamespace, lot: Lot, buyer: Any, price: int) -> Deal:
    """The deal that the auction opened in the newest block, as both sides need it for what comes."""
    auction_id = place.Auction.idOf(astuple(lot))
    sold_at = chain[-1].timestamp
    return deal_for(
        lot,
        AuctionId(bytes(auction_id)),
        market=place.Auction.address,
        buyer=address(buyer),
        price=price,
        sold_at=sold_at,
    )
