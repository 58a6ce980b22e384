"""Campaigns whose acts are measured: three rewards, of which two are limited, and two tranches."""

from dataclasses import dataclass
from hashlib import sha256

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from scripts.bench.trades import DAY, EVIDENCE, PRICE, TOKEN_PRICE, Costs, Market
from scripts.market.crowdfund import Campaign, Tier, pledging, tiers_hash_of
from scripts.market.shapes import NATIVE, Address, Digest

DOCUMENT = Digest(sha256(b"a book of songs").digest())
CHOSEN = 1


@dataclass(frozen=True, slots=True)
class Fair:
    """One campaign and those who back it."""

    market: Market
    campaign: Campaign
    tiers: list[Tier]

    def act(self, by: LocalAccount, name: str, *arguments: object) -> int:
        return self.market.send(by, "Crowdfund", name, self.campaign, *arguments)

    def publish(self) -> int:
        return self.act(self.market.seller, "publish", self.tiers)

    def pledge(self, backer: LocalAccount) -> int:
        call = pledging(self.market.chain, self.campaign, self.tiers, CHOSEN, self.tiers[CHOSEN].amount)
        return self.market.chain.send(call, backer).gas_used


def open_fair(market: Market, *, token: Address = NATIVE, goal_of_pledges: int = 2, tranches: int = 2) -> Fair:
    price = PRICE if token == NATIVE else TOKEN_PRICE
    tiers = [Tier(price // 2), Tier(price, 100), Tier(10 * price, 5)]
    return Fair(
        market,
        Campaign(
            creator=Address(market.seller.address),
            token=token,
            goal=goal_of_pledges * price,
            ends_at=market.start + 30 * DAY,
            claim_period=14 * DAY,
            deliver_by=market.start + 200 * DAY,
            tranches=tranches,
            tranche_period=60 * DAY,
            tiers=tiers_hash_of(tiers),
            document=DOCUMENT,
            salt=keccak(text="first"),
        ),
        tiers,
    )


def funded_campaign(market: Market) -> Costs:
    fair = open_fair(market)
    published = fair.publish()
    # The first pledge writes to a word that is there already, like every other one.
    pledged = fair.pledge(market.buyer)
    fair.pledge(market.referrer)
    market.net.travel(30 * DAY + 1)
    claimed = fair.act(market.seller, "claim")
    vetoed = fair.act(market.buyer, "veto")
    delivered = fair.act(market.seller, "deliver", EVIDENCE)
    return {
        "publish a campaign with three rewards": published,
        "pledge to a campaign in ETH": pledged,
        "claim a tranche in ETH": claimed,
        "veto a tranche": vetoed,
        "deliver what a campaign promised": delivered,
    }


def failed_campaign(market: Market) -> Costs:
    fair = open_fair(market, goal_of_pledges=3)
    fair.publish()
    fair.pledge(market.buyer)
    fair.pledge(market.referrer)
    withdrawn = fair.act(market.referrer, "withdrawPledge")
    market.net.travel(30 * DAY + 1)
    return {
        "withdraw a pledge in ETH": withdrawn,
        "refund a pledge in ETH": fair.act(market.anybody, "refund", market.buyer.address),
    }


def vetoed_campaign(market: Market) -> Costs:
    fair = open_fair(market)
    fair.publish()
    fair.pledge(market.buyer)
    fair.pledge(market.referrer)
    market.net.travel(30 * DAY + 1)
    fair.act(market.seller, "claim")
    fair.act(market.buyer, "veto")
    stopped = fair.act(market.referrer, "veto")
    fair.act(market.anybody, "refund", market.buyer.address)
    return {
        "stop a campaign by the deciding veto": stopped,
        "refund a share of what a stopped campaign left": fair.act(market.anybody, "refund", market.referrer.address),
    }


def token_campaign(market: Market) -> Costs:
    fair = open_fair(market, token=market.token)
    fair.publish()
    crowdfund = market.chain.deployment.addresses["Crowdfund"]
    for person in (market.buyer, market.seller):
        market.send(person, "TestToken", "approve", crowdfund, 1_000 * TOKEN_PRICE, at=market.token)
    # A contract that never held this token would pay 17,100 more, once.
    market.send(market.seller, "TestToken", "transfer", crowdfund, 1, at=market.token)
    return {"pledge to a campaign in a token": fair.pledge(market.buyer)}


TRADES = (funded_campaign, failed_campaign, vetoed_campaign, token_campaign)
