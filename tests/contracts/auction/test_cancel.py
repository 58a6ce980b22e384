"""The seller takes a lot back, as long as nobody has bid."""

import pytest

from tests.contracts.auction.conftest import START_PRICE
from tests.contracts.model.auction import AuctionState, AuctionStatus
from tests.contracts.world.chain import reverts_with


def test_an_unknown_lot_cannot_be_taken_back(house):
    with reverts_with("AuctionUnknown", house.id):
        house.do("cancelAuction", by="seller")


def test_it_is_taken_back_once(opened):
    opened.do("cancelAuction", by="seller")
    with reverts_with("AuctionEnded", opened.id):
        opened.do("cancelAuction", by="seller")


def test_a_bid_binds_the_seller(opened):
    opened.bid("buyer", START_PRICE)
    with reverts_with("AuctionHasBids", opened.id, START_PRICE):
        opened.do("cancelAuction", by="seller")


def test_only_the_seller_takes_it_back(opened, stranger):
    with reverts_with("NotSeller", stranger):
        opened.do("cancelAuction", by="stranger")


@pytest.mark.ganache
def test_taking_it_back_ends_the_auction(opened):
    done = opened.do("cancelAuction", by="seller")
    assert done.after == AuctionState(AuctionStatus.ENDED)
    assert done.events == [("AuctionCancelled", {"auctionId": opened.id})]
    assert done.moved == {}


def test_after_the_end_too(opened):
    assert opened.after_the_end().do("cancelAuction", by="seller").after.status == AuctionStatus.ENDED
