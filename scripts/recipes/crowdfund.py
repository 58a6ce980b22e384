"""A campaign: pledges for rewards, a goal, a tranche for the creator, and backers who stop the rest.

make recipe NAME=crowdfund
"""

from dataclasses import astuple
from typing import Any

from scripts.market.crowdfund import NO_TIER, Campaign, Tier, tiers_hash_of
from scripts.recipes.start import DAY, ETHER, address, contracts, document, in_ether, now, people, tell, wait

TIERS = [Tier(ETHER // 2), Tier(3 * ETHER, 2)]


def main() -> None:
    place, who = contracts(), people("creator", "ada", "bob", "cem")
    fund, creator, ada, bob, cem = place.Crowdfund, who.creator, who.ada, who.bob, who.cem
    tiers = [astuple(tier) for tier in TIERS]

    campaign = astuple(campaign_of(creator))
    tell("The creator asks for 6 ETH, in two tranches.", fund.publish(campaign, tiers, {"from": creator}))
    pledged = [
        fund.pledge(campaign, tiers, tier, amount, {"from": backer, "value": amount})
        for backer, tier, amount in ((ada, 1, 3 * ETHER), (bob, 1, 3 * ETHER), (cem, NO_TIER, ETHER))
    ]
    tell("Ada and Bob take both places of the large reward.", pledged[0])
    tell("Cem pledges without a reward.", pledged[-1])
    withdrawn = fund.withdrawPledge(campaign, {"from": cem})
    tell("Cem takes the pledge back, which is possible until a day before the end.", withdrawn)
    wait(20 * DAY + 1)
    claimed = fund.claim(campaign, {"from": creator})
    tell(f"The goal is met: the creator claims the first tranche, {in_ether(paid(claimed))}.", claimed)
    tell("There is nothing to see yet. Ada objects to the second tranche.", fund.veto(campaign, {"from": ada}))
    tell("Bob objects as well. That is more than half: it stops.", fund.veto(campaign, {"from": bob}))
    refunds = [fund.refund(campaign, backer, {"from": cem}) for backer in (ada, bob)]
    tell(f"Anybody may send the rest back: {in_ether(returned(refunds[0]))} to Ada.", refunds[0])
    tell(f"And {in_ether(returned(refunds[1]))} to Bob. Nothing is left.", refunds[1])


def campaign_of(creator: Any) -> Campaign:
    ends_at = now() + 20 * DAY
    return Campaign(
        creator=address(creator),
        goal=6 * ETHER,
        ends_at=ends_at,
        claim_period=14 * DAY,
        deliver_by=ends_at + 80 * DAY,
        tranches=2,
        tranche_period=40 * DAY,
        tiers=tiers_hash_of(TIERS),
        document=document("A book of songs, with the notes."),
        salt=bytes(32),
    )


def paid(claimed: Any) -> int:
    return int(claimed.events["TrancheClaimed"]["amount"])


def returned(refund: Any) -> int:
    return int(refund.events["PledgeRefunded"]["amount"])
