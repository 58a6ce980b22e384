"""The creator delivers, or a backer reports that he did not."""

import pytest

from tests.contracts.world.chain import reverts_with

EVIDENCE = b"\5" * 32


@pytest.fixture
def paid(succeeded, creator):
    """The first tranche is claimed."""
    succeeded.send("claim", creator)
    return succeeded


def test_a_campaign_that_was_never_published_delivers_nothing(unpublished, creator, backer):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("deliver", creator, EVIDENCE)
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.send("reportUndelivered", backer)


def test_who_was_not_paid_owes_nothing(succeeded, creator, backer):
    with reverts_with("NothingClaimed", succeeded.id):
        succeeded.send("deliver", creator, EVIDENCE)
    with reverts_with("NothingClaimed", succeeded.id):
        succeeded.send("reportUndelivered", backer)


def test_what_is_delivered_is_delivered(paid, creator, backer):
    paid.send("deliver", creator, EVIDENCE)
    with reverts_with("AlreadyDelivered", paid.id):
        paid.send("deliver", creator, EVIDENCE)
    paid.clock.to(paid.campaign.deliverBy + 1)
    with reverts_with("AlreadyDelivered", paid.id):
        paid.send("reportUndelivered", backer)


def test_only_the_creator_says_so(paid, backer):
    with reverts_with("NotCreator", backer):
        paid.send("deliver", backer, EVIDENCE)


def test_one_report_is_enough(paid, backer, second):
    paid.clock.to(paid.campaign.deliverBy + 1)
    paid.send("reportUndelivered", backer)
    with reverts_with("AlreadyReported", paid.id):
        paid.send("reportUndelivered", second)


def test_only_a_backer_reports(paid, stranger):
    with reverts_with("NoPledge", paid.id, stranger):
        paid.send("reportUndelivered", stranger)


def test_the_creator_has_until_the_promised_time(paid, backer):
    by = paid.clock.to(paid.campaign.deliverBy)
    with reverts_with("TooEarly", by, by):
        paid.send("reportUndelivered", backer)


@pytest.mark.ganache
def test_delivery_is_told(paid, creator):
    done = paid.do("deliver", creator, EVIDENCE)
    assert done.events == [("CampaignDelivered", {"campaignId": paid.id, "evidence": EVIDENCE})]
    assert done.after == done.before._replace(isDelivered=True)
    assert done.moved == {}


@pytest.mark.ganache
def test_a_creator_who_does_not_deliver_is_reported(paid, backer):
    paid.clock.to(paid.campaign.deliverBy + 1)
    done = paid.do("reportUndelivered", backer)
    assert done.events == [("CampaignUndelivered", {"campaignId": paid.id, "backer": backer.address})]
    assert done.after == done.before._replace(isUndelivered=True)
    assert done.moved == {}


def test_late_is_better_than_never(paid, creator, backer):
    paid.clock.to(paid.campaign.deliverBy + 1)
    paid.send("reportUndelivered", backer)
    after = paid.do("deliver", creator, EVIDENCE).after
    assert (after.isDelivered, after.isUndelivered) == (True, True)


def test_after_a_veto_too_a_backer_reports_what_was_paid_and_not_delivered(paid, backer, second):
    paid.send("veto", backer)
    paid.clock.to(paid.campaign.deliverBy + 1)
    assert paid.do("reportUndelivered", second).after.isUndelivered
