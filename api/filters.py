"""Which listings a caller wants, and what he wants to be told of them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api import shapes
from api.parameters import Address, Listed, Money, Words, listing_of, one_of, pattern, some_of, text_schema

STATUSES = ("active", "expired", "soldOut", "withdrawn", "any")
SORTS = ("newest", "price", "-price", "relevance")
KINDS = ("physical", "digital", "service")
_CATEGORY = r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*){0,3}"
_LONGEST_CATEGORY = 80

Category = Annotated[
    str,
    pattern(
        _CATEGORY,
        "A category is lower-case words with - between, and / between levels, such as home/ceramics.",
        longest=_LONGEST_CATEGORY,
    ),
    text_schema(_CATEGORY, longest=_LONGEST_CATEGORY),
]
Status = Annotated[Literal["active", "expired", "soldOut", "withdrawn", "any"], one_of(*STATUSES)]
Sort = Annotated[Literal["newest", "price", "-price", "relevance"], one_of(*SORTS)]
Kind = Annotated[Literal["physical", "digital", "service"], one_of(*KINDS)]
Facets = Annotated[str, some_of("category"), listing_of("category")]


class ListingsQuery(Listed):
    model_config = ConfigDict(alias_generator=lambda name: name if name == "min_block" else to_camel(name))

    q: Annotated[
        Words | None,
        Field(description="Words to find, the last one may be unfinished. Typos are corrected.", examples=["vase"]),
    ] = None
    category: Annotated[Category | None, Field(description="This category and all below it.", examples=["home"])] = None
    kind: Annotated[Kind | None, Field(description="Only listings of this kind.")] = None
    seller: Annotated[
        Address | None, Field(description="Only listings of this account.", examples=[shapes.ADDRESS])
    ] = None
    token: Annotated[
        Address | None, Field(description="Only prices in this token; the zero address is the native coin.")
    ] = None
    min_price: Annotated[Money | None, Field(description="The least a unit may cost. Needs `token`.")] = None
    max_price: Annotated[Money | None, Field(description="The most a unit may cost. Needs `token`.")] = None
    status: Annotated[Status, Field(description="`active` leaves out what has expired.")] = "active"
    sort: Annotated[
        Sort | None,
        Field(
            description="`relevance`, the default with `q`, needs `q`; `price` and `-price` need `token`; `newest` is the "
            "default."
        ),
    ] = None
    facets: Annotated[Facets | None, Field(description="Count what is found by this, leaving out its own filter.")] = (
        None
    )

    def ordered(self) -> "ListingsQuery":
        """The same with its sort told, so that leaving out a default asks for the same list."""
        return self if self.sort else self.model_copy(update={"sort": "relevance" if self.q else "newest"})

    @property
    def is_costly(self) -> bool:
        """Whether the work grows with the market, so that it is done beside the event loop."""
        return bool(self.q or self.category or self.kind or self.facets)
