"""What accounts tell of themselves. Follows Profiles.sol."""

from collections.abc import Iterator

from indexer.changes import Change, Handlers, NameDocument, Point, Put, Rows
from indexer.events.profiles import ProfileUpdated
from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING


def on_profile_updated(event: ProfileUpdated, at: Point, rows: Rows) -> Iterator[Change]:
    """The latest counts; an empty digest takes the profile away."""
    has_profile = event.document != NOTHING
    account = rows.account(event.account, block=at.block)
    profile = event.document if has_profile else None
    yield Put(account._replace(profile=profile, updated_block=at.block.number))
    if has_profile:
        yield NameDocument(event.document, DocumentKind.PROFILE)


HANDLERS: Handlers = {
    ProfileUpdated: on_profile_updated,
}
