"""The deposit goes back to the buyer."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import Outcome, Status


def verify_returned(done, trade, deal):
    assert done.moved == {"escrow": -500_009, "buyer": 500_009}
    assert done.after == done.before._replace(status=Status.CLOSED, since=done.time)
    assert done.after.outcome == Outcome.RELEASED
    assert done.events == [("DepositReturned", {"dealId": trade.id(deal)})]


def test_before_the_price_is_paid_the_deposit_stays(escrow, trade, funded_deal, seller):
    with reverts_with("DealNotCompleted", trade.id(funded_deal), Status.FUNDED):
        escrow.returnDeposit(funded_deal, {"from": seller})


def test_a_claimed_deposit_stays(escrow, trade, claimed_deposit, seller):
    with reverts_with("DealNotCompleted", trade.id(claimed_deposit), Status.DISPUTED):
        escrow.returnDeposit(claimed_deposit, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_others_wait_until_the_claim_period_is_over(escrow, trade, completed_deal, people, clock, person):
    ends = clock.to(trade.state(completed_deal).since + completed_deal.claimPeriod)
    with reverts_with("TooEarly", ends, ends):
        escrow.returnDeposit(completed_deal, {"from": getattr(people, person)})


@pytest.mark.ganache
@in_both_currencies
def test_the_seller_returns_it_at_any_time(escrow, trade, completed_deal, seller):
    verify_returned(trade.do(escrow.returnDeposit, completed_deal, by=seller), trade, completed_deal)


@pytest.mark.parametrize("person", ["buyer", "stranger"])
def test_a_second_later_anybody_returns_it(escrow, trade, completed_deal, people, clock, person):
    clock.to(trade.state(completed_deal).since + completed_deal.claimPeriod + 1)
    done = trade.do(escrow.returnDeposit, completed_deal, by=getattr(people, person))
    verify_returned(done, trade, completed_deal)
