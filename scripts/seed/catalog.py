"""The cast and the goods of the sample market, read from the tables beside this file."""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
DAY = 86_400
DEFAULT_RETURNS = "Within fourteen days, unused and in its box. You pay the way back, I pay for my mistakes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    account: int
    name: str
    about: str
    languages: tuple[str, ...]
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ware:
    """One listing: what its document says, and its terms with periods in days and money in units of its token."""

    sku: str
    seller: str
    day: float
    title: str
    category: str
    text: str
    tags: tuple[str, ...]
    attributes: dict[str, str]
    price: Decimal
    scene: str
    stock: int
    kind: str = "physical"
    token: str = "ETH"  # noqa: S105  # the coin's symbol
    deposit: Decimal = Decimal(0)
    deliver: int = 7
    cancel: int = 1
    inspection: int = 7
    revisions: int = 0
    claim: int = 0
    arbiter: bool = False
    signed: bool = False
    ships_to: tuple[str, ...] = ()
    returns: str = DEFAULT_RETURNS
    cell: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One purchase and how it goes on: `story` names a function in stories.py, `day` is when it begins."""

    story: str
    ware: str
    buyer: str
    day: float
    units: int = 1
    referred: bool = False
    share: int = 0
    said: tuple[str, ...] = ()
    scores: tuple[int, ...] = ()
    words: tuple[str, ...] = field(default=())


def people() -> list[Person]:
    table = read("people.toml")
    return [Person(**frozen(entry)) for kind in ("seller", "buyer", "other") for entry in table[kind]]


def wares() -> list[Ware]:
    return [Ware(**with_money(frozen(entry))) for entry in read("listings.toml")["listing"]]


def trades() -> list[Trade]:
    return [Trade(**frozen(entry)) for entry in read("trades.toml")["trade"]]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text())


def frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def with_money(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {name: Decimal(entry[name]) for name in ("price", "deposit") if name in entry}
