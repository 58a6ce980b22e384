"""One word of a seller's takes back everything he signed."""

import pytest

from tests.contracts.world.shapes import Status
from tests.contracts.world.trade import events_of


@pytest.mark.ganache
def test_the_epoch_counts_how_often(desk, seller, stranger):
    assert desk.market.epochOf(seller) == 0
    for epoch in (1, 2):
        tx = desk.market.revoke({"from": seller})
        assert events_of(tx, desk.market) == [("EpochRaised", {"seller": seller.address, "epoch": epoch})]
        assert tx.return_value == desk.market.epochOf(seller) == epoch
    assert desk.market.epochOf(stranger) == 0


def test_nobody_takes_back_what_another_signed(desk, trade, stranger):
    deal = desk.job()
    offer = desk.offer(deal)
    desk.market.revoke({"from": stranger})
    trade.open(deal, authorization=offer)
    assert trade.state(deal).status == Status.FUNDED


def test_an_open_deal_keeps_its_terms(desk, trade, escrow, buyer, seller):
    deal = desk.accept(desk.job())
    desk.market.revoke({"from": seller})
    escrow.release(deal, {"from": buyer})
    assert trade.state(deal).status == Status.COMPLETED
