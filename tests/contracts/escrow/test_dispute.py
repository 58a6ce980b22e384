"""A party claims a split of the price."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Claim, Party, Status

PHOTO = b"photo of the crack".ljust(32, b"\0")


def test_what_is_paid_cannot_be_disputed(escrow, trade, completed_deal, buyer):
    with reverts_with("DealNotPayable", trade.id(completed_deal), Status.COMPLETED):
        escrow.dispute(completed_deal, 0, PHOTO, {"from": buyer})


def test_there_is_one_claim_at_a_time(escrow, trade, claimed_deal, seller):
    with reverts_with("DealNotPayable", trade.id(claimed_deal), Status.DISPUTED):
        escrow.dispute(claimed_deal, 10_000, PHOTO, {"from": seller})


@pytest.mark.parametrize("person", ["arbiter", "referrer", "stranger"])
def test_nobody_else_can_dispute(escrow, funded_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotParty", caller):
        escrow.dispute(funded_deal, 0, PHOTO, {"from": caller})


def test_a_share_has_a_limit(escrow, funded_deal, buyer):
    with reverts_with("BadShare", 10_001):
        escrow.dispute(funded_deal, 10_001, PHOTO, {"from": buyer})


def test_a_seller_past_the_deadline_claims_nothing(escrow, funded_deal, seller, clock):
    late = clock.to(funded_deal.deliverBy + 1)
    with reverts_with("TooLate", funded_deal.deliverBy, late):
        escrow.dispute(funded_deal, 10_000, PHOTO, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "seller"])
def test_after_the_inspection_it_is_too_late(escrow, trade, fulfilled_deal, people, clock, person):
    ends = trade.state(fulfilled_deal).since + fulfilled_deal.inspection
    late = clock.to(ends + 1)
    with reverts_with("TooLate", ends, late):
        escrow.dispute(fulfilled_deal, 0, PHOTO, {"from": getattr(people, person)})


@pytest.mark.ganache
@pytest.mark.parametrize(("person", "party"), [("buyer", Party.BUYER), ("seller", Party.SELLER)])
@pytest.mark.parametrize("state", ["funded_deal", "fulfilled_deal"])
def test_a_claim_is_made_and_no_money_moves(escrow, trade, deal_in, people, state, person, party):
    deal = deal_in(state)
    done = trade.do(escrow.dispute, deal, 2_500, PHOTO, by=getattr(people, person))

    assert done.moved == {}
    assert done.after == done.before._replace(
        status=Status.DISPUTED, claim=Claim.MADE, claimant=party, claimBps=2_500, since=done.time
    )
    expected = {"dealId": trade.id(deal), "claimant": party, "sellerBps": 2_500, "evidence": PHOTO}
    assert done.events == [("DealDisputed", expected)]


@pytest.mark.parametrize("person", ["buyer", "seller"])
def test_the_last_second_of_the_inspection_counts(escrow, trade, fulfilled_deal, people, clock, person):
    clock.to(trade.state(fulfilled_deal).since + fulfilled_deal.inspection)
    done = trade.do(escrow.dispute, fulfilled_deal, 0, PHOTO, by=getattr(people, person))
    assert done.after.status == Status.DISPUTED


def test_a_seller_may_claim_until_the_deadline(escrow, trade, funded_deal, seller, clock):
    clock.to(funded_deal.deliverBy)
    assert trade.do(escrow.dispute, funded_deal, 10_000, PHOTO, by=seller).after.claimBps == 10_000


def test_a_buyer_may_claim_even_after_the_deadline(escrow, trade, funded_deal, buyer, clock):
    clock.to(funded_deal.deliverBy + 1)
    assert trade.do(escrow.dispute, funded_deal, 0, NOTHING, by=buyer).after.claimant == Party.BUYER
