"""Makes and reads documents: what one side publishes is exactly what the other side will index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from indexer.content.canonical import MAX_DOCUMENT_BYTES, Json, check_texts, encode, parse_canonical, parse_strict
from indexer.content.cid import Cid, digest_of
from indexer.content.errors import DocumentRefused, Fault
from indexer.content.schema import VERSION, kind_of, schema_name, validate
from indexer.model.document import DocumentKind
from indexer.model.identity import Digest


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document: `data` is its canonical JSON, `digest` the bytes32 on chain, `cid` the same on IPFS."""

    kind: DocumentKind
    data: bytes
    content: Json

    @property
    def digest(self) -> Digest:
        return digest_of(self.data)

    @property
    def cid(self) -> str:
        return str(Cid.of(self.data))


@dataclass(frozen=True, slots=True)
class DocumentPicture:
    cid: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DocumentFile:
    cid: str
    name: str
    size: int


def accept_document(body: bytes) -> Document:
    """Takes JSON somebody wrote, in any key order, and gives the document to publish."""
    return document_of(parse_strict(body))


def verify_document(data: bytes, kind: DocumentKind) -> Document:
    """Takes the bytes behind a digest on chain: they must be canonical and of the kind the event promised."""
    content = parse_canonical(data)
    validate(content, kind)
    return Document(kind, data, content)


def document_of(content: Json) -> Document:
    """Takes a document as Python values."""
    kind = kind_of(content)
    check_texts(content)
    validate(content, kind)
    data = encode(content)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentRefused(Fault("", f"{len(data)} bytes are more than {MAX_DOCUMENT_BYTES}"))
    return Document(kind, data, content)


def listing_document(  # noqa: PLR0913 - the fields of a listing
    title: str,
    description: str,
    *,
    category: str,
    kind: str,
    created_at: datetime,
    tags: Sequence[str] = (),
    pictures: Sequence[DocumentPicture] = (),
    attributes: Mapping[str, str] | None = None,
    ships_to: Sequence[str] = (),
    returns: str = "",
    language: str = "en",
    cell: str | None = None,
) -> Document:
    content: Json = {
        **head_of(DocumentKind.LISTING),
        "title": title,
        "description": description,
        "category": category,
        "kind": kind,
        "tags": list(tags),
        "pictures": [asdict(picture) for picture in pictures],
        "attributes": dict(attributes or {}),
        "shipsTo": list(ships_to),
        "returns": returns,
        "language": language,
        "createdAt": time_of(created_at),
    }
    if cell is not None:
        content["cell"] = cell
    return document_of(content)


def profile_document(  # noqa: PLR0913 - the fields of a profile
    name: str,
    about: str,
    *,
    picture: str | None = None,
    languages: Sequence[str] = (),
    skills: Sequence[str] = (),
    links: Sequence[str] = (),
    keys: Sequence[Mapping[str, str]] = (),
) -> Document:
    content: Json = {
        **head_of(DocumentKind.PROFILE),
        "name": name,
        "about": about,
        "languages": list(languages),
        "skills": list(skills),
        "links": list(links),
    }
    if picture is not None:
        content["picture"] = picture
    if keys:
        content["keys"] = [dict(key) for key in keys]
    return document_of(content)


def review_document(text: str, created_at: datetime, *, language: str = "en") -> Document:
    return document_of(
        {**head_of(DocumentKind.REVIEW), "text": text, "language": language, "createdAt": time_of(created_at)}
    )


def evidence_document(text: str, created_at: datetime, *, files: Sequence[DocumentFile] = ()) -> Document:
    listed = [asdict(file) for file in files]
    return document_of(
        {**head_of(DocumentKind.EVIDENCE), "text": text, "files": listed, "createdAt": time_of(created_at)}
    )


def head_of(kind: DocumentKind) -> Json:
    return {"schema": schema_name(kind), "version": VERSION}


def time_of(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; documents carry UTC")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
