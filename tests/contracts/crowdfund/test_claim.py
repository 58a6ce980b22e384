"""The goal is met: the creator gets the pledges, a tranche at a time."""

import pytest

from tests.contracts.model.crowdfund import Phase
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY

TRANCHES = [3_333_333, 3_333_333, 3_333_334]


def claim_in_time(fair, tranche):
    fair.clock.to(fair.campaign.due(tranche) + 1)
    return fair.do("claim", fair.campaign.creator)


def test_a_campaign_that_was_never_published_pays_nothing(unpublished, creator):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("claim", creator)


def test_before_the_end_nothing_is_paid(funded, creator):
    funded.clock.to(funded.campaign.endsAt)
    with reverts_with("CampaignNotSucceeded", funded.id, Phase.OPEN):
        funded.send("claim", creator)


def test_below_the_goal_the_creator_gets_nothing(fair, backer, creator):
    fair.pledge(backer, 9_999_999)
    fair.end()
    with reverts_with("CampaignNotSucceeded", fair.id, Phase.FAILED):
        fair.send("claim", creator)


def test_only_the_creator_claims(succeeded, stranger):
    with reverts_with("NotCreator", stranger):
        succeeded.send("claim", stranger)


def test_a_tranche_is_not_paid_before_it_is_due(succeeded, creator):
    succeeded.send("claim", creator)
    due = succeeded.clock.to(succeeded.campaign.due(2))
    with reverts_with("TooEarly", due, due):
        succeeded.send("claim", creator)


def test_a_claim_that_comes_too_late_is_refused(succeeded, creator):
    succeeded.clock.to(succeeded.campaign.endsAt + 5 * DAY + 1)
    with reverts_with("CampaignNotSucceeded", succeeded.id, Phase.LAPSED):
        succeeded.send("claim", creator)


@in_both_currencies
@pytest.mark.ganache
def test_the_creator_gets_a_third_at_the_end_and_the_others_when_they_are_due(succeeded, creator):
    for number, amount in enumerate(TRANCHES, start=1):
        done = claim_in_time(succeeded, number)
        assert done.moved == {"crowdfund": -amount, "seller": amount}
        assert done.events == [("TrancheClaimed", {"campaignId": succeeded.id, "tranche": number, "amount": amount})]
        assert done.after == done.before._replace(claimed=number)
    assert succeeded.phase == Phase.PAID
    assert sum(TRANCHES) == succeeded.state.raised


def test_one_tranche_is_everything(unpublished, backer, creator):
    whole = unpublished.changed(tranches=1, tranchePeriod=0).publish()
    whole.pledge(backer, 10_000_001)
    whole.end()
    assert whole.do("claim", creator).moved == {"crowdfund": -10_000_001, "seller": 10_000_001}
    assert whole.phase == Phase.PAID


def test_the_last_second_of_the_claim_period_counts(succeeded, creator):
    succeeded.clock.to(succeeded.campaign.endsAt + 5 * DAY)
    assert succeeded.do("claim", creator).after.claimed == 1


def test_a_tranche_is_paid_once(succeeded, creator):
    succeeded.send("claim", creator)
    with reverts_with("TooEarly", ...):
        succeeded.send("claim", creator)


def test_nothing_is_left_to_claim_after_the_last_tranche(succeeded, creator):
    for number in range(1, 4):
        claim_in_time(succeeded, number)
    with reverts_with("CampaignNotSucceeded", succeeded.id, Phase.PAID):
        succeeded.send("claim", creator)


def test_tranches_that_are_due_together_are_claimed_one_after_the_other(unpublished, backer, creator):
    patient = unpublished.changed(claimPeriod=100 * DAY).publish()
    patient.pledge(backer, 10_000_000)
    patient.clock.to(patient.campaign.due(3) + 1)
    assert [patient.do("claim", creator).moved["seller"] for _ in range(3)] == TRANCHES
