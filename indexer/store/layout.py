"""How a row of the model lies in its table, derived from its fields: structs are spread, money is text.

Money is text because it may be larger than SQLite's integers.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from indexer.model.identity import Amount, Packed

Row = TypeVar("Row")
Values = tuple[Any, ...]
_Convert = Callable[[Any], Any]

_KEY_DIGITS = 39


class RowLayout(Generic[Row]):
    """`prefixes` keep apart what two structs call the same. `ordered` names columns of money by which lists are sorted:
    each has the same number beside it, with leading zeros, as `…_key`."""

    def __init__(
        self, kind: type[Row], *, prefixes: Mapping[str, str] | None = None, ordered: tuple[str, ...] = ()
    ) -> None:
        self._struct = _Struct(kind, prefixes or {})
        self._sources = [self._struct.names.index(name) for name in ordered]
        self.columns = (*self._struct.names, *(f"{name}_key" for name in ordered))
        self._width = len(self._struct.names)

    def values_of(self, row: Row) -> Values:
        values = self._struct.spread(row)
        return (*values, *(values[at].zfill(_KEY_DIGITS) for at in self._sources))

    def row_of(self, values: Values) -> Row:
        row: Row = self._struct.gather(list(values[: self._width]))
        return row


class _Struct:
    """Positions are found once; a row costs a few slices and what has to be converted."""

    def __init__(self, kind: type[Any], prefixes: Mapping[str, str], *, prefix: str = "") -> None:
        self._make = kind._make
        self._nested: list[tuple[int, int, int, _Struct]] = []
        self._write: list[tuple[int, _Convert]] = []
        self._read: list[tuple[int, _Convert]] = []
        self.names: list[str] = []
        for position, (field, hint) in enumerate(get_type_hints(kind).items()):
            at = len(self.names)
            if hasattr(hint, "_fields"):
                struct = _Struct(hint, prefixes, prefix=prefixes.get(field, ""))
                # From last to first, so that what is spread does not move what is still to be spread.
                self._nested.insert(0, (position, at, len(struct.names), struct))
                self.names += struct.names
            else:
                self.names.append(prefix + field)
                self._add(at, hint)

    def spread(self, row: Any) -> list[Any]:
        values = list(row)
        for position, _, _, struct in self._nested:
            values[position : position + 1] = struct.spread(values[position])
        for at, write in self._write:
            values[at] = write(values[at])
        return values

    def gather(self, values: list[Any]) -> Any:
        for at, read in self._read:
            values[at] = read(values[at])
        for _, at, width, struct in self._nested:
            values[at : at + width] = [struct.gather(values[at : at + width])]
        return self._make(values)

    def _add(self, at: int, hint: Any) -> None:
        kinds = [part for part in get_args(hint) if part is not type(None)]
        kind = kinds[0] if kinds else hint
        write, read = _converters(kind)
        if write is not None and read is not None:
            is_optional = bool(kinds)
            self._write.append((at, partial(_unless_none, write) if is_optional else write))
            self._read.append((at, partial(_unless_none, read) if is_optional else read))


def _converters(kind: Any) -> tuple[_Convert | None, _Convert | None]:
    if kind in (Amount, Packed):
        return str, int
    if kind is bool:
        return int, bool
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return str, {member.value: member for member in kind}.__getitem__
    return None, None


def _unless_none(convert: _Convert, value: Any) -> Any:
    return None if value is None else convert(value)
