"""What each act of the fixed price market does to a listing, and what accounts tell of themselves."""

from indexer.events.fixed_price import (
    ListingPublished,
    ListingPurchased,
    ListingRestocked,
    ListingRevised,
    ListingWithdrawn,
)
from indexer.events.profiles import ProfileUpdated
from indexer.model.identity import NOTHING
from indexer.model.listing import ListingStatus
from tests.indexer.book import DEAL, DOCUMENT, LISTING, MARKET, OFFER, SELLER, Book
from tests.indexer.test_deals import funded

SKU = "0x" + "5c" * 32


def published(stock=5):
    return Book().tell(ListingPublished(LISTING, SELLER, SKU, 1, stock, OFFER), contract=MARKET)


def test_a_listing_is_active_and_names_its_document():
    book = published()

    assert (book.listing.status, book.listing.market, book.listing.sku) == (ListingStatus.ACTIVE, MARKET, SKU)
    assert book.documents == {(DOCUMENT, "listing")}
    assert book.account(SELLER).first_block == 1


def test_a_revision_replaces_terms_and_stock():
    terms = OFFER._replace(price=7, document="0x" + "d2" * 32)
    book = published().tell(ListingRevised(LISTING, 2, 9, terms), contract=MARKET)

    assert (book.listing.terms, book.listing.stock, book.listing.revision) == (terms, 9, 2)
    assert (book.listing.published_block, book.listing.updated_block) == (1, 2)


def test_stock_decides_whether_it_is_sold_out():
    book = published(stock=0)
    assert book.listing.status is ListingStatus.SOLD_OUT

    book.tell(ListingRestocked(LISTING, 3), contract=MARKET)
    assert book.listing.status is ListingStatus.ACTIVE

    book.tell(ListingRestocked(LISTING, 0), contract=MARKET)
    assert book.listing.status is ListingStatus.SOLD_OUT


def test_the_last_units_sold_leave_it_sold_out():
    book = funded().tell(ListingPurchased(LISTING, DEAL, 3, 0), contract=MARKET)

    assert (book.listing.status, book.listing.stock, book.listing.units_sold) == (ListingStatus.SOLD_OUT, 0, 5)


def test_a_withdrawn_listing_may_come_back_with_its_sales_but_not_as_the_newest():
    book = funded().tell(ListingWithdrawn(LISTING, 2), contract=MARKET)
    assert (book.listing.status, book.listing.stock, book.listing.revision) == (ListingStatus.WITHDRAWN, 0, 2)

    book.tell(ListingPublished(LISTING, SELLER, SKU, 3, 4, OFFER), contract=MARKET)

    assert (book.listing.status, book.listing.units_sold, book.listing.published_block) == (ListingStatus.ACTIVE, 2, 1)


def test_withdrawing_what_was_only_signed_leaves_no_row():
    book = Book().tell(ListingWithdrawn(LISTING, 1), contract=MARKET)

    assert book.tables["listing"] == {}


def test_a_profile_is_replaced_and_taken_away():
    book = Book().tell(ProfileUpdated(SELLER, DOCUMENT))
    assert book.account(SELLER).profile == DOCUMENT

    book.tell(ProfileUpdated(SELLER, NOTHING))
    assert book.account(SELLER).profile is None
    assert book.documents == {(DOCUMENT, "profile")}
