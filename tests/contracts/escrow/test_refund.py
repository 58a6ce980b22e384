"""The seller gives everything back."""

import pytest

from tests.contracts.escrow.outcomes import ALL_BACK, verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import Claim, Outcome, Status


def test_what_is_paid_cannot_be_refunded(escrow, trade, completed_deal, seller):
    with reverts_with("DealNotPayable", trade.id(completed_deal), Status.COMPLETED):
        escrow.refund(completed_deal, {"from": seller})


def test_a_claim_on_the_deposit_cannot_be_refunded(escrow, trade, claimed_deposit, seller):
    with reverts_with("DealNotPayable", trade.id(claimed_deposit), Status.DISPUTED):
        escrow.refund(claimed_deposit, {"from": seller})


def test_a_ruling_cannot_be_refunded_past_the_arbiter(escrow, trade, ruled_deal, seller):
    with reverts_with("WrongClaim", trade.id(ruled_deal), Claim.RULED):
        escrow.refund(ruled_deal, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_nobody_else_can_refund(escrow, funded_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotSeller", caller):
        escrow.refund(funded_deal, {"from": caller})


@pytest.mark.ganache
@in_both_currencies
def test_the_buyer_gets_price_and_deposit_back(escrow, trade, funded_deal, seller):
    done = trade.do(escrow.refund, funded_deal, by=seller)
    refunded = [("DealRefunded", {"dealId": trade.id(funded_deal)})]
    verify_closed(done, Outcome.REFUNDED, moved=ALL_BACK, seller_bps=0, events=refunded)


@pytest.mark.parametrize("state", ["fulfilled_deal", "claimed_deal", "contested_deal"])
def test_the_seller_may_give_in_at_any_time_before_payment(escrow, trade, deal_in, seller, state):
    deal = deal_in(state)
    done = trade.do(escrow.refund, deal, by=seller)
    refunded = [("DealRefunded", {"dealId": trade.id(deal)})]
    verify_closed(done, Outcome.REFUNDED, moved=ALL_BACK, seller_bps=0, events=refunded)
