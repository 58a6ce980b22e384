"""The other party accepts the claim."""

import pytest

from tests.contracts.escrow.outcomes import verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import Claim, Outcome, Status


def test_without_a_claim_there_is_nothing_to_concede(escrow, trade, fulfilled_deal, seller):
    with reverts_with("DealNotDisputed", trade.id(fulfilled_deal), Status.FULFILLED):
        escrow.concede(fulfilled_deal, {"from": seller})


def test_a_ruling_is_not_conceded(escrow, trade, ruled_deal, seller):
    with reverts_with("WrongClaim", trade.id(ruled_deal), Claim.RULED):
        escrow.concede(ruled_deal, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_only_the_opponent_concedes(escrow, claimed_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotOpponent", caller):
        escrow.concede(claimed_deal, {"from": caller})


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("state", ["claimed_deal", "contested_deal"])
def test_the_claim_is_paid_without_the_arbiter(escrow, trade, deal_in, seller, clock, state):
    deal = deal_in(state)
    clock.by(10 * deal.rulingPeriod)
    done = trade.do(escrow.concede, deal, by=seller)

    # A quarter of 1,000,003 rounds down to 250,000; 2.5 % of that is the referral.
    moved = {"escrow": -1_500_012, "seller": 243_750, "referrer": 6_250, "buyer": 750_003 + 500_009}
    conceded = [("DealConceded", {"dealId": trade.id(deal), "sellerBps": 2_500})]
    verify_closed(done, Outcome.CONCEDED, moved=moved, seller_bps=2_500, events=conceded)


def test_the_buyer_concedes_a_claim_on_the_deposit(escrow, trade, claimed_deposit, buyer):
    done = trade.do(escrow.concede, claimed_deposit, by=buyer)

    moved = {"escrow": -500_009, "seller": 150_002, "buyer": 350_007}
    conceded = [("DealConceded", {"dealId": trade.id(claimed_deposit), "sellerBps": 3_000})]
    verify_closed(done, Outcome.CONCEDED, moved=moved, seller_bps=3_000, events=conceded)
