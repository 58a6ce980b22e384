"""What the index tells of auctions and campaigns is what their contracts say, act by act."""

import pytest

from scripts.market import auction, crowdfund
from scripts.market.auction import Lot, auction_id_of
from scripts.market.chain import hexed
from scripts.market.crowdfund import NO_TIER, Campaign, Tier, campaign_id_of, tiers_hash_of
from scripts.market.shapes import Address
from tests.support.trading import Shop

HOUR, DAY = 3_600, 86_400
DOCUMENT = bytes(31) + b"\1"
PHASES = ["none", "live", "failed", "succeeded", "lapsed", "stopped", "paid"]


@pytest.fixture(scope="module")
def shop(market):
    return Shop(market)


class House:
    """One auction, at the contract and in the index."""

    def __init__(self, shop, seller, **terms):
        now = shop.chain.now()
        self.shop = shop
        self.lot = Lot(
            **{
                "seller": Address(seller.address),
                "start_price": 1_000,
                "increment_bps": 500,
                "starts_at": now,
                "ends_at": now + DAY,
                "extension": HOUR,
                "max_extensions": 2,
                "reveal_period": DAY,
                "deliver_period": DAY,
                "inspection": DAY,
                "contest_period": DAY,
                "ruling_period": DAY,
                "document": DOCUMENT,
                "salt": now.to_bytes(32, "big"),
                **terms,
            }
        )
        place = shop.chain.deployment
        self.id = hexed(auction_id_of(self.lot, chain_id=place.chain_id, market=place.addresses["Auction"]))
        shop.does(seller, "Auction", "publish", self.lot)

    def bid(self, bidder, amount):
        self.shop.chain.send(auction.bidding(self.shop.chain, self.lot, amount), bidder)
        return self.verified()

    def verified(self):
        chain = self.shop.chain
        told = self.shop.index.get(f"/v1/auctions/{self.id}", min_block=self.shop.head())["data"]
        state = chain.read("Auction", "stateOf", bytes.fromhex(self.id[2:]))
        assert (told["highest"] or {"amount": "0"})["amount"] == str(state["amount"])
        if told["status"] == "open":
            assert int(told["minimumBid"]) == chain.read("Auction", "minimumBid", self.lot)
        return told


def test_bids_and_a_sale_are_those_of_the_contract(shop, people):
    house = House(shop, people["seller"])
    first = house.verified()
    house.bid(people["buyer"], 1_000)
    house.bid(people["rival"], 1_111)
    shop.market.net.travel_to(house.lot.ends_at - 60)
    late = house.bid(people["buyer"], 2_000)
    shop.market.net.travel(2 * DAY)
    sale = shop.does(people["stranger"], "Auction", "settle", house.lot).event("AuctionSold")

    told = house.verified()
    deal = shop.index.deal(told["dealId"])

    assert first["endsAt"] < late["endsAt"] == told["endsAt"]
    assert (told["status"], told["dealId"], told["bids"]) == ("sold", hexed(sale["dealId"]), 3)
    assert deal["source"] == {"kind": "auction", "id": house.id, "units": 1}
    assert (deal["payer"], deal["deal"]["price"]) == (people["buyer"].address, "2000")
    assert [bid["amount"] for bid in shop.index.every(f"/v1/auctions/{house.id}/bids")] == ["2000", "1111", "1000"]


def test_a_reserve_that_was_not_reached_is_told(shop, people):
    secret = bytes(range(32))
    house = House(shop, people["seller"], reserve_hash=auction.reserve_hash_of(5_000, secret))
    house.bid(people["buyer"], 1_000)
    shop.market.net.travel(2 * DAY - HOUR)
    shop.does(people["seller"], "Auction", "reveal", house.lot, 5_000, secret)

    told = house.verified()

    assert (told["status"], told["reserve"], told["dealId"]) == ("failed", "5000", None)


class Fund:
    """One campaign, at the contract and in the index."""

    def __init__(self, shop, creator):
        now = shop.chain.now()
        self.shop, self.creator = shop, creator
        self.tiers = [Tier(100, 2), Tier(500)]
        self.campaign = Campaign(
            creator=Address(creator.address),
            goal=1_000,
            ends_at=now + 10 * DAY,
            claim_period=5 * DAY,
            deliver_by=now + 20 * DAY,
            tranches=2,
            tranche_period=8 * DAY,
            tiers=tiers_hash_of(self.tiers),
            document=DOCUMENT,
            salt=now.to_bytes(32, "big"),
        )
        place = shop.chain.deployment
        contract = place.addresses["Crowdfund"]
        self.id = campaign_id_of(self.campaign, chain_id=place.chain_id, contract=contract)
        shop.does(creator, "Crowdfund", "publish", self.campaign, self.tiers)

    def pledge(self, backer, tier, amount):
        self.shop.chain.send(crowdfund.pledging(self.shop.chain, self.campaign, self.tiers, tier, amount), backer)

    def does(self, account, act, *arguments):
        self.shop.does(account, "Crowdfund", act, self.campaign, *arguments)

    def verified(self):
        shop = self.shop
        told = shop.index.get(f"/v1/campaigns/{hexed(self.id)}", min_block=shop.head())["data"]
        state = shop.chain.read("Crowdfund", "stateOf", self.id)
        phase = PHASES[shop.chain.read("Crowdfund", "phaseOf", self.campaign)]
        listed = shop.index.every("/v1/campaigns", status=phase, creator=self.creator.address)
        assert hexed(self.id) in [row["campaignId"] for row in listed]
        assert (told["raised"], told["claimed"]) == (str(state["raised"]), state["claimed"])
        assert told["tiers"][0]["taken"] == state["sold"][0]
        return told, phase


def test_pledges_places_and_phases_are_those_of_the_contract(shop, people):
    fund = Fund(shop, people["seller"])
    fund.pledge(people["buyer"], 0, 700)
    fund.pledge(people["rival"], 1, 600)
    fund.pledge(people["stranger"], NO_TIER, 50)
    assert fund.verified()[1] == "live"

    fund.does(people["stranger"], "withdrawPledge")
    assert fund.verified()[0]["backers"] == 2

    shop.market.net.travel_to(fund.campaign.ends_at + 1)
    shop.market.net.mine()
    assert fund.verified()[1] == "succeeded"

    fund.does(people["seller"], "claim")
    fund.does(people["buyer"], "veto")
    told, phase = fund.verified()
    assert (phase, told["status"], told["paid"]) == ("stopped", "stopped", "650")
    assert told["veto"] == {"tranche": 2, "pledged": "700"}

    for backer in ("buyer", "rival"):
        fund.does(people["stranger"], "refund", people[backer].address)
    assert fund.verified()[0]["refunded"] == "650"
