"""What each act of a campaign does to it, its rewards, its pledges and its creator's record."""

import pytest

from indexer.errors import EntityUnknown
from indexer.events.crowdfund import (
    CampaignDelivered,
    CampaignPublished,
    CampaignStopped,
    CampaignUndelivered,
    PledgeMade,
    PledgeRefunded,
    PledgeWithdrawn,
    TierOffered,
    TrancheClaimed,
    TrancheVetoed,
)
from indexer.model.campaign import NO_TIER, CampaignStatus, CampaignTerms, PledgeStatus
from indexer.model.identity import NOBODY, NOTHING
from tests.indexer.book import BUYER, DAY, DOCUMENT, EVIDENCE, SELLER, START, STRANGER, Book

FUND = "0x" + "cf" * 20
CAMPAIGN = "0x" + "c1" * 32
TERMS = CampaignTerms(
    creator=SELLER,
    token=NOBODY,
    goal=1_000,
    ends_at=START + 30 * DAY,
    claim_period=14 * DAY,
    deliver_by=START + 90 * DAY,
    tranches=2,
    tranche_period=20 * DAY,
    tiers=NOTHING,
    document=DOCUMENT,
    salt=NOTHING,
)


def tell(book, *events):
    return book.tell(*events, contract=FUND)


def published():
    offered = [TierOffered(CAMPAIGN, 0, 100, 3), TierOffered(CAMPAIGN, 1, 500, 0)]
    return tell(Book(), CampaignPublished(CAMPAIGN, SELLER, TERMS), *offered)


def backed():
    return tell(published(), PledgeMade(CAMPAIGN, BUYER, 0, 700, 700), PledgeMade(CAMPAIGN, STRANGER, 255, 500, 1_200))


def campaign_of(book):
    return book.tables["campaign"][CAMPAIGN,]


def pledge_of(book, backer):
    return book.tables["pledge"][CAMPAIGN, backer]


def taken(book):
    return [tier.taken for _, tier in sorted(book.tables["tier"].items())]


def test_a_campaign_asks_for_pledges_and_names_its_document():
    book = published()
    campaign = campaign_of(book)

    assert (campaign.status, campaign.contract, campaign.terms) == (CampaignStatus.OPEN, FUND, TERMS)
    assert (campaign.raised, campaign.is_funded, campaign.backers, campaign.claimed) == (0, False, 0, 0)
    assert campaign.lapses_at == TERMS.ends_at + TERMS.claim_period
    assert book.documents == {(DOCUMENT, "campaign")}
    assert book.account(SELLER).first_block == 1
    assert [(tier.amount, tier.places) for tier in book.tables["tier"].values()] == [(100, 3), (500, 0)]


def test_pledges_add_up_and_take_places():
    book = backed()
    campaign = campaign_of(book)

    assert (campaign.raised, campaign.is_funded, campaign.backers) == (1_200, True, 2)
    assert taken(book) == [1, 0]
    assert (pledge_of(book, BUYER).tier, pledge_of(book, STRANGER).tier) == (0, NO_TIER)
    assert pledge_of(book, BUYER).status is PledgeStatus.HELD


def test_a_pledge_that_is_withdrawn_frees_its_place_and_may_come_back():
    book = tell(backed(), PledgeWithdrawn(CAMPAIGN, BUYER, 700, 500))
    campaign, first = campaign_of(book), pledge_of(book, BUYER)

    assert (campaign.raised, campaign.is_funded, campaign.backers) == (500, False, 1)
    assert (first.status, first.refunded) == (PledgeStatus.WITHDRAWN, 700)
    assert taken(book) == [0, 0]

    tell(book, PledgeMade(CAMPAIGN, BUYER, 1, 600, 1_100))
    again = pledge_of(book, BUYER)

    assert (again.status, again.tier, again.amount, again.refunded) == (PledgeStatus.HELD, 1, 600, 0)
    assert (again.pledged_block, taken(book)) == (first.pledged_block, [0, 1])


def test_tranches_are_claimed_one_by_one_until_all_is_paid():
    book = tell(backed(), TrancheClaimed(CAMPAIGN, 1, 600))
    campaign = campaign_of(book)

    assert (campaign.status, campaign.claimed, campaign.paid) == (CampaignStatus.OPEN, 1, 600)
    assert campaign.next_due_at == TERMS.ends_at + 20 * DAY
    assert campaign.lapses_at == TERMS.ends_at + 34 * DAY

    campaign = campaign_of(tell(book, TrancheClaimed(CAMPAIGN, 2, 600)))
    assert (campaign.status, campaign.claimed, campaign.paid) == (CampaignStatus.PAID, 2, 1_200)


def test_objections_are_those_against_the_last_tranche():
    book = tell(backed(), TrancheVetoed(CAMPAIGN, STRANGER, 2, 500, 500), TrancheVetoed(CAMPAIGN, BUYER, 3, 700, 700))
    campaign = campaign_of(book)

    assert (campaign.vetoed_tranche, campaign.vetoed) == (3, 700)
    assert (pledge_of(book, STRANGER).vetoed, pledge_of(book, BUYER).vetoed) == (2, 3)


def test_what_is_left_of_a_stopped_campaign_goes_back():
    book = tell(backed(), TrancheClaimed(CAMPAIGN, 1, 600), CampaignStopped(CAMPAIGN))
    tell(book, PledgeRefunded(CAMPAIGN, BUYER, 350))
    campaign = campaign_of(book)

    assert (campaign.status, campaign.refunded, campaign.raised) == (CampaignStatus.STOPPED, 350, 1_200)
    assert (pledge_of(book, BUYER).status, pledge_of(book, BUYER).refunded) == (PledgeStatus.REFUNDED, 350)
    assert pledge_of(book, STRANGER).status is PledgeStatus.HELD


def test_delivery_is_said_with_evidence_and_counts_for_the_creator():
    book = tell(backed(), TrancheClaimed(CAMPAIGN, 1, 600), CampaignDelivered(CAMPAIGN, EVIDENCE))

    assert campaign_of(book).delivered_at == book.now
    assert (EVIDENCE, "evidence") in book.documents
    assert (book.account(SELLER).campaigns_delivered, book.account(SELLER).campaigns_undelivered) == (1, 0)


def test_a_broken_promise_is_remembered_also_when_it_is_kept_later():
    book = tell(backed(), CampaignUndelivered(CAMPAIGN, BUYER), CampaignDelivered(CAMPAIGN, NOTHING))
    campaign = campaign_of(book)

    assert campaign.undelivered_at < campaign.delivered_at
    assert (book.account(SELLER).campaigns_delivered, book.account(SELLER).campaigns_undelivered) == (1, 1)


def test_a_pledge_to_an_unknown_campaign_is_refused():
    with pytest.raises(EntityUnknown, match=f"an event speaks of campaign {CAMPAIGN}, which never began"):
        tell(Book(), PledgeMade(CAMPAIGN, BUYER, NO_TIER, 1, 1))
