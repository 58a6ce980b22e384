"""Campaigns of the sample market: one that takes pledges today, one that was paid a tranche, one that failed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from indexer.content.market_documents import Described, campaign_document
from scripts.market.crowdfund import NO_TIER, Campaign, Tier, approval, pledging, tiers_hash_of
from scripts.seed.auctions import in_units
from scripts.seed.catalog import DAY, frozen, read
from scripts.seed.stage import Stage
from scripts.seed.timeline import Story

MOMENT = 0.01
CLAIM_DAYS, TRANCHE_DAYS, DELIVER_DAYS = 14, 30, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One campaign: what its document says, its terms, and who pledges when."""

    id: str
    creator: str
    day: float
    lasts: int
    title: str
    category: str
    text: str
    risks: str
    tags: tuple[str, ...]
    attributes: dict[str, str]
    scene: str
    goal: str
    tranches: int
    tiers: tuple[dict[str, Any], ...]
    pledges: tuple[tuple[float, str, int, str], ...]
    token: str = "ETH"  # noqa: S105  # the coin's symbol
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Appeal:
    """One campaign as it is played."""

    stage: Stage
    plan: Asked
    campaign: Campaign
    tiers: list[Tier]

    def does(self, person: str, act: str, *arguments: object) -> None:
        self.stage.does(person, "Crowdfund", act, self.campaign, *arguments)

    def pledge(self, backer: str, tier: int, price: str) -> None:
        chain, payer = self.stage.chain, self.stage.key(backer)
        amount = in_units(price, self.stage.token(self.plan.token))
        allowance = approval(chain, self.campaign, amount)
        if allowance is not None:
            self.stage.fill_purse(payer, self.campaign.token, amount)
            chain.send(allowance, payer)
        chain.send(pledging(chain, self.campaign, self.tiers, NO_TIER if tier < 0 else tier, amount), payer)


def stories(stage: Stage) -> list[tuple[float, Story]]:
    plans = [Asked(**frozen(entry)) for entry in read("campaigns.toml")["campaign"]]
    return [(plan.day, asked(stage, plan)) for plan in plans]


def asked(stage: Stage, plan: Asked) -> Story:
    appeal, day = appeal_of(stage, plan), plan.day
    appeal.does(plan.creator, "publish", appeal.tiers)
    for at, backer, tier, price in plan.pledges:
        yield at - day
        day = at
        appeal.pledge(backer, tier, price)
    if plan.ending:
        yield plan.day + plan.lasts + 1 - day
        yield from ENDINGS[plan.ending](appeal)


def first_tranche(appeal: Appeal) -> Story:
    """The goal is met. The next tranche falls due after today."""
    appeal.does(appeal.plan.creator, "claim")
    yield MOMENT


def returned(appeal: Appeal) -> Story:
    """The goal is not met: each backer fetches what is his, on a day of his own."""
    for _, backer, _, _ in appeal.plan.pledges:
        appeal.does(backer, "refund", appeal.stage.address(backer))
        yield 1


ENDINGS: dict[str, Callable[[Appeal], Story]] = {story.__name__: story for story in (first_tranche, returned)}


def appeal_of(stage: Stage, plan: Asked) -> Appeal:
    token = stage.token(plan.token)
    tiers = [Tier(in_units(tier["amount"], token), tier["limit"]) for tier in plan.tiers]
    ends_at = stage.chain.now() + plan.lasts * DAY
    described = Described(
        title=plan.title,
        description=plan.text,
        category=plan.category,
        created_at=stage.today(),
        tags=plan.tags,
        pictures=[stage.picture(plan.scene, plan.title)],
        attributes=plan.attributes,
    )
    rewards = [(tier["title"], tier["text"]) for tier in plan.tiers]
    campaign = Campaign(
        creator=stage.address(plan.creator),
        token=token.address,
        goal=in_units(plan.goal, token),
        ends_at=ends_at,
        claim_period=CLAIM_DAYS * DAY,
        deliver_by=ends_at + DELIVER_DAYS * DAY,
        tranches=plan.tranches,
        tranche_period=TRANCHE_DAYS * DAY,
        tiers=tiers_hash_of(tiers),
        document=stage.pin(campaign_document(described, rewards=rewards, risks=plan.risks)),
        salt=hashlib.sha256(plan.id.encode()).digest(),
    )
    return Appeal(stage, plan, campaign, tiers)
