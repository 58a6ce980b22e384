"""The buyer asks for a revision."""

import pytest

from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Status

WISHES = b"please in blue".ljust(32, b"\0")


def test_what_is_not_fulfilled_cannot_be_sent_back(escrow, trade, funded_deal, buyer):
    with reverts_with("DealNotFulfilled", trade.id(funded_deal), Status.FUNDED):
        escrow.sendBack(funded_deal, WISHES, {"from": buyer})


def test_the_seller_cannot_send_back(escrow, fulfilled_deal, seller):
    with reverts_with("NotBuyer", seller):
        escrow.sendBack(fulfilled_deal, WISHES, {"from": seller})


def test_only_as_often_as_agreed(escrow, trade, funded_deal, buyer, seller):
    for _ in range(funded_deal.revisions):
        escrow.fulfil(funded_deal, NOTHING, {"from": seller})
        escrow.sendBack(funded_deal, WISHES, {"from": buyer})
    escrow.fulfil(funded_deal, NOTHING, {"from": seller})

    with reverts_with("NoRevisionsLeft", trade.id(funded_deal), funded_deal.revisions):
        escrow.sendBack(funded_deal, WISHES, {"from": buyer})


def test_a_second_after_the_inspection_is_too_late(escrow, trade, fulfilled_deal, buyer, clock):
    ends = trade.state(fulfilled_deal).since + fulfilled_deal.inspection
    late = clock.to(ends + 1)
    with reverts_with("TooLate", ends, late):
        escrow.sendBack(fulfilled_deal, WISHES, {"from": buyer})


@pytest.mark.ganache
def test_the_buyer_sends_back_and_the_revision_is_counted(escrow, trade, fulfilled_deal, buyer):
    done = trade.do(escrow.sendBack, fulfilled_deal, WISHES, by=buyer)

    assert done.moved == {}
    assert done.after == done.before._replace(status=Status.FUNDED, revisionsUsed=1, since=done.time)
    expected = {"dealId": trade.id(fulfilled_deal), "revisionsUsed": 1, "evidence": WISHES}
    assert done.events == [("DealSentBack", expected)]


def test_the_last_second_of_the_inspection_counts(escrow, trade, fulfilled_deal, buyer, clock):
    clock.to(trade.state(fulfilled_deal).since + fulfilled_deal.inspection)
    assert trade.do(escrow.sendBack, fulfilled_deal, WISHES, by=buyer).after.status == Status.FUNDED
