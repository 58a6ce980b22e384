"""What each act of the escrow does to the deal, the money and the records, as Escrow.sol has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from indexer.errors import EntityUnknown
from indexer.events.credit import Credited, Withdrawn
from indexer.events.escrow import (
    DealAssigned,
    DealBegun,
    DealCancelled,
    DealConceded,
    DealContested,
    DealDiscounted,
    DealDisputed,
    DealExecuted,
    DealFinalized,
    DealFulfilled,
    DealHandedOver,
    DealOpened,
    DealReclaimed,
    DealRefunded,
    DealReleased,
    DealRuled,
    DealSentBack,
    DealSettled,
    DepositClaimed,
    DepositReturned,
    EvidenceSubmitted,
    NoShowCharged,
    SettlementProposed,
)
from indexer.events.fixed_price import ListingPublished, ListingPurchased
from indexer.events.reputation import ReviewCommitted, ReviewRevealed
from indexer.model.deal import Claim, Outcome, Party, Status
from indexer.model.identity import NOBODY, NOTHING
from indexer.model.split import Paid, split_price
from tests.indexer.book import (
    BUYER,
    DEAL,
    DOCUMENT,
    ESCROW,
    EVIDENCE,
    LISTING,
    MARKET,
    OFFER,
    SELLER,
    STRANGER,
    TERMS,
    Book,
)

PRICE = TERMS.price
REFERRAL = PRICE * 200 // 10_000


def funded(*, payer=BUYER, is_vouched=True, **terms):
    """A deal bought from a listing by the buyer."""
    book = Book().tell(ListingPublished(LISTING, SELLER, "0x" + "5c" * 32, 1, 5, OFFER), contract=MARKET)
    book.tell(DealOpened(DEAL, BUYER, SELLER, payer, TERMS._replace(**terms)))
    return book.tell(ListingPurchased(LISTING, DEAL, 2, 3), contract=MARKET) if is_vouched else book


def test_a_deal_opens_funded_and_names_its_agreement():
    book = funded()

    assert (book.deal.status, book.deal.outcome, book.deal.claim) == (Status.FUNDED, Outcome.NONE, Claim.NONE)
    assert (book.deal.listing_id, book.deal.units, book.listing.units_sold, book.listing.stock) == (LISTING, 2, 2, 3)
    assert book.documents == {(DOCUMENT, "listing")}
    assert (book.account(BUYER).purchases_open, book.account(SELLER).sales_open) == (1, 1)


def test_fulfilment_and_a_revision_move_it_there_and_back():
    book = funded().tell(DealFulfilled(DEAL, EVIDENCE))
    assert (book.deal.status, book.deal.since) == (Status.FULFILLED, book.now)
    assert (EVIDENCE, "evidence") in book.documents

    book.tell(DealSentBack(DEAL, 1, NOTHING))

    assert (book.deal.status, book.deal.revisions_used, book.deal.since) == (Status.FUNDED, 1, book.now)
    assert book.deal.deadline == max(TERMS.deliver_by, book.now + TERMS.inspection)


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (DealReleased, Outcome.RELEASED),
        (DealHandedOver, Outcome.HANDED_OVER),
        (DealFinalized, Outcome.FINALIZED),
    ],
)
def test_the_price_is_paid_and_a_deal_without_deposit_is_closed(event, outcome):
    book = funded().tell(SettlementProposed(DEAL, Party.BUYER, 1), event(DEAL))

    assert (book.deal.status, book.deal.outcome, book.deal.claim_bps) == (Status.CLOSED, outcome, 10_000)
    assert book.deal.paid == Paid(seller=PRICE - REFERRAL, referrer=REFERRAL)
    assert (book.deal.proposer, book.deal.deposit_only, book.deal.closed_at) == (Party.NONE, False, book.now)
    assert (book.account(SELLER).sales_open, book.account(SELLER).sales_closed) == (0, 1)


def test_a_deposit_is_held_until_it_is_returned():
    book = funded(deposit=500).tell(DealReleased(DEAL))
    assert (book.deal.status, book.deal.deposit_only, book.deal.closed_at) == (Status.COMPLETED, True, None)
    assert book.account(BUYER).purchases_open == 1

    book.tell(DepositReturned(DEAL))

    assert (book.deal.status, book.deal.outcome) == (Status.CLOSED, Outcome.RELEASED)
    assert book.deal.paid == Paid(seller=PRICE - REFERRAL, buyer=500, referrer=REFERRAL)
    assert (book.account(BUYER).purchases_closed, book.account(BUYER).deposits_forfeited) == (1, 0)


@pytest.mark.parametrize(
    ("events", "outcome", "paid"),
    [
        ([DealRefunded(DEAL)], Outcome.REFUNDED, Paid(buyer=PRICE + 500)),
        ([DealReclaimed(DEAL)], Outcome.RECLAIMED, Paid(buyer=PRICE + 500)),
        ([DealCancelled(DEAL, 2_500)], Outcome.CANCELLED, Paid(245_000, 750_003 + 500, 5_000)),
        ([DealSettled(DEAL, 5_000)], Outcome.SETTLED, Paid(490_001, 500_002 + 500, 10_000)),
        ([DealConceded(DEAL, 0)], Outcome.CONCEDED, Paid(buyer=PRICE + 500)),
        ([DealExecuted(DEAL, Outcome.UNCONTESTED, 10_000)], Outcome.UNCONTESTED, Paid(980_003, 500, 20_000)),
        ([DealExecuted(DEAL, Outcome.ARBITER_SILENT, 5_000)], Outcome.ARBITER_SILENT, Paid(490_001, 500_502, 10_000)),
        ([DealExecuted(DEAL, Outcome.RULED, 5_000)], Outcome.RULED, Paid(475_301, 485_502, 9_700, 30_000)),
    ],
    ids=lambda value: value.value if isinstance(value, Outcome) else None,
)
def test_each_way_out_divides_the_price_and_returns_the_deposit(events, outcome, paid):
    book = funded(deposit=500).tell(*events)

    assert (book.deal.status, book.deal.outcome, book.deal.closed_at) == (Status.CLOSED, outcome, book.now)
    assert book.deal.paid == paid
    assert sum(paid) == PRICE + 500


@pytest.mark.parametrize(
    ("event", "paid"),
    [
        (DealSettled(DEAL, 2_500), Paid(seller=125, buyer=376)),
        (DealConceded(DEAL, 10_000), Paid(seller=501)),
        (DealExecuted(DEAL, Outcome.RULED, 5_000), Paid(seller=243, buyer=243, arbiter=15)),
    ],
)
def test_a_claim_on_the_deposit_divides_the_deposit_alone(event, paid):
    book = funded(deposit=501).tell(DealReleased(DEAL), DepositClaimed(DEAL, 2_500, EVIDENCE))
    assert (book.deal.status, book.deal.claim, book.deal.claimant) == (Status.DISPUTED, Claim.MADE, Party.SELLER)

    book.tell(event)

    assert book.deal.paid == Paid(PRICE - REFERRAL, 0, REFERRAL, 0).plus(paid)
    assert book.account(BUYER).deposits_forfeited == 1


def test_a_claim_is_contested_ruled_and_executed():
    book = funded().tell(DealDisputed(DEAL, Party.BUYER, 1_000, EVIDENCE), DealContested(DEAL, NOTHING))
    assert (book.deal.claim, book.deal.claim_bps, book.deal.since) == (Claim.CONTESTED, 1_000, book.now)

    book.tell(SettlementProposed(DEAL, Party.SELLER, 4_000))
    assert (book.deal.proposer, book.deal.proposed_bps, book.deal.since) == (Party.SELLER, 4_000, book.now - 60)

    book.tell(DealRuled(DEAL, 7_000))
    assert (book.deal.claim, book.deal.claim_bps, book.deal.proposer) == (Claim.RULED, 7_000, Party.NONE)

    book.tell(DealExecuted(DEAL, Outcome.RULED, 7_000))
    assert (book.account(BUYER).disputes_lost, book.account(SELLER).disputes_lost) == (1, 0)


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        (DealRefunded(DEAL), "refunds"),
        (DealReclaimed(DEAL), "missed_deadlines"),
        (DealExecuted(DEAL, Outcome.RULED, 4_999), "disputes_lost"),
        (DealExecuted(DEAL, Outcome.RULED, 5_000), None),
        (DealExecuted(DEAL, Outcome.UNCONTESTED, 0), None),
        (DealSettled(DEAL, 0), None),
    ],
)
def test_only_faults_of_the_seller_are_counted_against_him(event, fault):
    seller = funded().tell(event).account(SELLER)

    counted = {name for name in ("refunds", "missed_deadlines", "disputes_lost") if getattr(seller, name)}
    assert counted == ({fault} if fault else set())


def test_a_deal_that_no_known_market_vouched_for_counts_for_nobody():
    book = funded(is_vouched=False).tell(DealRefunded(DEAL))

    assert book.deal.outcome is Outcome.REFUNDED
    assert (book.account(SELLER).sales_closed, book.account(SELLER).refunds) == (0, 0)


def test_a_deal_that_somebody_else_paid_does_not_count_for_the_buyer():
    book = funded(payer=STRANGER).tell(DealReleased(DEAL))

    assert (book.account(BUYER).purchases_closed, book.account(SELLER).sales_closed) == (0, 1)


def test_evidence_is_noted_without_moving_a_deadline():
    book = funded()
    since = book.deal.since
    book.tell(EvidenceSubmitted(DEAL, BUYER, EVIDENCE))

    assert (book.deal.since, book.deal.updated_at) == (since, book.now)


def test_credits_add_up_until_they_are_withdrawn():
    book = Book().tell(Credited(SELLER, NOBODY, 5), Credited(SELLER, NOBODY, 7))
    assert book.tables["credit"][ESCROW, SELLER, NOBODY].amount == 12

    book.tell(Withdrawn(SELLER, NOBODY, STRANGER, 12))
    assert book.tables["credit"][ESCROW, SELLER, NOBODY].amount == 0


def test_a_discount_goes_to_the_buyer_however_the_price_is_divided():
    book = funded().tell(DealDiscounted(DEAL, 400_000, EVIDENCE), DealDiscounted(DEAL, 500_001, NOTHING))
    assert (book.deal.discount, book.deal.status) == (500_001, Status.FUNDED)
    assert (EVIDENCE, "evidence") in book.documents

    book.tell(DealReleased(DEAL))

    owed = PRICE - 500_001
    referral = owed * 200 // 10_000
    assert book.deal.paid == Paid(seller=owed - referral, buyer=500_001, referrer=referral)


def test_what_a_seller_earns_may_go_to_somebody_else_and_come_back():
    book = funded().tell(DealAssigned(DEAL, STRANGER))
    assert (book.deal.payee, book.deal.is_assigned) == (STRANGER, True)

    book.tell(DealAssigned(DEAL, SELLER))
    assert (book.deal.payee, book.deal.is_assigned) == (None, False)


def test_a_service_begins_by_its_code():
    book = funded().tell(DealBegun(DEAL))

    assert (book.deal.status, book.deal.since) == (Status.FULFILLED, book.now)


def test_who_did_not_come_is_remembered_and_pays_by_the_schedule():
    book = funded().tell(NoShowCharged(DEAL, 6_000))

    assert (book.deal.status, book.deal.outcome) == (Status.CLOSED, Outcome.NO_SHOW)
    assert book.deal.paid == split_price(PRICE, 6_000, referral_bps=200)
    assert (book.account(BUYER).no_shows, book.account(SELLER).no_shows) == (1, 0)


def test_a_review_committed_in_the_block_of_the_end_may_come_before_it():
    book = funded().tell(ReviewCommitted(DEAL, BUYER, "0xc0"), DealReleased(DEAL))
    book.tell(ReviewRevealed(DEAL, BUYER, SELLER, 4, NOTHING))

    review = book.tables["review"][DEAL, BUYER]
    assert (review.score, review.subject, review.committed_at) == (4, SELLER, book.deal.closed_at)


def test_a_review_is_counted_when_it_is_revealed():
    book = funded().tell(DealReleased(DEAL), ReviewCommitted(DEAL, BUYER, "0xc0"))
    assert book.account(SELLER).reviews == 0
    assert book.tables["review"][DEAL, BUYER].score is None

    book.tell(ReviewRevealed(DEAL, BUYER, SELLER, 4, NOTHING))

    assert (book.account(SELLER).reviews, book.account(SELLER).score_sum) == (1, 4)
    assert book.tables["review"][DEAL, BUYER].document is None


def test_a_commitment_that_cannot_be_revealed_is_no_review():
    book = funded().tell(ReviewCommitted(DEAL, BUYER, "0xc0"), ReviewCommitted("0x" + "d2" * 32, BUYER, "0xc0"))
    book.tell(DealReleased(DEAL), ReviewCommitted(DEAL, STRANGER, "0xc0"))
    assert book.tables["review"] == {}


def test_an_event_about_an_unknown_deal_is_refused():
    with pytest.raises(EntityUnknown, match=f"an event speaks of deal {DEAL}, which never began"):
        Book().tell(DealReleased(DEAL))


@given(
    price=some.integers(1, 2**128 - 1),
    seller=some.integers(0, 10_000),
    referral=some.integers(0, 500),
    fee=some.integers(0, 1_000),
)
def test_a_split_gives_out_exactly_what_came_in(price, seller, referral, fee):
    paid = split_price(price, seller, referral_bps=referral, arbiter_bps=fee)

    assert sum(paid) == price
    assert min(paid) >= 0
    assert paid.seller + paid.referrer <= (price - paid.arbiter) * seller // 10_000
