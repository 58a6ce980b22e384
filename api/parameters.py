"""Parameters: one definition says how a text becomes a value, what refuses it, and how OpenAPI describes it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.address import is_checksum_address

from api.errors import Problem
from api.exchange import Request

MAX_BLOCK = 2**53 - 1
MAX_UINT128 = 2**128 - 1
MAX_WORDS = 200
MAX_SHOWN = 80

_ADDRESS = re.compile(r"0[xX][0-9a-fA-F]{40}")
_HASH = re.compile(r"0[xX][0-9a-fA-F]{64}")
_INTEGER = re.compile(r"[0-9]{1,39}")


class Refused(ValueError):
    """A text that is no value of its parameter. Its message is a sentence for the caller."""


@dataclass(frozen=True)
class Kind:
    """What a parameter takes: how it is read, and its JSON Schema."""

    read: Callable[[str], Any]
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: Kind
    description: str
    default: Any = None
    example: Any = None
    place: str = "query"

    def document(self) -> dict[str, Any]:
        """The parameter as OpenAPI tells it."""
        schema = dict(self.kind.schema)
        if self.default is not None:
            schema["default"] = self.default
        told: dict[str, Any] = {"name": self.name, "in": self.place, "description": self.description, "schema": schema}
        if self.place == "path":
            told["required"] = True
        if self.example is not None:
            told["example"] = self.example
        return told


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise Refused("An address is 0x and 40 hexadecimal digits.")
    digits = text[2:]
    if digits not in (digits.lower(), digits.upper()) and not is_checksum_address("0x" + digits):
        raise Refused(
            "The capitals of this address are not its checksum (ERC-55): a digit may be wrong. Copy it again."
        )
    return "0x" + digits.lower()


def _hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise Refused("An id is 0x and 64 hexadecimal digits.")
    return text.lower()


def _money(text: str) -> int:
    if not _INTEGER.fullmatch(text) or int(text) > MAX_UINT128:
        raise Refused("Money is a whole number of the token's smallest unit, below 2^128, without sign or point.")
    return int(text)


def _words(text: str) -> str:
    if not text.strip() or len(text) > MAX_WORDS:
        raise Refused(f"Words are 1 to {MAX_WORDS} characters.")
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        raise Refused("Words hold no control characters.")
    return text


def integer(low: int, high: int) -> Kind:
    def read(text: str) -> int:
        if not _INTEGER.fullmatch(text) or not low <= int(text) <= high:
            raise Refused(f"A whole number from {low} to {high}.")
        return int(text)

    return Kind(read, {"type": "integer", "minimum": low, "maximum": high})


def choice(*names: str) -> Kind:
    def read(text: str) -> str:
        if text not in names:
            raise Refused("One of " + ", ".join(names) + ".")
        return text

    return Kind(read, {"type": "string", "enum": list(names)})


def several(*names: str) -> Kind:
    """A list with commas between, each name at most once."""

    def read(text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(","))
        if not set(chosen) <= set(names) or len(set(chosen)) != len(chosen):
            raise Refused("Some of " + ", ".join(names) + ", with commas between.")
        return chosen

    one = "|".join(names)
    return Kind(read, {"type": "string", "pattern": f"^({one})(,({one}))*$"})


def pattern(expression: str, sentence: str, *, longest: int) -> Kind:
    compiled = re.compile(expression)

    def read(text: str) -> str:
        if len(text) > longest or not compiled.fullmatch(text):
            raise Refused(sentence)
        return text

    return Kind(read, {"type": "string", "pattern": f"^{expression}$", "maxLength": longest})


ADDRESS = Kind(_address, {"type": "string", "pattern": "^0[xX][0-9a-fA-F]{40}$"})
HASH = Kind(_hash, {"type": "string", "pattern": "^0[xX][0-9a-fA-F]{64}$"})
MONEY = Kind(_money, {"type": "string", "pattern": "^[0-9]{1,39}$"})
WORDS = Kind(_words, {"type": "string", "minLength": 1, "maxLength": MAX_WORDS})
CURSOR = pattern(r"[A-Za-z0-9_-]+", "A cursor is given by `nextCursor` of the page before, unchanged.", longest=6_000)

MIN_BLOCK = Parameter(
    "min_block",
    integer(0, MAX_BLOCK),
    "Wait until this block is indexed, up to 30 s: the block of your own transaction, to read what you wrote.",
    example=0,
)
LIMIT = Parameter("limit", integer(1, 200), "How many rows a page holds at most.", default=50)
NEXT = Parameter("cursor", CURSOR, "`nextCursor` of the page before. Filters and sort must be the same.")


def read_segment(request: Request, parameter: Parameter) -> Any:
    text = request.segments[parameter.name]
    try:
        return parameter.kind.read(text)
    except Refused as refused:
        raise _invalid([(parameter.name, text, str(refused))]) from refused


def read_query(request: Request, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The values of all parameters by name, with defaults. Everything wrong is told at once."""
    values = {parameter.name: parameter.default for parameter in parameters}
    given = request.query
    if not given:
        return values
    kinds = {parameter.name: parameter.kind for parameter in parameters}
    unknown = sorted({name for name, _ in given if name not in kinds})
    if unknown:
        raise _unknown(unknown, list(kinds))
    names = [name for name, _ in given]
    wrong = [(name, text, "Given more than once.") for name, text in given if names.count(name) > 1]
    for name, text in given:
        try:
            values[name] = kinds[name].read(text)
        except Refused as refused:
            wrong.append((name, text, str(refused)))
    if wrong:
        raise _invalid(wrong)
    return values


def _unknown(names: Sequence[str], known: Sequence[str]) -> Problem:
    told = "This address takes " + (", ".join(known) if known else "no parameters") + "."
    shown = [name[:MAX_SHOWN] for name in names]
    return Problem(
        "unknown-parameter", f"{', '.join(shown)}: not known. {told}", errors=[(name, told) for name in shown]
    )


def _invalid(wrong: Sequence[tuple[str, str, str]]) -> Problem:
    errors = [(name, sentence) for name, _, sentence in wrong]
    detail = " ".join(f"{name}={text[:MAX_SHOWN]!r}: {sentence}" for name, text, sentence in wrong)
    return Problem("invalid-parameter", detail, errors=errors)
