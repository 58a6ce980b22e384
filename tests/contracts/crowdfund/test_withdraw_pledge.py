"""Until a day before the end, a backer may change his mind."""

import pytest

from tests.contracts.crowdfund.conftest import ROOM_FOR_TWO
from tests.contracts.model.crowdfund import CampaignState, Phase, Pledge
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import HOUR


def test_a_campaign_that_was_never_published_gives_nothing(unpublished, backer):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("withdrawPledge", backer)


def test_after_the_end_nobody_withdraws(succeeded, backer):
    with reverts_with("CampaignNotOpen", succeeded.id, Phase.SUCCEEDED):
        succeeded.send("withdrawPledge", backer)


def test_who_has_not_pledged_has_nothing_to_withdraw(funded, stranger):
    with reverts_with("NoPledge", funded.id, stranger):
        funded.send("withdrawPledge", stranger)


def test_in_the_last_24_hours_a_pledge_stays(funded, backer):
    now = funded.clock.to(funded.campaign.endsAt - 24 * HOUR + 1)
    with reverts_with("TooLate", now - 1, now):
        funded.send("withdrawPledge", backer)


@in_both_currencies
@pytest.mark.ganache
def test_the_pledge_comes_back_and_the_place_is_free(funded, third):
    funded.clock.to(funded.campaign.endsAt - 24 * HOUR - 60)
    done = funded.do("withdrawPledge", third)

    assert done.before == CampaignState(sold=(1, 0, 1, 0, 0, 0, 0, 0), raised=10_000_000)
    assert done.after == CampaignState(sold=(0, 0, 1, 0, 0, 0, 0, 0), raised=8_000_004)
    assert funded.stake(third) == Pledge()
    assert done.moved == {"crowdfund": -1_999_996, "referrer": 1_999_996}
    told = {"campaignId": funded.id, "backer": third.address, "amount": 1_999_996, "raised": 8_000_004}
    assert done.events == [("PledgeWithdrawn", told)]


def test_24_hours_before_the_end_is_the_last_moment(funded, backer):
    funded.clock.to(funded.campaign.endsAt - 24 * HOUR)
    assert funded.do("withdrawPledge", backer).moved == {"crowdfund": -5_000_003, "buyer": 5_000_003}


def test_a_freed_place_is_taken_by_somebody_else(fair, backer, second, third):
    fair.pledge(backer, 1_000_000, ROOM_FOR_TWO)
    fair.pledge(second, 1_000_000, ROOM_FOR_TWO)
    fair.send("withdrawPledge", backer)
    fair.pledge(third, 1_000_000, ROOM_FOR_TWO)
    with reverts_with("TierSoldOut", ROOM_FOR_TWO, 2):
        fair.pledge(backer, 1_000_000, ROOM_FOR_TWO)


def test_who_withdrew_may_pledge_another_amount(funded, backer):
    funded.send("withdrawPledge", backer)
    funded.pledge(backer, 7)
    assert (funded.stake(backer).amount, funded.state.raised) == (7, 4_999_997 + 7)


def test_nobody_withdraws_twice(funded, backer):
    funded.send("withdrawPledge", backer)
    with reverts_with("NoPledge", funded.id, backer):
        funded.send("withdrawPledge", backer)


def test_a_campaign_shorter_than_a_day_gives_nothing_back_before_its_end(unpublished, backer, clock):
    short = unpublished.changed(endsAt=clock.now + 23 * HOUR).publish()
    short.pledge(backer, 100)
    with reverts_with("TooLate", ...):
        short.send("withdrawPledge", backer)
