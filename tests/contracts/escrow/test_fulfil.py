"""The seller declares that everything is delivered."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, NOTHING, Status

PROOF = b"proof of delivery".ljust(32, b"\0")


def test_a_completed_deal_cannot_be_fulfilled(escrow, trade, completed_deal, seller):
    with reverts_with("DealNotFunded", trade.id(completed_deal), Status.COMPLETED):
        escrow.fulfil(completed_deal, PROOF, {"from": seller})


def test_the_buyer_cannot_fulfil(escrow, funded_deal, buyer):
    with reverts_with("NotSeller", buyer):
        escrow.fulfil(funded_deal, PROOF, {"from": buyer})


def test_a_second_after_the_deadline_is_too_late(escrow, funded_deal, seller, clock):
    late = clock.to(funded_deal.deliverBy + 1)
    with reverts_with("TooLate", funded_deal.deliverBy, late):
        escrow.fulfil(funded_deal, PROOF, {"from": seller})


@pytest.mark.ganache
def test_the_seller_fulfils_and_no_money_moves(escrow, trade, funded_deal, seller):
    done = trade.do(escrow.fulfil, funded_deal, PROOF, by=seller)

    assert done.moved == {}
    assert done.after == done.before._replace(status=Status.FULFILLED, since=done.time)
    assert done.events == [("DealFulfilled", {"dealId": trade.id(funded_deal), "evidence": PROOF})]


def test_at_the_deadline_is_in_time(escrow, trade, funded_deal, seller, clock):
    clock.to(funded_deal.deliverBy)
    assert trade.do(escrow.fulfil, funded_deal, PROOF, by=seller).after.status == Status.FULFILLED


@pytest.mark.parametrize("late", [0, 1])
def test_after_a_revision_the_seller_has_an_inspection_time_again(
    escrow, trade, funded_deal, buyer, seller, clock, late
):
    clock.to(funded_deal.deliverBy)
    escrow.fulfil(funded_deal, PROOF, {"from": seller})
    sent_back_at = clock.by(DAY)
    escrow.sendBack(funded_deal, NOTHING, {"from": buyer})
    deadline = sent_back_at + funded_deal.inspection

    clock.to(deadline + late)
    if late:
        with reverts_with("TooLate", deadline, deadline + late):
            escrow.fulfil(funded_deal, PROOF, {"from": seller})
    else:
        assert trade.do(escrow.fulfil, funded_deal, PROOF, by=seller).after.status == Status.FULFILLED


def test_a_revision_never_shortens_the_deadline(escrow, trade, funded_deal, buyer, seller, clock):
    escrow.fulfil(funded_deal, PROOF, {"from": seller})
    escrow.sendBack(funded_deal, NOTHING, {"from": buyer})

    clock.to(funded_deal.deliverBy)
    assert trade.do(escrow.fulfil, funded_deal, PROOF, by=seller).after.status == Status.FULFILLED
