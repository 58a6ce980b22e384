"""Documents and pictures that wallet holders publish: made here, checked here, pinned through the API."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from indexer.content.cid import Cid
from indexer.content.documents import Document, DocumentPicture, evidence_document
from indexer.content.picture import read_picture
from scripts.agora.session import Session
from scripts.market.shapes import EMPTY, Digest


def pin(session: Session, document: Document) -> Digest:
    """The digest is our own: the API is asked to keep the bytes, not to say what they are."""
    if not session.dry_run:
        session.index.pin_document(document.content)
    return Digest(hashlib.sha256(document.data).digest())


def pin_evidence(session: Session, text: str | None) -> Digest:
    return EMPTY if text is None else pin(session, evidence_document(text, now()))


def pin_picture(session: Session, path: Path, *, alt: str) -> DocumentPicture:
    data = path.read_bytes()
    picture = read_picture(data)
    if not session.dry_run:
        session.index.pin_picture(data, picture.media_type)
    return DocumentPicture(str(Cid.of(data)), alt, picture.width, picture.height)


def now() -> datetime:
    return datetime.now(UTC)
