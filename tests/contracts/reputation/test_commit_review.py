"""A party commits to a review that nobody can read yet."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, NOTHING
from tests.contracts.world.trade import events_of

REVIEW_PERIOD = 14 * DAY


def test_an_open_deal_cannot_be_reviewed(reputation, trade, deal, buyer):
    trade.open(deal)
    with reverts_with("DealStillOpen", trade.id(deal)):
        reputation.commitReview(deal, b"\1" * 32, {"from": buyer})


def test_a_deal_that_never_was_cannot_be_reviewed(reputation, trade, deal, buyer):
    with reverts_with("DealStillOpen", trade.id(deal)):
        reputation.commitReview(deal, b"\1" * 32, {"from": buyer})


@pytest.mark.parametrize("person", ["arbiter", "referrer", "payer", "stranger"])
def test_nobody_else_reviews(opinion, people, person):
    outsider = getattr(people, person)
    with reverts_with("NotDealParty", outsider):
        opinion(outsider, 5).commit()


def test_a_party_reviews_once(opinion, trade, closed_deal, buyer):
    opinion(buyer, 5).commit()
    with reverts_with("AlreadyReviewed", trade.id(closed_deal), buyer):
        opinion(buyer, 1).commit()


def test_a_revealed_review_is_not_replaced(opinion, trade, closed_deal, buyer, seller):
    opinion(buyer, 1).commit()
    opinion(seller, 5).commit()
    opinion(buyer, 1).reveal()
    with reverts_with("AlreadyReviewed", trade.id(closed_deal), buyer):
        opinion(buyer, 5).commit()


def test_a_commitment_is_not_empty(reputation, closed_deal, buyer):
    with reverts_with("EmptyCommitment"):
        reputation.commitReview(closed_deal, NOTHING, {"from": buyer})


@pytest.mark.parametrize("late", [0, 1])
def test_reviews_are_taken_for_fourteen_days(opinion, trade, closed_deal, seller, clock, late):
    deadline = trade.state(closed_deal).since + REVIEW_PERIOD
    clock.to(deadline + late)
    if late:
        with reverts_with("ReviewClosed", trade.id(closed_deal), deadline):
            opinion(seller, 5).commit()
    else:
        assert "ReviewCommitted" in opinion(seller, 5).commit().events


@pytest.mark.ganache
@pytest.mark.parametrize(("author", "subject"), [("buyer", "seller"), ("seller", "buyer")])
def test_the_event_tells_everything_but_the_review(reputation, opinion, trade, closed_deal, people, author, subject):
    author, subject = getattr(people, author), getattr(people, subject)
    review = opinion(author, 4)
    tx = review.commit()

    told = {
        "dealId": trade.id(closed_deal),
        "author": author.address,
        "subject": subject.address,
        "commitment": review.commitment,
    }
    assert events_of(tx, reputation) == [("ReviewCommitted", told)]
    assert reputation.recordOf(closed_deal.market, subject)[-2:] == (0, 0)


def test_the_commitment_is_what_anybody_computes(reputation, opinion, trade, closed_deal, buyer):
    mine = opinion(buyer, 3)
    seen = reputation.commitmentOf(trade.id(closed_deal), buyer, mine.score, mine.document, mine.secret)
    assert bytes(seen) == mine.commitment
