"""A seller puts something on the market."""

import pytest

from tests.contracts.fixed_price.conftest import SKU, STOCK
from tests.contracts.model.identity import TERMS, listing_id
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Terms
from tests.contracts.world.trade import events_of

KINDS = TERMS[1:-1].split(",")


def test_a_sku_is_published_once(published, seller):
    with reverts_with("ListingExists", published.id):
        published.market.publish(SKU, published.terms, STOCK, {"from": seller})


@pytest.mark.parametrize("late", [False, True])
def test_a_listing_needs_a_price_and_a_future(shop, seller, clock, late):
    terms = shop.terms._replace(expiresAt=clock.now) if late else shop.terms._replace(price=0)
    with reverts_with("BadTerms", terms.price, terms.expiresAt):
        shop.market.publish(SKU, terms, STOCK, {"from": seller})


@pytest.mark.parametrize("field", [name for name, kind in zip(Terms._fields, KINDS, strict=True) if "uint" in kind])
def test_no_term_has_a_stray_bit(shop, seller, field):
    """A bit right above the number's width. The terms follow the SKU."""
    index = Terms._fields.index(field)
    data = shop.market.publish.encode_input(SKU, shop.terms, STOCK)
    start = 10 + 64 * (1 + index)
    word = int(data[start : start + 64], 16) | 1 << int(KINDS[index].removeprefix("uint"))
    with reverts_with("StrayBits", 1):
        seller.transfer(shop.market, data=data[:start] + f"{word:064x}" + data[start + 64 :])


@pytest.mark.ganache
def test_the_terms_are_told_and_their_hash_is_kept(shop, seller):
    tx = shop.market.publish(SKU, shop.terms, STOCK, {"from": seller})

    told = {
        "listingId": shop.id,
        "seller": seller.address,
        "sku": SKU,
        "revision": 1,
        "stock": STOCK,
        "terms": shop.terms,
    }
    assert events_of(tx, shop.market) == [("ListingPublished", told)]
    assert shop.listing() == (shop.hash(shop.terms)[:24], STOCK, 1)


def test_a_withdrawn_sku_is_published_again_under_the_next_revision(published, seller):
    published.market.withdraw(SKU, {"from": seller})
    published.market.publish(SKU, published.terms, 1, {"from": seller})
    assert published.listing() == (published.hash(published.terms)[:24], 1, 3)


def test_two_sellers_may_use_the_same_sku(published, stranger):
    published.market.publish(SKU, published.terms, 1, {"from": stranger})
    theirs = listing_id(stranger.address, SKU)
    assert published.market.listingOf(theirs)[1:] == (1, 1)
    assert published.listing()[1:] == (STOCK, 1)


def test_ids_and_hashes_are_what_anybody_computes(shop, seller):
    assert bytes(shop.market.listingIdOf(seller, SKU)) == shop.id
    assert bytes(shop.market.hashTerms(shop.terms)) == shop.hash(shop.terms)


def test_every_term_counts_in_the_hash(shop):
    hashes = {bytes(shop.market.hashTerms(shop.terms))}
    for field, value in shop.terms._asdict().items():
        other = value + 1 if isinstance(value, int) else {bytes: b"\7" * 32, str: shop.market.address}[type(value)]
        hashes.add(bytes(shop.market.hashTerms(shop.terms._replace(**{field: other}))))
    assert len(hashes) == 1 + len(shop.terms)
