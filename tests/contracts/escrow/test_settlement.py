"""Both parties agree on a split: one proposes, the other accepts."""

import pytest

from tests.contracts.escrow.outcomes import verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, Claim, Outcome, Party

BEFORE_RULING = ["funded_deal", "fulfilled_deal", "claimed_deal", "contested_deal"]


@pytest.fixture
def proposed_deal(escrow, funded_deal, seller):
    """The seller would be content with seventy percent."""
    escrow.proposeSettlement(funded_deal, False, 7_000, {"from": seller})
    return funded_deal


@pytest.mark.parametrize("act", ["proposeSettlement", "acceptSettlement"])
def test_a_closed_deal_cannot_be_settled(escrow, trade, closed_deal, buyer, act):
    with reverts_with("DealClosed", trade.id(closed_deal)):
        getattr(escrow, act)(closed_deal, True, 1, {"from": buyer})


@pytest.mark.parametrize("act", ["proposeSettlement", "acceptSettlement"])
def test_nobody_settles_past_a_ruling(escrow, trade, ruled_deal, buyer, act):
    with reverts_with("WrongClaim", trade.id(ruled_deal), Claim.RULED):
        getattr(escrow, act)(ruled_deal, False, 1, {"from": buyer})


@pytest.mark.parametrize("act", ["proposeSettlement", "acceptSettlement"])
@pytest.mark.parametrize("person", ["arbiter", "payer", "stranger"])
def test_nobody_else_settles(escrow, proposed_deal, people, act, person):
    caller = getattr(people, person)
    with reverts_with("NotParty", caller):
        getattr(escrow, act)(proposed_deal, False, 7_000, {"from": caller})


@pytest.mark.parametrize("act", ["proposeSettlement", "acceptSettlement"])
def test_an_offer_on_the_deposit_is_none_on_the_price(escrow, trade, proposed_deal, buyer, act):
    with reverts_with("PhaseChanged", trade.id(proposed_deal), False):
        getattr(escrow, act)(proposed_deal, True, 7_000, {"from": buyer})


def test_a_share_has_a_limit(escrow, funded_deal, seller):
    with reverts_with("BadShare", 10_001):
        escrow.proposeSettlement(funded_deal, False, 10_001, {"from": seller})


def test_without_a_proposal_nothing_is_accepted(escrow, trade, funded_deal, buyer):
    with reverts_with("ProposalChanged", trade.id(funded_deal), Party.NONE, 0):
        escrow.acceptSettlement(funded_deal, False, 0, {"from": buyer})


def test_nobody_accepts_the_own_proposal(escrow, trade, proposed_deal, seller):
    with reverts_with("ProposalChanged", trade.id(proposed_deal), Party.SELLER, 7_000):
        escrow.acceptSettlement(proposed_deal, False, 7_000, {"from": seller})


def test_a_changed_proposal_is_not_accepted_by_mistake(escrow, trade, proposed_deal, buyer, seller):
    escrow.proposeSettlement(proposed_deal, False, 7_001, {"from": seller})
    with reverts_with("ProposalChanged", trade.id(proposed_deal), Party.SELLER, 7_001):
        escrow.acceptSettlement(proposed_deal, False, 7_000, {"from": buyer})


def test_a_counter_proposal_replaces_the_first(escrow, trade, proposed_deal, buyer):
    escrow.proposeSettlement(proposed_deal, False, 5_000, {"from": buyer})
    with reverts_with("ProposalChanged", trade.id(proposed_deal), Party.BUYER, 5_000):
        escrow.acceptSettlement(proposed_deal, False, 7_000, {"from": buyer})


def test_a_proposal_on_the_price_is_void_for_the_deposit(escrow, trade, proposed_deal, buyer, seller):
    escrow.proposeSettlement(proposed_deal, False, 10_000, {"from": buyer})
    escrow.release(proposed_deal, {"from": buyer})

    with reverts_with("PhaseChanged", trade.id(proposed_deal), True):
        escrow.acceptSettlement(proposed_deal, False, 10_000, {"from": seller})
    with reverts_with("ProposalChanged", trade.id(proposed_deal), Party.NONE, 0):
        escrow.acceptSettlement(proposed_deal, True, 10_000, {"from": seller})


@pytest.mark.parametrize(("person", "party"), [("buyer", Party.BUYER), ("seller", Party.SELLER)])
@pytest.mark.parametrize("state", BEFORE_RULING)
def test_a_proposal_moves_neither_money_nor_clock(escrow, trade, deal_in, people, clock, state, person, party):
    deal = deal_in(state)
    clock.by(60)
    done = trade.do(escrow.proposeSettlement, deal, False, 7_000, by=getattr(people, person))

    assert done.moved == {}
    assert done.after == done.before._replace(proposer=party, proposedBps=7_000)
    expected = {"dealId": trade.id(deal), "proposer": party, "sellerBps": 7_000}
    assert done.events == [("SettlementProposed", expected)]


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("state", BEFORE_RULING)
def test_the_accepted_split_is_paid(escrow, trade, deal_in, buyer, seller, state):
    deal = deal_in(state)
    escrow.proposeSettlement(deal, False, 7_000, {"from": seller})
    done = trade.do(escrow.acceptSettlement, deal, False, 7_000, by=buyer)

    # 70 % of 1,000,003 rounds down to 700,002; 2.5 % of that is the referral; the deposit comes back whole.
    moved = {"escrow": -1_500_012, "seller": 682_502, "referrer": 17_500, "buyer": 300_001 + 500_009}
    settled = [("DealSettled", {"dealId": trade.id(deal), "sellerBps": 7_000})]
    verify_closed(done, Outcome.SETTLED, moved=moved, seller_bps=7_000, events=settled)


@in_both_currencies
@pytest.mark.parametrize("state", ["completed_deal", "claimed_deposit"])
def test_the_deposit_is_split_without_a_referral(escrow, trade, deal_in, buyer, seller, state):
    deal = deal_in(state)
    escrow.proposeSettlement(deal, True, 1_000, {"from": buyer})
    done = trade.do(escrow.acceptSettlement, deal, True, 1_000, by=seller)

    moved = {"escrow": -500_009, "seller": 50_000, "buyer": 450_009}
    settled = [("DealSettled", {"dealId": trade.id(deal), "sellerBps": 1_000})]
    verify_closed(done, Outcome.SETTLED, moved=moved, seller_bps=1_000, events=settled)


@pytest.mark.parametrize(("bps", "winner"), [(0, "buyer"), (10_000, "seller")])
def test_a_split_may_give_everything_to_one_side(escrow, trade, make_deal, people, buyer, seller, bps, winner):
    deal = trade.open(make_deal(deposit=0, referralBps=0))
    escrow.proposeSettlement(deal, False, bps, {"from": seller})
    assert trade.do(escrow.acceptSettlement, deal, False, bps, by=buyer).moved == {
        "escrow": -deal.price,
        winner: deal.price,
    }


def test_a_proposal_survives_a_revision(escrow, trade, fulfilled_deal, buyer, seller):
    escrow.proposeSettlement(fulfilled_deal, False, 4_000, {"from": seller})
    escrow.sendBack(fulfilled_deal, NOTHING, {"from": buyer})
    assert trade.do(escrow.acceptSettlement, fulfilled_deal, False, 4_000, by=buyer).after.claimBps == 4_000
