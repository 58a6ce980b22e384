"""Serves a small market until it is ended: python -m tests.api.fuzzed FOLDER. Prints the address.

Lives in the project's own environment; the fuzzer has another one, and starts this as a process.
"""

import sys
from pathlib import Path

from indexer.content.blocks import BlockStore
from tests.api.auction_house import AuctionHouse
from tests.api.crowd import Crowd
from tests.api.market import DAY, Market
from tests.api.server import serving


def fill(folder):
    market = Market.open(folder / "index.sqlite")
    blocks = BlockStore(folder / "content")
    for number in range(12):
        market.publish_described(f"Vase {number}", category="home/ceramics", price=100 + number)
    for number, listing_id in enumerate(list(market.listings)[:4]):
        deal_id = market.buy(listing_id, salt=str(number))
        market.release(deal_id)
        market.return_deposit(deal_id)
        market.commit_review(deal_id)
    house = AuctionHouse(market)
    for number in range(6):
        auction_id = house.publish(f"clock {number}", lasts=DAY)
        house.bid(auction_id, "bob", 1_000)
        house.bid(auction_id, "carl", 1_200)
    house.sell(auction_id, "carl", 1_200)
    crowd = Crowd(market)
    for number in range(4):
        campaign_id = crowd.publish(f"lamp {number}", tiers=[(100, 2)])
        crowd.pledge(campaign_id, "bob", 150, tier=0)
    blocks.put(market.describe("Vase 1").data)
    market.credit("ada", 7)
    market.writer.note_head(market.head.number, seen_at=0)
    market.writer.close()


def main():
    folder = Path(sys.argv[1])
    fill(folder)
    with serving(folder, AGORA_RATE_LIMIT="0", AGORA_WAIT_SECONDS="0") as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
