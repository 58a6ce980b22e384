"""Listings at a fixed price, published or signed, and their sales. Follows FixedPrice.sol act by act."""

from collections.abc import Iterator
from typing import Any

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.fixed_price import (
    ListingPublished,
    ListingPurchased,
    ListingRestocked,
    ListingRevised,
    ListingWithdrawn,
)
from indexer.handlers.noting import heard_of, noted
from indexer.handlers.records import Sale, vouch
from indexer.model.deal import Deal, Source
from indexer.model.document import DocumentKind
from indexer.model.listing import Listing, ListingStatus


def on_listing_published(event: ListingPublished, at: Point, rows: Rows) -> Iterator[Change]:
    """A withdrawn SKU may come back: it keeps its sales, and the time it was first seen, so that nobody gains a place
    among the newest by withdrawing."""
    block = at.block
    earlier = rows.find(Listing, event.listing_id)
    yield Put(
        Listing(
            listing_id=event.listing_id,
            market=at.contract,
            seller=event.seller,
            sku=event.sku,
            status=_status(event.stock),
            revision=event.revision,
            stock=event.stock,
            units_sold=earlier.units_sold if earlier else 0,
            terms=event.terms,
            published_block=earlier.published_block if earlier else block.number,
            published_at=earlier.published_at if earlier else block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield NameDocument(event.terms.document, DocumentKind.LISTING)
    yield heard_of(event.seller, at, rows)


def on_listing_revised(event: ListingRevised, at: Point, rows: Rows) -> Iterator[Change]:
    yield noted(
        rows.get(Listing, event.listing_id),
        at,
        status=_status(event.stock),
        revision=event.revision,
        stock=event.stock,
        terms=event.terms,
    )
    yield NameDocument(event.terms.document, DocumentKind.LISTING)


def on_listing_restocked(event: ListingRestocked, at: Point, rows: Rows) -> Iterator[Change]:
    yield _with_stock(rows.get(Listing, event.listing_id), event.stock, at)


def on_listing_withdrawn(event: ListingWithdrawn, at: Point, rows: Rows) -> Iterator[Change]:
    """A seller may also withdraw what was only signed: then there is no listing to change."""
    listing = rows.find(Listing, event.listing_id)
    if listing is not None:
        yield noted(listing, at, status=ListingStatus.WITHDRAWN, revision=event.revision, stock=0)


def on_listing_purchased(event: ListingPurchased, at: Point, rows: Rows) -> Iterator[Change]:
    listing = rows.get(Listing, event.listing_id)
    yield _with_stock(listing, event.stock, at, units_sold=listing.units_sold + event.units)
    sale = Sale(source=Source.LISTING, of=event.listing_id, units=event.units)
    yield from vouch(rows.get(Deal, event.deal_id), at, rows, sale=sale)


def _with_stock(listing: Listing, stock: int, at: Point, **fields: Any) -> Put:
    return noted(listing, at, status=_status(stock), stock=stock, **fields)


def _status(stock: int) -> ListingStatus:
    return ListingStatus.ACTIVE if stock else ListingStatus.SOLD_OUT


HANDLERS: Handlers = {
    ListingPublished: on_listing_published,
    ListingRevised: on_listing_revised,
    ListingRestocked: on_listing_restocked,
    ListingWithdrawn: on_listing_withdrawn,
    ListingPurchased: on_listing_purchased,
}
