"""Somebody commits to a review that nobody can read yet."""

import pytest
from brownie import OddWallet, web3

from tests.contracts.model import typed_data
from tests.contracts.model.identity import commitment
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, HOUR, NOTHING
from tests.contracts.world.trade import events_of

REVIEW_PERIOD = 14 * DAY


@pytest.fixture
def digest_of(reputation):
    """What an author signs, as a wallet shows it."""

    def message(deal_id, author, sealed, deadline):
        terms = {"dealId": deal_id, "author": author.address, "commitment": sealed, "deadline": deadline}
        return typed_data.review_commitment(web3.eth.chain_id, reputation.address, **terms)

    return message


def test_a_review_is_committed_once(opinion, trade, closed_deal, buyer):
    opinion(buyer, 5).commit()
    with reverts_with("AlreadyReviewed", trade.id(closed_deal), buyer):
        opinion(buyer, 1).commit()


def test_a_revealed_review_is_not_replaced(opinion, trade, closed_deal, buyer, seller):
    opinion(buyer, 1).commit()
    opinion(seller, 5).commit()
    opinion(buyer, 1).reveal()
    with reverts_with("AlreadyReviewed", trade.id(closed_deal), buyer):
        opinion(buyer, 5).commit()


def test_a_commitment_is_not_empty(reputation, trade, closed_deal, buyer):
    with reverts_with("EmptyCommitment"):
        reputation.commitReview(trade.id(closed_deal), NOTHING, {"from": buyer})


def test_one_made_before_the_deal_closed_may_be_replaced_once_it_is(
    escrow, reputation, trade, make_deal, clock, buyer, seller
):
    """Else a typing error before the end would silence a party."""
    deal = trade.open(make_deal(deposit=0))
    deal_id = trade.id(deal)
    early = [commitment(deal_id, buyer.address, score=score, document=NOTHING, secret=NOTHING) for score in (1, 2, 3)]
    for sealed in early[:2]:
        reputation.commitReview(deal_id, sealed, {"from": buyer})
    clock.by(1)
    escrow.release(deal, {"from": buyer})
    reputation.commitReview(deal_id, early[2], {"from": buyer})
    with reverts_with("AlreadyReviewed", deal_id, buyer):
        reputation.commitReview(deal_id, early[0], {"from": buyer})


@pytest.mark.ganache
@pytest.mark.parametrize("person", ["buyer", "seller", "stranger"])
def test_the_event_tells_everything_but_the_review(reputation, opinion, trade, closed_deal, people, person):
    """Who may review is asked when the review is revealed."""
    author = getattr(people, person)
    review = opinion(author, 4)
    tx = review.commit()

    told = {"dealId": trade.id(closed_deal), "author": author.address, "commitment": review.commitment}
    assert events_of(tx, reputation) == [("ReviewCommitted", told)]
    assert reputation.recordOf(closed_deal.market, author)[-2:] == (0, 0)


def test_the_commitment_is_what_anybody_computes(reputation, opinion, trade, closed_deal, buyer):
    mine = opinion(buyer, 3)
    seen = reputation.commitmentOf(trade.id(closed_deal), buyer, mine.score, mine.document, mine.secret)
    assert bytes(seen) == mine.commitment


def test_the_digest_is_what_a_wallet_shows(reputation, trade, closed_deal, digest_of, buyer):
    shown = typed_data.digest(digest_of(trade.id(closed_deal), buyer, b"\1" * 32, 7))
    assert bytes(reputation.commitmentDigest(trade.id(closed_deal), buyer, b"\1" * 32, 7)) == shown


def test_a_signed_commitment_runs_out(reputation, trade, closed_deal, clock, digest_of, buyer, stranger):
    deadline = clock.now - 1
    signed = sign("buyer", digest_of(trade.id(closed_deal), buyer, b"\1" * 32, deadline))
    with reverts_with("TooLate", deadline, clock.now):
        reputation.commitReviewFor(buyer, trade.id(closed_deal), b"\1" * 32, deadline, signed, {"from": stranger})


@pytest.mark.parametrize("fault", ["signer", "deal", "commitment", "deadline"])
def test_a_signature_for_anything_else_commits_to_nothing(
    reputation, trade, closed_deal, clock, digest_of, buyer, stranger, fault
):
    deal_id, deadline = trade.id(closed_deal), clock.now + HOUR
    signed = {
        "signer": ("seller", digest_of(deal_id, buyer, b"\1" * 32, deadline)),
        "deal": ("buyer", digest_of(b"\7" * 32, buyer, b"\1" * 32, deadline)),
        "commitment": ("buyer", digest_of(deal_id, buyer, b"\2" * 32, deadline)),
        "deadline": ("buyer", digest_of(deal_id, buyer, b"\1" * 32, deadline + 1)),
    }[fault]
    with reverts_with("BadSignature", buyer):
        reputation.commitReviewFor(buyer, deal_id, b"\1" * 32, deadline, sign(*signed), {"from": stranger})


@pytest.mark.ganache
def test_a_stranger_carries_the_authors_commitment(reputation, opinion, trade, closed_deal, clock, digest_of, people):
    mine, deal_id, deadline = opinion(people.buyer, 5), trade.id(closed_deal), clock.now + HOUR
    signed = sign("buyer", digest_of(deal_id, people.buyer, mine.commitment, deadline))
    carried = (people.buyer, deal_id, mine.commitment, deadline, signed)
    tx = reputation.commitReviewFor(*carried, {"from": people.stranger})

    told = {"dealId": deal_id, "author": people.buyer.address, "commitment": mine.commitment}
    assert events_of(tx, reputation) == [("ReviewCommitted", told)]
    with reverts_with("AlreadyReviewed", deal_id, people.buyer):
        reputation.commitReviewFor(*carried, {"from": people.stranger})


def test_a_wallet_contract_reviews_with_its_owners_key(reputation, trade, closed_deal, clock, digest_of, people):
    wallet = people.stranger.deploy(OddWallet, people.buyer)
    deal_id, deadline = trade.id(closed_deal), clock.now + HOUR
    signed = sign("buyer", digest_of(deal_id, wallet, b"\1" * 32, deadline))
    tx = reputation.commitReviewFor(wallet, deal_id, b"\1" * 32, deadline, signed, {"from": people.stranger})
    assert tx.events["ReviewCommitted"]["author"] == wallet.address
