"""ABI types: which bytes of a word they use, how a value is read and how the API shows it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from keyword import iskeyword
from typing import Any

from indexer.model.deal import Outcome, Party
from indexer.model.identity import checksummed

WORD = 32
_UNSIGNED = re.compile(r"uint(\d+)")
_SIGNED = re.compile(r"int(\d+)")
_BYTES = re.compile(r"bytes(\d+)")
# struct reads these widths itself; the others come as bytes.
_NATIVE_WIDTHS = {1: "B", 2: "H", 4: "I", 8: "Q"}
# JSON numbers are exact up to 53 bits in every reader; money and words are text.
_LARGEST_NUMBER_BYTES = 6
_ENUMS: dict[str, tuple[StrEnum, ...]] = {f"enum {kind.__name__}": tuple(kind) for kind in (Outcome, Party)}


class OutOfRange(Exception):
    """A word holds a number that its type does not have."""


@dataclass(frozen=True, slots=True)
class Word:
    """One fixed-size value: its struct format, the bits that must be zero, and what makes a value of it."""

    format: str
    padding: bytes
    convert: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Field:
    """An argument of an event, or a member of a struct."""

    name: str
    abi_type: str
    indexed: bool
    components: tuple["Field", ...]
    fixed: Word | None
    shown: Callable[[Any], Any] | None

    @property
    def is_dynamic(self) -> bool:
        return any(part.is_dynamic for part in self.components) if self.components else self.fixed is None

    @property
    def word(self) -> Word:
        assert self.fixed is not None
        return self.fixed

    def flat(self) -> list["Field"]:
        return [leaf for part in self.components for leaf in part.flat()] if self.components else [self]

    def flatten(self, value: Any) -> Iterable[Any]:
        """eth_abi's value as ours: nested tuples become a row, bytes become hex."""
        if self.components:
            for part, inner in zip(self.components, value, strict=True):
                yield from part.flatten(inner)
        else:
            yield "0x" + value.hex() if isinstance(value, bytes) else value


def fields_of(inputs: Iterable[Mapping[str, Any]]) -> list[Field]:
    return [_field(entry) for entry in inputs]


def signature_of(abi: Mapping[str, Any]) -> str:
    return f"{abi['name']}({','.join(field.abi_type for field in fields_of(abi['inputs']))})"


def snake(name: str) -> str:
    """`referralBps` is `referral_bps` here, and `from`, a word of Python, `from_`."""
    snaked = re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), name)
    return snaked + "_" if iskeyword(snaked) else snaked


def _field(entry: Mapping[str, Any]) -> Field:
    indexed = entry.get("indexed", False)
    name, abi_type = entry["name"], entry["type"]
    if abi_type == "tuple":
        components = tuple(fields_of(entry["components"]))
        inner = f"({','.join(part.abi_type for part in components)})"
        return Field(name, inner, indexed, components, None, None)
    if members := _ENUMS.get(entry.get("internalType", "")):
        word = Word("31xB", bytes(31 * [0xFF] + [0]), _member_of(members))
        return Field(name, abi_type, indexed, (), word, None)
    return Field(name, abi_type, indexed, (), _word(abi_type), _shown(abi_type))


def _word(abi_type: str) -> Word | None:
    """None for what has no fixed word, or one that needs more care than a mask."""
    if abi_type == "address":
        return Word("12x20s", bytes(12 * [0xFF] + 20 * [0]), _hex)
    if abi_type == "bool":
        return Word("31x?", bytes(31 * [0xFF] + [0xFE]), None)
    if match := _BYTES.fullmatch(abi_type):
        size = int(match[1])
        return Word(f"{size}s{WORD - size}x", bytes(size * [0] + (WORD - size) * [0xFF]), _hex)
    if match := _UNSIGNED.fullmatch(abi_type):
        return _unsigned(int(match[1]) // 8)
    if match := _SIGNED.fullmatch(abi_type):
        # The bits above a negative number are ones: no mask finds what is dirty there.
        return Word("32s", bytes(WORD), _signed(abi_type, bits=int(match[1])))
    return None


def _unsigned(size: int) -> Word:
    padding = bytes((WORD - size) * [0xFF] + size * [0])
    if size in _NATIVE_WIDTHS:
        return Word(f"{WORD - size}x{_NATIVE_WIDTHS[size]}", padding, None)
    return Word(f"{WORD - size}x{size}s", padding, partial(int.from_bytes, byteorder="big"))


def _shown(abi_type: str) -> Callable[[Any], Any] | None:
    if abi_type == "address":
        return checksummed
    match = _UNSIGNED.fullmatch(abi_type) or _SIGNED.fullmatch(abi_type)
    return str if match and int(match[1]) // 8 > _LARGEST_NUMBER_BYTES else None


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _signed(abi_type: str, *, bits: int) -> Callable[[bytes], int]:
    limit = 1 << (bits - 1)

    def number(word: bytes) -> int:
        value = int.from_bytes(word, "big", signed=True)
        if not -limit <= value < limit:
            raise OutOfRange(f"{value} is no {abi_type}")
        return value

    return number


def _member_of(members: tuple[StrEnum, ...]) -> Callable[[int], StrEnum]:
    def member(position: int) -> StrEnum:
        if position >= len(members):
            raise OutOfRange(f"{position} is no {type(members[0]).__name__}")
        return members[position]

    return member
