"""Backers object to a tranche; more than half of what was pledged stops the campaign."""

import pytest

from tests.contracts.model.crowdfund import Phase
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies


def test_a_campaign_that_was_never_published_has_no_tranche(unpublished, backer):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("veto", backer)


def test_before_the_end_nobody_objects(funded, backer):
    with reverts_with("CampaignNotSucceeded", funded.id, Phase.OPEN):
        funded.send("veto", backer)


def test_who_has_not_pledged_has_no_say(succeeded, stranger):
    with reverts_with("NoPledge", succeeded.id, stranger):
        succeeded.send("veto", stranger)


def test_once_every_tranche_is_due_it_is_too_late(unpublished, backer):
    patient = unpublished.changed(claimPeriod=200 * 86_400).publish()
    patient.pledge(backer, 10_000_000)
    last = patient.campaign.due(3)
    patient.clock.to(last + 1)
    with reverts_with("TooLate", last, last + 1):
        patient.send("veto", backer)


def test_a_campaign_with_one_tranche_is_never_vetoed(unpublished, backer):
    whole = unpublished.changed(tranches=1, tranchePeriod=0).publish()
    whole.pledge(backer, 10_000_000)
    now = whole.end()
    with reverts_with("TooLate", now - 1, now):
        whole.send("veto", backer)


def test_nobody_objects_twice_to_a_tranche(succeeded, second):
    succeeded.send("veto", second)
    with reverts_with("AlreadyVetoed", succeeded.id, 2):
        succeeded.send("veto", second)


@pytest.mark.ganache
def test_an_objection_counts_with_the_pledge(succeeded, second, third):
    first = succeeded.do("veto", second)
    other = succeeded.do("veto", third)

    told = {"campaignId": succeeded.id, "tranche": 2}
    assert first.events == [
        ("TrancheVetoed", told | {"backer": second.address, "weight": 3_000_001, "vetoed": 3_000_001})
    ]
    assert other.events == [
        ("TrancheVetoed", told | {"backer": third.address, "weight": 1_999_996, "vetoed": 4_999_997})
    ]
    assert first.after == first.before._replace(vetoed=3_000_001, tranche=2)
    assert other.after == first.after._replace(vetoed=4_999_997)
    assert first.moved == other.moved == {}
    assert (succeeded.stake(second).vetoed, succeeded.phase) == (2, Phase.SUCCEEDED)


def test_exactly_half_does_not_stop_a_campaign_and_one_unit_more_does(unpublished, backer, second, third):
    half = unpublished.publish()
    half.pledge(backer, 5_000_000)
    half.pledge(second, 4_999_999)
    half.pledge(third, 1)
    half.end()
    half.send("veto", backer)
    assert half.phase == Phase.SUCCEEDED
    done = half.do("veto", third)
    assert done.events[1:] == [("CampaignStopped", {"campaignId": half.id})]
    assert done.after == done.before._replace(isStopped=True, vetoed=5_000_001)


@in_both_currencies
def test_tranche_2_is_vetoed_and_the_rest_goes_back_in_proportion(succeeded, people, creator, backer, second, third):
    """Two thirds are left, rounded up: 6,666,667 of 10,000,000."""
    succeeded.send("claim", creator)
    succeeded.send("veto", second)
    succeeded.clock.to(succeeded.campaign.due(2))
    succeeded.send("veto", backer)
    assert succeeded.phase == Phase.STOPPED

    shares = {person: succeeded.do("refund", people.stranger, person).moved for person in (third, backer, second)}
    assert shares == {
        third: {"crowdfund": -1_333_330, "referrer": 1_333_330},
        backer: {"crowdfund": -3_333_336, "buyer": 3_333_336},
        second: {"crowdfund": -2_000_001, "payer": 2_000_001},
    }
    assert -sum(moved["crowdfund"] for moved in shares.values()) == 10_000_000 - 3_333_333
    with reverts_with("CampaignNotSucceeded", succeeded.id, Phase.STOPPED):
        succeeded.send("claim", creator)


def test_objections_do_not_count_for_the_next_tranche(succeeded, creator, second, third):
    succeeded.send("claim", creator)
    succeeded.send("veto", second)
    succeeded.clock.to(succeeded.campaign.due(2) + 1)
    succeeded.send("claim", creator)
    done = succeeded.do("veto", third)
    assert (done.after.vetoed, done.after.tranche) == (1_999_996, 3)
    assert succeeded.do("veto", second).after.vetoed == 4_999_997
    assert succeeded.phase == Phase.SUCCEEDED


@pytest.mark.parametrize(("late", "tranche"), [(0, 2), (1, 3)])
def test_an_objection_is_about_the_next_tranche_that_is_not_due(unpublished, backer, second, late, tranche):
    patient = unpublished.changed(claimPeriod=100 * 86_400).publish()
    patient.pledge(backer, 4_000_000)
    patient.pledge(second, 6_000_000)
    patient.clock.to(patient.campaign.due(2) + late)
    assert patient.do("veto", backer).after.tranche == tranche
