"""What a caller may say: each type reads a text, refuses it with a sentence, and tells OpenAPI what it takes."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from eth_utils.address import is_checksum_address
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

MAX_BLOCK = 2**53 - 1
MAX_PAGE = 200

# Of a price or an amount whose token is not told.
INCOMPARABLE = "Amounts of different tokens cannot be compared: name the `token`."

_MAX_MONEY = 2**128 - 1
_MAX_WORDS = 200
_MAX_CURSOR = 6_000
_ADDRESS = re.compile(r"0[xX][0-9a-fA-F]{40}")
_HASH = re.compile(r"0[xX][0-9a-fA-F]{64}")
_INTEGER = re.compile(r"[0-9]{1,39}")


class Refused(ValueError):
    """A text that is no value of its parameter. Its message is a sentence for the caller."""


def read_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise Refused("An address is 0x and 40 hexadecimal digits.")
    digits = text[2:]
    if digits not in (digits.lower(), digits.upper()) and not is_checksum_address("0x" + digits):
        raise Refused(
            "The capitals of this address are not its checksum (ERC-55): a digit may be wrong. Copy it again."
        )
    return "0x" + digits.lower()


def read_hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise Refused("An id is 0x and 64 hexadecimal digits.")
    return text.lower()


def _read_money(text: str) -> int:
    if not _INTEGER.fullmatch(text) or int(text) > _MAX_MONEY:
        raise Refused("Money is a whole number of the token's smallest unit, below 2^128, without sign or point.")
    return int(text)


def _read_words(text: str) -> str:
    if not text.strip() or len(text) > _MAX_WORDS:
        raise Refused(f"Words are 1 to {_MAX_WORDS} characters.")
    if any(character < " " or character == "\x7f" for character in text):
        raise Refused("Words hold no control characters.")
    return text


def whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not _INTEGER.fullmatch(str(value)) or not low <= int(value) <= high:
            raise Refused(f"A whole number from {low} to {high}.")
        return int(value)

    return read


def one_of(*names: str) -> BeforeValidator:
    def read(text: str) -> str:
        if text not in names:
            raise Refused("One of " + ", ".join(names) + ".")
        return text

    return BeforeValidator(read)


def some_of(*names: str) -> BeforeValidator:
    """A list with commas between, each name at most once."""

    def read(text: str) -> str:
        chosen = text.split(",")
        if not set(chosen) <= set(names) or len(set(chosen)) != len(chosen):
            raise Refused("Some of " + ", ".join(names) + ", with commas between.")
        return text

    return BeforeValidator(read)


def listing_of(*names: str) -> WithJsonSchema:
    """The JSON Schema beside `some_of`."""
    one = "|".join(names)
    return WithJsonSchema({"type": "string", "pattern": f"^({one})(,({one}))*$"})


def pattern(expression: str, sentence: str, *, longest: int) -> BeforeValidator:
    compiled = re.compile(expression)

    def read(text: str) -> str:
        if len(text) > longest or not compiled.fullmatch(text):
            raise Refused(sentence)
        return text

    return BeforeValidator(read)


def text_schema(expression: str, *, longest: int) -> WithJsonSchema:
    """The JSON Schema beside `pattern`."""
    return WithJsonSchema({"type": "string", "pattern": f"^{expression}$", "maxLength": longest})


def _integer_schema(low: int, high: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": low, "maximum": high})


_CURSOR = r"[A-Za-z0-9_-]+"

Address = Annotated[
    str, BeforeValidator(read_address), WithJsonSchema({"type": "string", "pattern": "^0[xX][0-9a-fA-F]{40}$"})
]
Id = Annotated[str, BeforeValidator(read_hash), WithJsonSchema({"type": "string", "pattern": "^0[xX][0-9a-fA-F]{64}$"})]
Money = Annotated[int, BeforeValidator(_read_money), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,39}$"})]
Words = Annotated[
    str, BeforeValidator(_read_words), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _MAX_WORDS})
]
BlockNumber = Annotated[int, BeforeValidator(whole(0, MAX_BLOCK)), _integer_schema(0, MAX_BLOCK)]
PageSize = Annotated[int, BeforeValidator(whole(1, MAX_PAGE)), _integer_schema(1, MAX_PAGE)]
Cursor = Annotated[
    str,
    pattern(_CURSOR, "A cursor is given by `nextCursor` of the page before, unchanged.", longest=_MAX_CURSOR),
    text_schema(_CURSOR, longest=_MAX_CURSOR),
]


class Asked(BaseModel):
    """The query of a route that takes none, and the base of all others: a misspelt name is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Waiting(Asked):
    min_block: Annotated[
        BlockNumber | None,
        Field(
            description="Wait until this block is indexed, up to 30 s: the block of your own transaction, to read what "
            "you wrote.",
            examples=[0],
        ),
    ] = None


class Listed(Waiting):
    limit: Annotated[PageSize, Field(description="How many rows a page holds at most.")] = 50
    cursor: Annotated[
        Cursor | None,
        Field(description="`nextCursor` of the page before. Filters and sort must be the same."),
    ] = None
