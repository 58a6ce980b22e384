"""The seller claims a share of the deposit for damage."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Claim, Party, Status

DAMAGE = b"photo of the stain".ljust(32, b"\0")


def test_before_the_price_is_paid_the_deposit_is_not_in_question(escrow, trade, fulfilled_deal, seller):
    with reverts_with("DealNotCompleted", trade.id(fulfilled_deal), Status.FULFILLED):
        escrow.claimDeposit(fulfilled_deal, 3_000, DAMAGE, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_nobody_else_claims_it(escrow, completed_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotSeller", caller):
        escrow.claimDeposit(completed_deal, 3_000, DAMAGE, {"from": caller})


def test_a_share_has_a_limit(escrow, completed_deal, seller):
    with reverts_with("BadShare", 10_001):
        escrow.claimDeposit(completed_deal, 10_001, DAMAGE, {"from": seller})


def test_after_the_claim_period_it_is_too_late(escrow, trade, completed_deal, seller, clock):
    ends = trade.state(completed_deal).since + completed_deal.claimPeriod
    late = clock.to(ends + 1)
    with reverts_with("TooLate", ends, late):
        escrow.claimDeposit(completed_deal, 3_000, DAMAGE, {"from": seller})


@pytest.mark.ganache
def test_in_the_last_second_the_seller_claims(escrow, trade, completed_deal, seller, clock):
    clock.to(trade.state(completed_deal).since + completed_deal.claimPeriod)
    done = trade.do(escrow.claimDeposit, completed_deal, 3_000, DAMAGE, by=seller)

    assert done.moved == {}
    assert done.after == done.before._replace(
        status=Status.DISPUTED, claim=Claim.MADE, claimant=Party.SELLER, claimBps=3_000, since=done.time
    )
    expected = {"dealId": trade.id(completed_deal), "sellerBps": 3_000, "evidence": DAMAGE}
    assert done.events == [("DepositClaimed", expected)]
