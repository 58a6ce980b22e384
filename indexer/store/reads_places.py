"""Which places a list holds: those with a unit that is free for all the nights asked for, if any are."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.place import CalendarPage, Place, PlaceStatus, pages_of
from indexer.model.quote import DAY, check_in_of
from indexer.store.reads import Snapshot
from indexer.store.reads_lists import Condition, Key, ListQuery, Order
from indexer.store.reads_status import by_status, equal
from indexer.store.tables.booking import CALENDAR, PLACE

_NEWEST = Order(("published_block", "place_id"), (True, False))
_CHEAPEST = Order(("night_price_key", "place_id"), (False, False))
_DEAREST = Order(("night_price_key", "place_id"), (True, True))
_ORDERS = {"newest": _NEWEST, "price": _CHEAPEST, "-price": _DEAREST}
NEWEST_KEY = (int, str)
PRICE_KEY = (str, str)
STAY_KEY = (int, str)
UNIT_KEY = (int,)
_PRICE_DIGITS = 39
# The calendar's own names are put aside, so that chain_id, place_id and units are those of the place.
_UNITS_TAKEN = """
select count(distinct unit)
from (select chain_id as chain, place_id as owner, unit, page, booked, blocked from calendar)
where chain = chain_id and owner = place_id and unit < units
"""


@dataclass(frozen=True, slots=True)
class Nights:
    first: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFilter:
    """`at` is the time that tells what has expired, and what begins in the future: that of the list's first block."""

    at: int
    status: str = "active"
    host: str | None = None
    token: str | None = None
    max_price: int | None = None
    nights: Nights | None = None


def places_query(
    wanted: PlaceFilter, *, sort: str, limit: int, after: Key | None, also: Sequence[Condition] = ()
) -> ListQuery:
    return ListQuery(
        table="place",
        key=("place_id",),
        born="published_block",
        order=_ORDERS[sort],
        branches=((*_terms(wanted), *also, *_nights(wanted)),),
        columns=(
            *("chain_id", "place_id", "host", "status", "token", "night_price_key", "units", "min_nights"),
            *("max_nights", "horizon", "check_in_at", "expires_at", "document", "published_block"),
        ),
        limit=limit,
        after=after,
    )


def stays_query(place_id: str, *, limit: int, after: Key | None) -> ListQuery:
    return ListQuery(
        table="stay",
        key=("stay_id",),
        born="booked_block",
        order=Order(("first_night", "stay_id"), (False, False)),
        branches=((Condition("place_id = ?", (place_id,)),),),
        columns=("chain_id", "stay_id", "place_id", "first_night", "booked_block"),
        limit=limit,
        after=after,
    )


def read_place(snapshot: Snapshot, place_id: str) -> Place | None:
    statement = f"select {', '.join(PLACE.columns)} from place where chain_id = ? and place_id = ?"  # noqa: S608
    row = snapshot.row(statement, (snapshot.chain_id, place_id))
    return PLACE.row_of(row) if row else None


def read_calendar(
    snapshot: Snapshot, place_id: str, nights: Nights, *, limit: int, after: int
) -> list[tuple[int, list[CalendarPage]]]:
    """By unit, those with a night that is booked or blocked. Units up to `after` were told before."""
    pages = list(pages_of(nights.first, nights.count))
    taken = _any_taken(pages)
    found = snapshot.rows(
        f"select {', '.join(CALENDAR.columns)} from calendar where chain_id = ? and place_id = ?"  # noqa: S608
        " and page between ? and ? and unit in ("
        "  select distinct unit from calendar where chain_id = ? and place_id = ? and unit > ?"
        f"  and ({taken.sql}) order by unit limit ?"
        ") order by unit, page",
        (
            *(snapshot.chain_id, place_id, pages[0][0], pages[-1][0]),
            *(snapshot.chain_id, place_id, after, *taken.values, limit),
        ),
    )
    by_unit: dict[int, list[CalendarPage]] = {}
    for row in map(CALENDAR.row_of, found):
        by_unit.setdefault(row.unit, []).append(row)
    return list(by_unit.items())


def _terms(wanted: PlaceFilter) -> list[Condition]:
    conditions = by_status(wanted.status, live="active", at=wanted.at, is_narrow=wanted.host is not None)
    conditions += equal(host=wanted.host, token=wanted.token)
    if wanted.max_price is not None:
        conditions.append(Condition("night_price_key <= ?", (str(wanted.max_price).zfill(_PRICE_DIGITS),)))
    return conditions


def _nights(wanted: PlaceFilter) -> list[Condition]:
    """As PlaceTerms.sol asks: the length is granted, the nights are in reach and have not begun; and a unit is free."""
    nights = wanted.nights
    if nights is None:
        return []
    today = wanted.at // DAY
    taken = _any_taken(list(pages_of(nights.first, nights.count)))
    return [
        Condition("? between min_nights and max_nights", (nights.count,)),
        Condition("? <= horizon", (nights.first + nights.count - today - 1,)),
        Condition("? + check_in_at > ?", (nights.first * DAY, wanted.at)),
        Condition(f"units > ({_UNITS_TAKEN} and ({taken.sql}))", taken.values),
    ]


def _any_taken(pages: Sequence[tuple[int, int]]) -> Condition:
    sql = " or ".join("(page = ? and (booked | blocked) & ? <> 0)" for _ in pages)
    return Condition(sql, tuple(part for page in pages for part in page))


def is_granted(place: Place, nights: Nights, *, at: int) -> bool:
    """Whether the host takes a stay in these nights, if they are free."""
    terms = place.terms
    return (
        place.status is PlaceStatus.ACTIVE
        and at < terms.expires_at
        and terms.min_nights <= nights.count <= terms.max_nights
        and nights.first + nights.count <= at // DAY + terms.horizon + 1
        and check_in_of(terms, nights.first) > at
    )


def first_free_unit(snapshot: Snapshot, place: Place, nights: Nights) -> int | None:
    taken = _any_taken(list(pages_of(nights.first, nights.count)))
    rows = snapshot.rows(
        "select distinct unit from calendar where chain_id = ? and place_id = ? and unit < ?"  # noqa: S608
        f" and ({taken.sql}) order by unit",
        (snapshot.chain_id, place.place_id, place.terms.units, *taken.values),
    )
    free = next((unit for unit, (found,) in enumerate(rows) if found != unit), len(rows))
    return free if free < place.terms.units else None
