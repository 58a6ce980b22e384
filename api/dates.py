"""Dates, moments and cells, as callers say them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import h3
from pydantic import BeforeValidator, WithJsonSchema

from api.parameters import Refused

_EPOCH = date(1970, 1, 1)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_CELL = re.compile(r"8[0-8][0-9a-f]{13}")


def read_date(text: str) -> int:
    """Days since 1970-01-01."""
    if not _DATE.fullmatch(text):
        raise Refused("A date is year, month and day, as in 2026-12-24.")
    try:
        days = (date.fromisoformat(text) - _EPOCH).days
    except ValueError as error:
        raise Refused("The calendar has no such date.") from error
    if days < 0:
        raise Refused("Dates begin with 1970-01-01.")
    return days


def read_moment(text: str) -> int:
    """Unix seconds."""
    if not _MOMENT.fullmatch(text):
        raise Refused("A moment is a time in UTC, as in 2026-12-24T18:00:00Z.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("The calendar has no such moment.") from error
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def read_cell(text: str) -> str:
    """Finer cells would say where somebody stands."""
    if not _CELL.fullmatch(text) or not h3.is_valid_cell(text):
        raise Refused("A cell is an H3 cell no finer than resolution 8, as in 881f1d4889fffff.")
    return text


def around(cell: str) -> Sequence[str]:
    """The cell and every one it lies in."""
    return [cell, *(h3.cell_to_parent(cell, resolution) for resolution in range(h3.get_resolution(cell)))]


Date = Annotated[int, BeforeValidator(read_date), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[int, BeforeValidator(read_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Cell = Annotated[str, BeforeValidator(read_cell), WithJsonSchema({"type": "string", "pattern": "^8[0-8][0-9a-f]{13}$"})]
