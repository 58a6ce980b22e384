"""Scores are told once both have reviewed or the time to review is over."""

import pytest

from tests.contracts.model.identity import commitment, deal_key
from tests.contracts.reputation.conftest import Opinion
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, NOTHING
from tests.contracts.world.trade import events_of

REVIEW_PERIOD = REVEAL_PERIOD = 14 * DAY


@pytest.fixture
def closed_at(trade, closed_deal):
    return trade.state(closed_deal).since


@pytest.fixture
def both(opinion, buyer, seller):
    """Both have committed: the buyer gives 4, the seller 5."""
    reviews = opinion(buyer, 4), opinion(seller, 5)
    for review in reviews:
        review.commit()
    return reviews


def test_an_open_deal_has_nothing_to_reveal(reputation, trade, deal, buyer):
    trade.open(deal)
    with reverts_with("DealStillOpen", trade.id(deal)):
        reputation.revealReview(deal_key(deal), buyer, 5, b"\4" * 32, b"\6" * 32, {"from": buyer})


def test_an_outsider_has_no_review(opinion, stranger):
    with reverts_with("NotDealParty", stranger):
        opinion(stranger, 5).reveal()


def test_what_was_committed_before_the_deal_closed_does_not_count(escrow, reputation, trade, make_deal, clock, buyer):
    deal = trade.open(make_deal(deposit=0))
    deal_id, told = trade.id(deal), {"score": 5, "document": NOTHING, "secret": NOTHING}
    reputation.commitReview(deal_id, commitment(deal_id, buyer.address, **told), {"from": buyer})
    closed_at = clock.by(1)
    escrow.release(deal, {"from": buyer})
    clock.by(REVIEW_PERIOD + 1)
    with reverts_with("ReviewTooEarly", deal_id, closed_at):
        reputation.revealReview(deal_key(deal), buyer, *told.values(), {"from": buyer})


def test_what_the_other_committed_before_the_deal_closed_tells_nothing(
    escrow, reputation, trade, make_deal, clock, buyer, seller
):
    """Else the other could still answer: such a commitment may be replaced."""
    deal = trade.open(make_deal(deposit=0))
    reputation.commitReview(trade.id(deal), b"\1" * 32, {"from": seller})
    closed_at = clock.by(1)
    escrow.release(deal, {"from": buyer})
    mine = Opinion(reputation, trade, deal, buyer, 1)
    mine.commit()
    with reverts_with("RevealTooEarly", trade.id(deal), closed_at + REVIEW_PERIOD):
        mine.reveal()


@pytest.mark.parametrize("late", [0, 1])
def test_reviews_are_taken_for_fourteen_days(opinion, trade, closed_deal, seller, clock, closed_at, late):
    deadline = closed_at + REVIEW_PERIOD
    clock.to(deadline + late)
    mine = opinion(seller, 5)
    mine.commit()
    clock.to(deadline + 2)
    if late:
        with reverts_with("ReviewClosed", trade.id(closed_deal), deadline):
            mine.reveal()
    else:
        assert "ReviewRevealed" in mine.reveal().events


def test_what_was_not_committed_is_not_revealed(opinion, trade, closed_deal, buyer):
    with reverts_with("NothingToReveal", trade.id(closed_deal), buyer):
        opinion(buyer, 5).reveal()


def test_a_review_is_revealed_once(both, trade, closed_deal, buyer):
    both[0].reveal()
    with reverts_with("NothingToReveal", trade.id(closed_deal), buyer):
        both[0].reveal()


@pytest.mark.parametrize("score", [0, 6, 255])
def test_a_score_is_from_one_to_five(opinion, buyer, seller, score):
    odd = opinion(buyer, score)
    odd.commit()
    opinion(seller, 5).commit()
    with reverts_with("BadScore", score):
        odd.reveal()


@pytest.mark.parametrize("change", [{"score": 5}, {"document": b"\7" * 32}, {"secret": b"\7" * 32}])
def test_what_is_revealed_is_what_was_committed(reputation, both, trade, closed_deal, buyer, change):
    told = {"score": 4, "document": b"\4" * 32, "secret": b"\6" * 32} | change
    other = reputation.commitmentOf(trade.id(closed_deal), buyer, *told.values())
    with reverts_with("WrongReveal", trade.id(closed_deal), bytes(other)):
        both[0].reveal(**change)


def test_a_commitment_copied_from_the_other_reveals_nothing(reputation, opinion, trade, closed_deal, buyer, seller):
    """The author is part of what is hashed."""
    copied = opinion(buyer, 1)
    copied.commit()
    reputation.commitReview(trade.id(closed_deal), copied.commitment, {"from": seller})
    own = reputation.commitmentOf(trade.id(closed_deal), seller, copied.score, copied.document, copied.secret)
    with reverts_with("WrongReveal", trade.id(closed_deal), bytes(own)):
        opinion(seller, 1).reveal()


def test_nothing_is_revealed_while_the_other_may_still_review(opinion, trade, closed_deal, buyer, clock, closed_at):
    mine = opinion(buyer, 4)
    mine.commit()
    opens = clock.to(closed_at + REVIEW_PERIOD)
    with reverts_with("RevealTooEarly", trade.id(closed_deal), opens):
        mine.reveal()


@pytest.mark.ganache
@pytest.mark.parametrize(
    ("index", "author", "subject", "score"), [(0, "buyer", "seller", 4), (1, "seller", "buyer", 5)]
)
def test_once_both_reviewed_a_review_is_told_and_counted(
    reputation, both, trade, closed_deal, people, index, author, subject, score
):
    author, subject = getattr(people, author), getattr(people, subject)
    tx = both[index].reveal(by=people.stranger)

    told = {
        "dealId": trade.id(closed_deal),
        "author": author.address,
        "subject": subject.address,
        "score": score,
        "document": both[index].document,
    }
    assert events_of(tx, reputation) == [("ReviewRevealed", told)]
    assert reputation.recordOf(closed_deal.market, subject)[-2:] == (1, score)
    assert reputation.recordOf(closed_deal.market, author)[-2:] == (0, 0)
    assert reputation.recordOf(people.stranger, subject)[-2:] == (0, 0)


def test_a_silent_other_does_not_hide_a_review_for_ever(opinion, buyer, clock, closed_at):
    mine = opinion(buyer, 2)
    mine.commit()
    clock.to(closed_at + REVIEW_PERIOD + 1)
    assert "ReviewRevealed" in mine.reveal().events


@pytest.mark.parametrize("late", [0, 1])
def test_alone_the_time_to_reveal_ends_with_the_reveal_period(
    opinion, trade, closed_deal, buyer, clock, closed_at, late
):
    mine = opinion(buyer, 2)
    mine.commit()
    deadline = closed_at + REVIEW_PERIOD + REVEAL_PERIOD
    clock.to(deadline + late)
    if late:
        with reverts_with("RevealClosed", trade.id(closed_deal), deadline):
            mine.reveal()
    else:
        assert "ReviewRevealed" in mine.reveal().events


@pytest.mark.parametrize("late", [0, 1])
def test_together_it_ends_a_reveal_period_after_the_second_commitment(
    opinion, trade, closed_deal, buyer, seller, clock, late
):
    opinion(buyer, 2).commit()
    second = clock.by(3 * DAY)
    opinion(seller, 3).commit()
    clock.to(second + REVEAL_PERIOD + late)
    if late:
        with reverts_with("RevealClosed", trade.id(closed_deal), second + REVEAL_PERIOD):
            opinion(buyer, 2).reveal()
    else:
        assert "ReviewRevealed" in opinion(buyer, 2).reveal().events
