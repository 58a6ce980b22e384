"""Which rows some events touch, so that a range loads them at once. What is not foreseen here is loaded when asked for."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from indexer.events.log import Decoded, Event
from indexer.store.tables import TABLES
from indexer.store.tables.table import Key

# Fields that are not of the event: the contract that told it comes after them.
_CONTRACT = "holder"


def keys_touched(events: Iterable[Decoded]) -> dict[type[Any], set[Key]]:
    """By class of row."""
    touched: dict[type[Any], set[Key]] = {}
    for log, _, event, _ in events:
        for kind, places in _places_of(type(event)):
            keys = touched.get(kind)
            if keys is None:
                keys = touched[kind] = set()
            if len(places) == 1:
                keys.add((event[places[0]],))
            else:
                values = (*event, log.address)
                keys.add(tuple([values[place] for place in places]))
    return touched


@cache
def _places_of(event: type[Event]) -> tuple[tuple[type[Any], tuple[int, ...]], ...]:
    """For each row an event names, where in the event its key stands."""
    fields: tuple[str, ...] = event._fields  # type: ignore[attr-defined] # every event is a named tuple
    found: list[tuple[type[Any], tuple[int, ...]]] = []
    for table in TABLES.values():
        if table.holders:
            found += [(table.kind, (place,)) for place, field in enumerate(fields) if field in table.holders]
        elif set(table.key) <= {*fields, _CONTRACT}:
            found.append((table.kind, tuple((*fields, _CONTRACT).index(part) for part in table.key)))
    return tuple(found)
