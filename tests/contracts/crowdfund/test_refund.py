"""Every backer gets back what a campaign owes him, whoever asks for it."""

import pytest

from tests.contracts.crowdfund.conftest import DEAR
from tests.contracts.model.crowdfund import Phase, Pledge
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY


def test_a_campaign_that_was_never_published_owes_nothing(unpublished, backer):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("refund", backer, backer)


def test_an_open_campaign_refunds_nobody(funded, backer):
    with reverts_with("CampaignNotRefundable", funded.id, Phase.OPEN):
        funded.send("refund", backer, backer)


def test_while_the_creator_may_claim_nobody_is_refunded(succeeded, backer):
    succeeded.clock.to(succeeded.campaign.endsAt + 5 * DAY)
    with reverts_with("CampaignNotRefundable", succeeded.id, Phase.SUCCEEDED):
        succeeded.send("refund", backer, backer)


def test_what_is_paid_is_paid(succeeded, creator, backer):
    for tranche in range(1, 4):
        succeeded.clock.to(succeeded.campaign.due(tranche) + 1)
        succeeded.send("claim", creator)
    with reverts_with("CampaignNotRefundable", succeeded.id, Phase.PAID):
        succeeded.send("refund", backer, backer)


def test_who_has_not_pledged_is_not_refunded(fair, stranger):
    fair.end()
    with reverts_with("NoPledge", fair.id, stranger):
        fair.send("refund", stranger, stranger)


@in_both_currencies
@pytest.mark.ganache
def test_one_short_of_the_goal_every_backer_gets_exactly_his_pledge_and_the_creator_nothing(
    fair, creator, backer, second, stranger
):
    """Goal 10, pledged 9.999999."""
    fair.pledge(backer, 5_000_003, DEAR)
    fair.pledge(second, 4_999_996)
    fair.end()
    assert fair.phase == Phase.FAILED

    done = fair.do("refund", stranger, backer)
    assert done.moved == {"crowdfund": -5_000_003, "buyer": 5_000_003}
    assert done.events == [("PledgeRefunded", {"campaignId": fair.id, "backer": backer.address, "amount": 5_000_003})]
    assert (done.after, fair.stake(backer)) == (done.before, Pledge())
    assert fair.do("refund", second, second).moved == {"crowdfund": -4_999_996, "payer": 4_999_996}
    with reverts_with("CampaignNotSucceeded", fair.id, Phase.FAILED):
        fair.send("claim", creator)


def test_nobody_is_refunded_twice(fair, backer, stranger):
    fair.pledge(backer, 100)
    fair.end()
    fair.send("refund", stranger, backer)
    with reverts_with("NoPledge", fair.id, backer):
        fair.send("refund", backer, backer)


@in_both_currencies
def test_a_creator_who_never_claims_leaves_the_pledges_to_their_backers(succeeded, stranger, backer, second, third):
    succeeded.clock.to(succeeded.campaign.endsAt + 5 * DAY + 1)
    assert succeeded.phase == Phase.LAPSED
    amounts = [succeeded.do("refund", stranger, person).moved["crowdfund"] for person in (backer, second, third)]
    assert amounts == [-5_000_003, -3_000_001, -1_999_996]


def test_a_tranche_that_is_not_claimed_goes_back_in_proportion(succeeded, creator, stranger, backer, second, third):
    succeeded.send("claim", creator)
    succeeded.clock.to(succeeded.campaign.due(2) + 5 * DAY + 1)
    done = [succeeded.do("refund", stranger, person) for person in (backer, second, third)]
    assert -sum(effects.moved["crowdfund"] for effects in done) == 6_666_667
    assert [effects.after.refunded for effects in done] == [5_000_003, 8_000_004, 10_000_000]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_in_any_order_each_share_is_rounded_down_or_one_unit_more(succeeded, creator, stranger, people, order):
    pledges = {"buyer": 5_000_003, "payer": 3_000_001, "referrer": 1_999_996}
    succeeded.send("claim", creator)
    succeeded.send("stop", creator)
    paid = 0
    for name in [list(pledges)[index] for index in order]:
        share = succeeded.do("refund", stranger, getattr(people, name)).moved[name]
        assert 0 <= share - pledges[name] * 6_666_667 // 10_000_000 <= 1
        paid += share
    assert paid == 6_666_667
