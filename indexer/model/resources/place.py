"""A place, its stays and its calendar as the API shows them. Nights are dates, as in 2026-12-24."""

from collections.abc import Iterable, Iterator

from indexer.model.document import DocumentKind
from indexer.model.identity import checksummed
from indexer.model.place import PAGE_NIGHTS, CalendarPage, Place, Stay
from indexer.model.quote import Quote, discounts_of, policy_of, seasons_of
from indexer.model.resources import Json, Renderer, Sources, date_of, rfc3339, show_document, show_struct


def show_place(place: Place, renderer: Renderer, sources: Sources) -> Json:
    terms = place.terms
    return {
        "chainId": renderer.chain_id,
        "market": checksummed(place.market),
        "placeId": place.place_id,
        "host": checksummed(place.host),
        "sku": place.sku,
        "status": place.status,
        "revision": place.revision,
        "stays": place.stays,
        "place": show_struct(terms),
        "seasons": [
            {"firstNight": date_of(one.first_night), "lastNight": date_of(one.last_night), "bps": one.bps}
            for one in seasons_of(terms)
        ],
        "discounts": [show_struct(step) for step in discounts_of(terms)],
        "policy": [show_struct(step) for step in policy_of(terms)],
        "document": show_document(sources.document(terms.document, DocumentKind.PLACE)),
        "publishedAt": rfc3339(place.published_at),
        "publishedBlock": place.published_block,
        "updatedAt": rfc3339(place.updated_at),
        "updatedBlock": place.updated_block,
    }


def show_stay(stay: Stay, renderer: Renderer, _sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "dealId": stay.stay_id,
        "placeId": stay.place_id,
        "unit": stay.unit,
        "checkIn": date_of(stay.first_night),
        "checkOut": date_of(stay.first_night + stay.nights),
        "nights": stay.nights,
        "nightsFreed": stay.nights_freed,
        "bookedAt": rfc3339(stay.booked_at),
        "bookedBlock": stay.booked_block,
    }


def show_quote(place: Place, quote: Quote, *, first_night: int, nights: int) -> Json:
    return {
        "placeId": place.place_id,
        "revision": place.revision,
        "checkIn": date_of(first_night),
        "checkOut": date_of(first_night + nights),
        "nights": nights,
        "token": checksummed(place.terms.token),
        "price": str(quote.price),
        "deposit": str(place.terms.deposit),
        "refunds": str(quote.refunds),
        "deliverBy": quote.deliver_by,
        "checkInTime": rfc3339(quote.check_in),
        "checkOutTime": rfc3339(quote.deliver_by),
    }


def show_unit(unit: int, pages: Iterable[CalendarPage], *, first: int, end: int) -> Json:
    """Its nights from the first up to the end, which is the day after the last."""
    booked, blocked = 0, 0
    for page in pages:
        shift = page.page * PAGE_NIGHTS - first
        booked |= _shifted(page.booked, shift)
        blocked |= _shifted(page.blocked, shift)
    span = end - first
    return {
        "unit": unit,
        "booked": [_range(first, run) for run in _runs(booked, span)],
        "blocked": [_range(first, run) for run in _runs(blocked, span)],
    }


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _runs(bits: int, span: int) -> Iterator[tuple[int, int]]:
    """Nights in a row, as the first and the one after the last."""
    begun: int | None = None
    for night in range(span + 1):
        is_set = night < span and bits >> night & 1
        if is_set and begun is None:
            begun = night
        elif not is_set and begun is not None:
            yield begun, night
            begun = None


def _range(first: int, run: tuple[int, int]) -> Json:
    return {"from": date_of(first + run[0]), "to": date_of(first + run[1])}
