"""What search knows of a document."""

from dataclasses import dataclass

from indexer.model.document import DocumentKind
from indexer.model.identity import Digest

# Documents by which something is offered or asked for. The index is one: a digest is that of one document.
SEARCHED = frozenset(
    {
        DocumentKind.LISTING,
        DocumentKind.PLACE,
        DocumentKind.REQUEST,
        DocumentKind.TARIFF,
        DocumentKind.CAMPAIGN,
    }
)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """Immutable as the document is: listings find it by their digest. Texts are folded for search, not for showing;
    `words` are those a typo may have meant."""

    digest: Digest
    kind: str
    category: str
    title: str
    tags: str
    description: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word of the market, and how many documents use it."""

    word: str
    uses: int
