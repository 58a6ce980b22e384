"""The other party contests the claim, and the arbiter decides."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Claim, Status

REPLY = b"it left unbroken".ljust(32, b"\0")


def test_without_a_claim_there_is_nothing_to_contest(escrow, trade, funded_deal, seller):
    with reverts_with("DealNotDisputed", trade.id(funded_deal), Status.FUNDED):
        escrow.contest(funded_deal, REPLY, {"from": seller})


def test_a_claim_is_contested_once(escrow, trade, contested_deal, seller):
    with reverts_with("WrongClaim", trade.id(contested_deal), Claim.CONTESTED):
        escrow.contest(contested_deal, REPLY, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_only_the_opponent_contests(escrow, claimed_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotOpponent", caller):
        escrow.contest(claimed_deal, REPLY, {"from": caller})


def test_after_the_contest_period_it_is_too_late(escrow, trade, claimed_deal, seller, clock):
    ends = trade.state(claimed_deal).since + claimed_deal.contestPeriod
    late = clock.to(ends + 1)
    with reverts_with("TooLate", ends, late):
        escrow.contest(claimed_deal, REPLY, {"from": seller})


@pytest.mark.ganache
@pytest.mark.parametrize(("state", "opponent"), [("claimed_deal", "seller"), ("claimed_deposit", "buyer")])
def test_in_the_last_second_the_opponent_contests(escrow, trade, deal_in, people, clock, state, opponent):
    deal = deal_in(state)
    clock.to(trade.state(deal).since + deal.contestPeriod)
    done = trade.do(escrow.contest, deal, REPLY, by=getattr(people, opponent))

    assert done.moved == {}
    assert done.after == done.before._replace(claim=Claim.CONTESTED, since=done.time)
    assert done.events == [("DealContested", {"dealId": trade.id(deal), "evidence": REPLY})]
