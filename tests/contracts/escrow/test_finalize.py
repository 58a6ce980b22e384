"""The buyer's silence after fulfilment pays the seller."""

import pytest

from tests.contracts.escrow.outcomes import verify_completed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, Outcome, Status


@pytest.fixture
def inspection_ends(trade, fulfilled_deal):
    return trade.state(fulfilled_deal).since + fulfilled_deal.inspection


def test_silence_without_fulfilment_pays_nobody(escrow, trade, funded_deal, seller, clock):
    clock.to(funded_deal.deliverBy + funded_deal.inspection + 1)
    with reverts_with("DealNotFulfilled", trade.id(funded_deal), Status.FUNDED):
        escrow.finalize(funded_deal, {"from": seller})


def test_the_last_second_of_the_inspection_is_too_early(escrow, fulfilled_deal, seller, clock, inspection_ends):
    clock.to(inspection_ends)
    with reverts_with("TooEarly", inspection_ends, inspection_ends):
        escrow.finalize(fulfilled_deal, {"from": seller})


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("person", ["seller", "stranger"])
def test_anybody_pays_the_seller_a_second_later(escrow, trade, fulfilled_deal, people, clock, inspection_ends, person):
    clock.to(inspection_ends + 1)
    done = trade.do(escrow.finalize, fulfilled_deal, by=getattr(people, person))
    verify_completed(done, Outcome.FINALIZED, ("DealFinalized", {"dealId": trade.id(fulfilled_deal)}))


def test_each_fulfilment_starts_the_inspection_again(escrow, fulfilled_deal, buyer, seller, clock, inspection_ends):
    escrow.sendBack(fulfilled_deal, NOTHING, {"from": buyer})
    again = clock.to(inspection_ends)
    escrow.fulfil(fulfilled_deal, NOTHING, {"from": seller})

    clock.to(inspection_ends + 1)
    with reverts_with("TooEarly", again + fulfilled_deal.inspection, inspection_ends + 1):
        escrow.finalize(fulfilled_deal, {"from": seller})
