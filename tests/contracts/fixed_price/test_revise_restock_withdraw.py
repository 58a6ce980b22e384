"""A seller changes terms or stock, or takes the listing off the market."""

import pytest

from tests.contracts.fixed_price.conftest import REVISED, SKU, STOCK
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Status
from tests.contracts.world.trade import events_of


@pytest.fixture
def revised(shop):
    return shop.terms._replace(price=2_000_006, document=REVISED)


def test_only_ones_own_listing_can_be_changed(published, revised, buyer):
    unknown = published.market.listingIdOf(buyer, SKU)
    with reverts_with("ListingUnknown", bytes(unknown)):
        published.market.revise(SKU, revised, 0, 1, {"from": buyer})
    with reverts_with("ListingUnknown", bytes(unknown)):
        published.market.restock(SKU, 0, 1, {"from": buyer})


def test_a_sale_in_between_is_not_undone(published, revised, seller):
    published.buy()
    with reverts_with("StockChanged", published.id, STOCK - 1):
        published.market.revise(SKU, revised, STOCK, 9, {"from": seller})
    with reverts_with("StockChanged", published.id, STOCK - 1):
        published.market.restock(SKU, STOCK, 9, {"from": seller})


@pytest.mark.parametrize("late", [False, True])
def test_revised_terms_need_a_price_and_a_future(published, revised, seller, clock, late):
    bad = revised._replace(expiresAt=clock.now) if late else revised._replace(price=0)
    with reverts_with("BadTerms", bad.price, bad.expiresAt):
        published.market.revise(SKU, bad, STOCK, STOCK, {"from": seller})


@pytest.mark.ganache
def test_a_revision_replaces_terms_and_stock(published, revised, seller):
    tx = published.market.revise(SKU, revised, STOCK, 9, {"from": seller})
    told = {"listingId": published.id, "revision": 2, "stock": 9, "terms": revised}
    assert events_of(tx, published.market) == [("ListingRevised", told)]
    assert published.listing() == (published.hash(revised)[:24], 9, 2)


def test_open_deals_keep_their_terms(published, revised, trade, escrow, seller, buyer):
    deal = published.buy()
    published.market.revise(SKU, revised, STOCK - 1, 9, {"from": seller})
    assert trade.do(escrow.release, deal, by=buyer).moved["escrow"] == -1_000_003


@pytest.mark.ganache
@pytest.mark.parametrize("stock", [0, 9, 2**32 - 1])
def test_restocking_changes_the_stock_alone(published, seller, stock):
    terms_hash, _, revision = published.listing()
    tx = published.market.restock(SKU, STOCK, stock, {"from": seller})
    assert events_of(tx, published.market) == [("ListingRestocked", {"listingId": published.id, "stock": stock})]
    assert published.listing() == (terms_hash, stock, revision)


@pytest.mark.ganache
def test_a_withdrawn_listing_keeps_its_revision_alone(published, seller):
    tx = published.market.withdraw(SKU, {"from": seller})
    assert events_of(tx, published.market) == [("ListingWithdrawn", {"listingId": published.id, "revision": 2})]
    assert published.listing() == (b"\0" * 24, 0, 2)


def test_a_withdrawn_listing_cannot_be_bought_changed_or_restocked(published, seller):
    deal = published.buy()
    published.market.withdraw(SKU, {"from": seller})
    with reverts_with("ListingUnknown", published.id):
        published.buy(salt=b"\1" * 32)
    with reverts_with("ListingUnknown", published.id):
        published.market.revise(SKU, published.terms, 0, 1, {"from": seller})
    with reverts_with("ListingUnknown", published.id):
        published.market.restock(SKU, 0, 1, {"from": seller})
    assert published.trade.state(deal).status == Status.FUNDED
