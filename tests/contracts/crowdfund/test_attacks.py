"""What a thief would try, and what it brings him."""

import pytest
from brownie.exceptions import VirtualMachineError

from tests.contracts.model.crowdfund import Phase, Tier
from tests.contracts.world.chain import reverts_with


def test_a_creator_who_lifts_his_campaign_over_the_goal_puts_his_own_money_in(fair, creator, backer, stranger):
    """In the last second, under another name. He takes out what he put in, and the backer's first third."""
    fair.pledge(backer, 4_000_000)
    fair.clock.to(fair.campaign.endsAt)
    fair.pledge(stranger, 6_000_000)
    fair.end()
    assert fair.do("claim", creator).moved["seller"] == 3_333_333


def test_then_he_holds_the_votes_and_the_backers_wait_for_delivery_or_for_a_tranche_he_forgets(
    fair, creator, backer, stranger
):
    fair.pledge(backer, 4_000_000)
    fair.pledge(stranger, 6_000_000)
    fair.end()
    fair.send("claim", creator)
    fair.send("veto", backer)
    assert fair.phase == Phase.SUCCEEDED
    fair.clock.to(fair.campaign.due(2) + fair.campaign.claimPeriod + 1)
    assert fair.do("refund", backer, backer).moved["buyer"] == 4_000_000 * 6_666_667 // 10_000_000


def test_a_late_pledge_buys_a_veto_only_with_money_that_the_campaign_keeps(fair, creator, backer, stranger):
    """Whoever pledged more than half may stop the campaign, and pays for the first tranche like everybody."""
    fair.pledge(backer, 4_900_000)
    fair.clock.to(fair.campaign.endsAt)
    fair.pledge(stranger, 5_100_000)
    fair.end()
    fair.send("claim", creator)
    fair.send("veto", stranger)
    assert fair.phase == Phase.STOPPED
    cost = 5_100_000 - fair.do("refund", creator, stranger).moved["stranger"]
    assert cost == 5_100_000 // 3


def test_nobody_pledges_for_a_vote_once_the_campaign_has_ended(succeeded, stranger):
    with reverts_with("CampaignNotOpen", succeeded.id, Phase.SUCCEEDED):
        succeeded.pledge(stranger, 50_000_000)


@pytest.mark.parametrize("late", [0, 1])
def test_in_no_second_can_a_tranche_be_both_vetoed_and_claimed(succeeded, creator, backer, second, late):
    """Until it is due it can be vetoed, after that it can be claimed: no race within a block."""
    succeeded.send("claim", creator)
    succeeded.clock.to(succeeded.campaign.due(2) + late)
    if late:
        succeeded.send("veto", second)
        assert succeeded.state.tranche == 3
        succeeded.send("claim", creator)
    else:
        with reverts_with("TooEarly", ...):
            succeeded.send("claim", creator)
        succeeded.send("veto", second)
        assert succeeded.state.tranche == 2


def test_a_claim_before_the_deciding_veto_of_the_same_block_is_paid_and_only_the_rest_goes_back(
    succeeded, creator, backer, second, third
):
    """The first tranche is due, the second is vetoed. Time stands still: both are mined at the same moment."""
    now = succeeded.clock.now
    succeeded.send("veto", second)
    paid = succeeded.do("claim", creator).moved["seller"]
    succeeded.send("veto", backer)
    back = [succeeded.do("refund", creator, person).moved["crowdfund"] for person in (backer, second, third)]
    assert succeeded.clock.now - now <= 5
    assert (paid, sum(back)) == (3_333_333, -6_666_667)


def test_after_the_deciding_veto_a_claim_of_the_same_block_is_refused(succeeded, creator, backer, second, third):
    succeeded.send("veto", second)
    succeeded.send("veto", backer)
    with reverts_with("CampaignNotSucceeded", succeeded.id, Phase.STOPPED):
        succeeded.send("claim", creator)
    back = [succeeded.do("refund", creator, person).moved["crowdfund"] for person in (backer, second, third)]
    assert sum(back) == -10_000_000


def test_pledges_of_one_unit_gain_less_than_one_unit_each(unpublished, creator, people, backer):
    """Of three units one is paid: whoever is asked for first, nobody gets more than one unit above his share."""
    small = unpublished.with_tiers().changed(goal=3).publish()
    for name in ("buyer", "payer", "referrer"):
        small.pledge(getattr(people, name), 1)
    small.end()
    small.send("claim", creator)
    small.send("stop", creator)
    got = [
        small.do("refund", creator, getattr(people, name)).moved.get(name, 0) for name in ("referrer", "buyer", "payer")
    ]
    assert got == [0, 1, 1]


def test_a_place_is_not_freed_by_a_pledge_that_took_none(unpublished, backer, second, third):
    """One tier counts its places and the other does not."""
    fair = unpublished.with_tiers(Tier(1, 1), Tier(1, 0)).publish()
    fair.pledge(backer, 5, 0)
    fair.pledge(second, 5, 1)
    fair.send("withdrawPledge", second)
    assert fair.state.sold[:2] == (1, 0)
    with reverts_with("TierSoldOut", 0, 1):
        fair.pledge(third, 5, 0)


def test_money_of_one_campaign_never_pays_for_another(fair, creator, backer, second, stranger):
    other = fair.changed(salt=b"\1" * 32).publish()
    other.pledge(second, 3_000_000)
    fair.pledge(backer, 9_999_999)
    fair.end()
    for campaign, person in ((fair, backer), (other, second)):
        with reverts_with("NoPledge", campaign.id, stranger):
            campaign.send("refund", stranger, stranger)
        campaign.send("refund", stranger, person)
    assert fair.crowdfund.balance() == 0


def test_money_without_a_pledge_is_refused(crowdfund, stranger):
    with pytest.raises(VirtualMachineError):
        stranger.transfer(crowdfund, 1)
