"""What may be wrong with content.

ContentError
├── CidRefused             not a CID we can check
├── DocumentRefused        the bytes are not a document of ours; permanent
├── PictureRefused         the bytes are not a picture of ours; permanent
├── BlockTooLarge          more than one block
└── SourceError            a place did not give the block; may change later
    ├── BlockMissing       it does not have it
    ├── SourceUnreachable  it did not answer, or not in time
    └── SourceLied         it gave something else
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.errors import IndexerError


class ContentError(IndexerError):
    """Everything the content package raises on purpose."""


class CidRefused(ContentError):
    def __init__(self, text: str, why: str) -> None:
        shown = text if len(text) <= 80 else f"{text[:77]}…"
        super().__init__(f"{shown!r} is not a CID we can check: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct: `field` is a path such as `pictures[0].alt`, empty for the whole document."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class DocumentRefused(ContentError):
    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class PictureRefused(ContentError):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class BlockTooLarge(ContentError):
    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes are more than one block of {limit}; split or shrink the file")
        self.size = size
        self.limit = limit


class SourceError(ContentError):
    """`source` is the name of the place: `local`, or the address from the settings."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source}: {why}")
        self.source = source
        self.why = why


class BlockMissing(SourceError):
    pass


class SourceUnreachable(SourceError):
    pass


class SourceLied(SourceError):
    pass
