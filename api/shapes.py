"""What all answers are made of: addresses, money, times, and the envelope that names a block."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
HASH = "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CID = "bafkreie7q3iidccmpvszul7kudcvvuavuo7u6gzlbobczuk5nqk3b4akba"

Address = Annotated[str, Field(pattern="^0x[0-9a-fA-F]{40}$", examples=[ADDRESS])]
Hash = Annotated[str, Field(pattern="^0x[0-9a-f]{64}$", examples=[HASH])]
Cid = Annotated[str, Field(examples=[CID])]
Money = Annotated[str, Field(pattern="^[0-9]+$", description="In the token's smallest unit.", examples=["12500000"])]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-24T15:04:05Z"])]
Bps = Annotated[int, Field(ge=0, le=10_000, description="Of 10,000.", examples=[250])]
Seconds = Annotated[int, Field(ge=0, examples=[86_400])]
Count = Annotated[int, Field(ge=0, examples=[3])]

Resource = TypeVar("Resource")


class Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


class Block(Shape):
    number: Count
    hash: Hash


class AsOf(Block):
    """The block an answer is true at. Blocks up to `finalized` will never be undone."""

    finalized: Count


class One(Shape, Generic[Resource]):
    data: Resource
    as_of: AsOf


class FacetValue(Shape):
    value: str
    count: Count


class Many(Shape, Generic[Resource]):
    """`nextCursor` is null on the last page."""

    data: list[Resource]
    next_cursor: str | None
    as_of: AsOf


class Stored(Shape, Generic[Resource]):
    data: Resource
