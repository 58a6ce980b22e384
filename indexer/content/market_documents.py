"""Makes the documents of places, requests, tariffs, campaigns, agreements and loans."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from indexer.content.canonical import Json
from indexer.content.documents import Document, DocumentFile, DocumentPicture, document_of, head_of, time_of
from indexer.model.document import DocumentKind
from indexer.model.identity import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What search finds a document by, and what a card shows."""

    title: str
    description: str
    category: str
    created_at: datetime
    tags: Sequence[str] = ()
    pictures: Sequence[DocumentPicture] = ()
    attributes: Mapping[str, str] | None = None
    language: str = "en"

    def content(self, kind: DocumentKind) -> Json:
        return {
            **head_of(kind),
            "title": self.title,
            "description": self.description,
            "category": self.category,
            "tags": list(self.tags),
            "pictures": [asdict(picture) for picture in self.pictures],
            "attributes": dict(self.attributes or {}),
            "language": self.language,
            "createdAt": time_of(self.created_at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging:
    """A place to stay. Times of the day are local, as in 15:00."""

    kind: str
    guests: int
    bedrooms: int
    beds: int
    bathrooms: int
    time_zone: str
    check_in: str = "15:00"
    check_out: str = "11:00"
    amenities: Sequence[str] = ()
    rules: str = ""


def place_document(described: Described, lodging: Lodging, *, cell: str | None = None) -> Document:
    content: Json = {
        **described.content(DocumentKind.PLACE),
        "kind": lodging.kind,
        "guests": lodging.guests,
        "bedrooms": lodging.bedrooms,
        "beds": lodging.beds,
        "bathrooms": lodging.bathrooms,
        "amenities": list(lodging.amenities),
        "rules": lodging.rules,
        "checkIn": lodging.check_in,
        "checkOut": lodging.check_out,
        "timeZone": lodging.time_zone,
    }
    return document_of(content | _cells(cell=cell))


def request_document(
    described: Described, *, kind: str, cell: str | None = None, destination: str | None = None
) -> Document:
    """Where it is needed, or where a ride begins and ends, as H3 cells."""
    content = {**described.content(DocumentKind.REQUEST), "kind": kind}
    return document_of(content | _cells(cell=cell, destination=destination))


def tariff_document(described: Described, *, service_area: Sequence[str]) -> Document:
    """`service_area` are H3 cells; a coarse one stands for all cells within it."""
    return document_of({**described.content(DocumentKind.TARIFF), "serviceArea": list(service_area)})


def campaign_document(described: Described, *, rewards: Sequence[tuple[str, str]], risks: str) -> Document:
    """`rewards` are a title and a description of each tier, in the order of the tiers on chain."""
    told = [{"title": title, "description": description} for title, description in rewards]
    return document_of({**described.content(DocumentKind.CAMPAIGN), "rewards": told, "risks": risks})


def agreement_document(  # noqa: PLR0913 - the fields of an agreement
    title: str,
    text: str,
    created_at: datetime,
    *,
    milestones: Sequence[tuple[str, str]] = (),
    files: Sequence[DocumentFile] = (),
    replaces: Digest | None = None,
    language: str = "en",
) -> Document:
    """`milestones` are a title and a text each; `replaces` is the agreement that this one takes the place of."""
    content: Json = {
        **head_of(DocumentKind.AGREEMENT),
        "title": title,
        "text": text,
        "milestones": [{"title": title, "text": text} for title, text in milestones],
        "files": [asdict(file) for file in files],
        "language": language,
        "createdAt": time_of(created_at),
    }
    return document_of(content if replaces is None else {**content, "replaces": replaces})


def loan_document(
    title: str, description: str, created_at: datetime, *, tags: Sequence[str] = (), language: str = "en"
) -> Document:
    return document_of(
        {
            **head_of(DocumentKind.LOAN),
            "title": title,
            "description": description,
            "tags": list(tags),
            "language": language,
            "createdAt": time_of(created_at),
        }
    )


def _cells(**named: str | None) -> Json:
    return {name: cell for name, cell in named.items() if cell is not None}
