"""What buyers look for, and what sellers answer. Follows Request.sol act by act."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.request import (
    EpochRaised,
    OfferAccepted,
    RequestPosted,
    RequestWithdrawn,
    TariffAccepted,
    TariffPublished,
)
from indexer.handlers.noting import heard_of, noted
from indexer.handlers.records import Sale, vouch
from indexer.model.deal import Deal, Source
from indexer.model.document import DocumentKind
from indexer.model.request import Epoch, Request, RequestStatus, Tariff, TariffStatus


def on_request_posted(event: RequestPosted, at: Point, rows: Rows) -> Iterator[Change]:
    """Posted again, it says something else from now on: it keeps its deals and the time it was first seen."""
    block = at.block
    earlier = rows.find(Request, event.request_id)
    yield Put(
        Request(
            request_id=event.request_id,
            market=at.contract,
            buyer=event.buyer,
            salt=event.salt,
            status=RequestStatus.OPEN,
            deals=earlier.deals if earlier else 0,
            need=event.need,
            posted_block=earlier.posted_block if earlier else block.number,
            posted_at=earlier.posted_at if earlier else block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield NameDocument(event.need.document, DocumentKind.REQUEST)
    yield heard_of(event.buyer, at, rows)


def on_request_withdrawn(event: RequestWithdrawn, at: Point, rows: Rows) -> Iterator[Change]:
    """A buyer may also withdraw what he never posted. What was accepted stays accepted."""
    request = rows.find(Request, event.request_id)
    if request is not None and request.status is RequestStatus.OPEN:
        yield noted(request, at, status=RequestStatus.WITHDRAWN)


def on_offer_accepted(event: OfferAccepted, at: Point, rows: Rows) -> Iterator[Change]:
    """An offer need not answer a request that was posted."""
    request = rows.find(Request, event.request_id)
    if request is not None:
        yield noted(request, at, status=RequestStatus.ACCEPTED, deals=request.deals + 1)
    sale = Sale(source=Source.REQUEST, of=event.request_id, agreement=DocumentKind.AGREEMENT)
    yield from vouch(rows.get(Deal, event.deal_id), at, rows, sale=sale)


def on_tariff_published(event: TariffPublished, at: Point, rows: Rows) -> Iterator[Change]:
    """The same tariff may be shown again by anybody: that changes nothing."""
    block = at.block
    if rows.find(Tariff, event.tariff_id) is not None:
        return
    epoch = rows.find(Epoch, event.seller)
    yield Put(
        Tariff(
            tariff_id=event.tariff_id,
            market=at.contract,
            status=TariffStatus.ACTIVE,
            deals=0,
            terms=event.tariff,
            signature=event.signature,
            previous=epoch.newest if epoch else None,
            published_block=block.number,
            published_at=block.timestamp,
            updated_block=block.number,
            updated_at=block.timestamp,
        )
    )
    yield Put(Epoch(event.seller, event.tariff.epoch, event.tariff_id))
    yield NameDocument(event.tariff.document, DocumentKind.TARIFF)
    yield heard_of(event.seller, at, rows)


def on_tariff_accepted(event: TariffAccepted, at: Point, rows: Rows) -> Iterator[Change]:
    """A tariff may be accepted that was never published."""
    tariff = rows.find(Tariff, event.tariff_id)
    if tariff is not None:
        yield noted(tariff, at, deals=tariff.deals + 1)
    sale = Sale(source=Source.TARIFF, of=event.tariff_id, agreement=DocumentKind.TARIFF)
    yield from vouch(rows.get(Deal, event.deal_id), at, rows, sale=sale)


def on_epoch_raised(event: EpochRaised, at: Point, rows: Rows) -> Iterator[Change]:
    """Every tariff of the epochs before is void. Each is walked to once, so this costs no more than publishing did."""
    epoch = rows.find(Epoch, event.seller)
    tariff_id = epoch.newest if epoch else None
    while tariff_id is not None:
        tariff = rows.get(Tariff, tariff_id)
        yield noted(tariff, at, status=TariffStatus.REVOKED)
        tariff_id = tariff.previous
    yield Put(Epoch(event.seller, event.epoch, None))
    yield heard_of(event.seller, at, rows)


HANDLERS: Handlers = {
    RequestPosted: on_request_posted,
    RequestWithdrawn: on_request_withdrawn,
    OfferAccepted: on_offer_accepted,
    TariffPublished: on_tariff_published,
    TariffAccepted: on_tariff_accepted,
    EpochRaised: on_epoch_raised,
}
