"""Places to stay, their nights and their stays. Follows Booking.sol act by act."""

from collections.abc import Callable, Iterator

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.booking import (
    NightsBlocked,
    NightsUnblocked,
    PlacePublished,
    PlaceRevised,
    PlaceWithdrawn,
    StayBooked,
    StayFreed,
)
from indexer.handlers.noting import heard_of, noted
from indexer.handlers.records import Sale, vouch
from indexer.model.deal import Deal, Source
from indexer.model.document import DocumentKind
from indexer.model.place import CalendarPage, Place, PlaceStatus, Stay, pages_of, slot_of

Marked = NightsBlocked | NightsUnblocked | StayBooked | StayFreed
Mark = Callable[[CalendarPage, int], CalendarPage]


def on_place_published(event: PlacePublished, at: Point, rows: Rows) -> Iterator[Change]:
    """A withdrawn place may come back with its calendar: it keeps its stays and the time it was first seen."""
    block = at.block
    earlier = rows.find(Place, event.place_id)
    yield Put(
        Place(
            place_id=event.place_id,
            market=at.contract,
            host=event.host,
            sku=event.sku,
            status=PlaceStatus.ACTIVE,
            revision=event.revision,
            stays=earlier.stays if earlier else 0,
            terms=event.place,
            published_block=earlier.published_block if earlier else block.number,
            published_at=earlier.published_at if earlier else block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield NameDocument(event.place.document, DocumentKind.PLACE)
    yield heard_of(event.host, at, rows)


def on_place_revised(event: PlaceRevised, at: Point, rows: Rows) -> Iterator[Change]:
    place = rows.get(Place, event.place_id)
    yield noted(place, at, revision=event.revision, terms=event.place)
    yield NameDocument(event.place.document, DocumentKind.PLACE)


def on_place_withdrawn(event: PlaceWithdrawn, at: Point, rows: Rows) -> Iterator[Change]:
    place = rows.get(Place, event.place_id)
    yield noted(place, at, status=PlaceStatus.WITHDRAWN, revision=event.revision)


def on_nights_blocked(event: NightsBlocked, at: Point, rows: Rows) -> Iterator[Change]:
    yield from _marked(event, rows, lambda page, bits: page._replace(blocked=page.blocked | bits))
    yield from _seen(event, at, rows)


def on_nights_unblocked(event: NightsUnblocked, at: Point, rows: Rows) -> Iterator[Change]:
    """What is booked stays booked."""
    yield from _marked(event, rows, lambda page, bits: page._replace(blocked=page.blocked & ~bits))
    yield from _seen(event, at, rows)


def on_stay_booked(event: StayBooked, at: Point, rows: Rows) -> Iterator[Change]:
    block = at.block
    place = rows.get(Place, event.place_id)
    yield Put(
        Stay(
            stay_id=event.deal_id,
            place_id=event.place_id,
            unit=event.unit,
            first_night=event.first_night,
            nights=event.nights,
            nights_freed=0,
            booked_block=block.number,
            booked_at=block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield from _marked(event, rows, lambda page, bits: page._replace(booked=page.booked | bits))
    yield noted(place, at, stays=place.stays + 1)
    sale = Sale(source=Source.PLACE, of=event.place_id, agreement=DocumentKind.PLACE)
    yield from vouch(rows.get(Deal, event.deal_id), at, rows, sale=sale)


def on_stay_freed(event: StayFreed, at: Point, rows: Rows) -> Iterator[Change]:
    """Freed are the nights that had not begun: the last ones of the stay."""
    yield noted(rows.get(Stay, event.deal_id), at, nights_freed=event.nights)
    yield from _marked(event, rows, lambda page, bits: page._replace(booked=page.booked & ~bits))
    yield from _seen(event, at, rows)


def _marked(event: Marked, rows: Rows, mark: Mark) -> Iterator[Change]:
    for number, bits in pages_of(event.first_night, event.nights):
        slot = slot_of(event.unit, number)
        page = rows.find(CalendarPage, event.place_id, slot)
        yield Put(mark(page or CalendarPage(event.place_id, slot, event.unit, number, 0, 0), bits))


def _seen(event: Marked, at: Point, rows: Rows) -> Iterator[Change]:
    """A host may block nights before he publishes the place."""
    place = rows.find(Place, event.place_id)
    if place is not None:
        yield noted(place, at)


HANDLERS: Handlers = {
    PlacePublished: on_place_published,
    PlaceRevised: on_place_revised,
    PlaceWithdrawn: on_place_withdrawn,
    NightsBlocked: on_nights_blocked,
    NightsUnblocked: on_nights_unblocked,
    StayBooked: on_stay_booked,
    StayFreed: on_stay_freed,
}
