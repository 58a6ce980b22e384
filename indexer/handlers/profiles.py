"""What accounts tell of themselves. Follows Profiles.sol."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, Point, Rows
from indexer.events.profiles import ProfileUpdated
from indexer.handlers.noting import counted, named
from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING


def on_profile_updated(event: ProfileUpdated, at: Point, rows: Rows) -> Iterator[Change]:
    """The latest counts; an empty digest takes the profile away."""
    profile = None if event.document == NOTHING else event.document
    yield counted(rows.account(event.account, block=at.block), at, profile=profile)
    yield from named(event.document, DocumentKind.PROFILE)


HANDLERS: Handlers = {
    ProfileUpdated: on_profile_updated,
}
