"""Whoever was given the code at the door completes the deal."""

import pytest
from eth_utils import keccak

from tests.contracts.conftest import CODE
from tests.contracts.escrow.outcomes import verify_completed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, Outcome, Status


def test_a_disputed_deal_cannot_be_handed_over(escrow, trade, claimed_deal, seller):
    with reverts_with("DealNotPayable", trade.id(claimed_deal), Status.DISPUTED):
        escrow.handOver(claimed_deal, CODE, {"from": seller})


@pytest.mark.parametrize("code", [b"", b"another code", keccak(CODE)])
def test_a_wrong_code_pays_nobody(escrow, trade, funded_deal, seller, code):
    with reverts_with("WrongCode", trade.id(funded_deal)):
        escrow.handOver(funded_deal, code, {"from": seller})


@pytest.mark.parametrize("code", [b"", NOTHING])
def test_a_deal_without_a_code_cannot_be_handed_over(escrow, trade, make_deal, seller, code):
    deal = trade.open(make_deal(handover=NOTHING))
    with reverts_with("WrongCode", trade.id(deal)):
        escrow.handOver(deal, code, {"from": seller})


@pytest.mark.ganache
@in_both_currencies
def test_the_code_pays_the_seller(escrow, trade, funded_deal, seller):
    done = trade.do(escrow.handOver, funded_deal, CODE, by=seller)
    verify_completed(done, Outcome.HANDED_OVER, ("DealHandedOver", {"dealId": trade.id(funded_deal)}))


@pytest.mark.parametrize("person", ["buyer", "stranger"])
def test_anybody_may_send_the_code(escrow, trade, fulfilled_deal, people, person):
    done = trade.do(escrow.handOver, fulfilled_deal, CODE, by=getattr(people, person))
    verify_completed(done, Outcome.HANDED_OVER, ("DealHandedOver", {"dealId": trade.id(fulfilled_deal)}))


def test_the_code_still_pays_a_late_seller(escrow, trade, funded_deal, seller, clock):
    clock.to(funded_deal.deliverBy + 1)
    done = trade.do(escrow.handOver, funded_deal, CODE, by=seller)
    verify_completed(done, Outcome.HANDED_OVER, ("DealHandedOver", {"dealId": trade.id(funded_deal)}))
