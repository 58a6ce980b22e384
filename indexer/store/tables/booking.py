"""Places to stay, their calendars and their stays."""

from indexer.model.document import DocumentKind
from indexer.model.place import CalendarPage, Place, Stay
from indexer.model.resources.place import show_place, show_stay
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Naming, Table

CALENDAR: Table[CalendarPage] = Table(
    name="calendar",
    kind=CalendarPage,
    key=("place_id", "slot"),
    fixed=frozenset({"unit", "page"}),
    layout=RowLayout(CalendarPage),
    is_followed=False,
)

STAY: Table[Stay] = Table(
    name="stay",
    kind=Stay,
    key=("stay_id",),
    fixed=frozenset({"place_id", "unit", "first_night", "nights", "booked_block", "booked_at"}),
    layout=RowLayout(Stay),
    show=show_stay,
    # The place and the deal are followed.
    is_followed=False,
)

PLACE: Table[Place] = Table(
    name="place",
    kind=Place,
    key=("place_id",),
    fixed=frozenset({"market", "host", "sku", "published_block", "published_at"}),
    layout=RowLayout(Place, ordered=("night_price",)),
    show=show_place,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.PLACE}),
        of=lambda place: (place.terms.document, DocumentKind.PLACE),
    ),
)

TABLES = (CALENDAR, STAY, PLACE)
