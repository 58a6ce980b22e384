"""A creator gives a campaign up, and what is left goes back."""

import pytest

from tests.contracts.model.crowdfund import Phase
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY


def test_a_campaign_that_was_never_published_cannot_be_stopped(unpublished, creator):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("stop", creator)


def test_what_failed_is_over(fair, creator):
    fair.end()
    with reverts_with("CampaignOver", fair.id, Phase.FAILED):
        fair.send("stop", creator)


def test_what_lapsed_is_over(succeeded, creator):
    succeeded.clock.by(5 * DAY)
    with reverts_with("CampaignOver", succeeded.id, Phase.LAPSED):
        succeeded.send("stop", creator)


def test_what_is_stopped_is_over(fair, creator):
    fair.send("stop", creator)
    with reverts_with("CampaignOver", fair.id, Phase.STOPPED):
        fair.send("stop", creator)


def test_only_the_creator_gives_up(funded, backer):
    with reverts_with("NotCreator", backer):
        funded.send("stop", backer)


@pytest.mark.ganache
def test_an_open_campaign_is_stopped_and_every_pledge_goes_back(funded, creator, stranger, backer, second, third):
    done = funded.do("stop", creator)

    assert done.events == [("CampaignStopped", {"campaignId": funded.id})]
    assert done.after == done.before._replace(isStopped=True)
    assert done.moved == {}
    amounts = [funded.do("refund", stranger, person).moved["crowdfund"] for person in (backer, second, third)]
    assert amounts == [-5_000_003, -3_000_001, -1_999_996]


def test_the_creator_keeps_what_was_claimed_before(succeeded, creator, backer, stranger):
    succeeded.send("claim", creator)
    succeeded.send("stop", creator)
    assert succeeded.do("refund", stranger, backer).moved == {"crowdfund": -3_333_335, "buyer": 3_333_335}
