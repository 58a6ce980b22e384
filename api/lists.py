"""Walks: from a request's cursor to one page of a list, and to the cursor of the next."""

from dataclasses import dataclass

from starlette.requests import Request

from api.errors import Problem
from api.pagination import Begun, Cursor, question_of, read_cursor, write_cursor
from api.parameters import Listed
from indexer.store.reads import Head, Snapshot
from indexer.store.reads_lists import Key, ListQuery, Moment, Renderer, read_page
from indexer.store.reads_moments import is_replaced, moment_of


@dataclass(frozen=True, slots=True)
class Walk:
    question: str
    begun: Begun
    after: Key | None
    moment: Moment
    shown: Head

    def cursor(self, key: Key | None) -> str | None:
        return None if key is None else write_cursor(self.question, Cursor(self.begun, key))


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: list[bytes]
    head: Head
    next_cursor: str | None


def begin(request: Request, snapshot: Snapshot, asked: Listed, *, key: tuple[type, ...]) -> Walk:
    """Raises when the cursor is not of this list, or when its block was reorganized away."""
    question = question_of(request.url.path, asked)
    if asked.cursor is None:
        head = snapshot.head
        return Walk(question, Begun.at(head), None, Moment(head.number, head.number), head)
    cursor = read_cursor(question, asked.cursor, like=key)
    begun = cursor.begun
    if is_replaced(snapshot, begun.number, begun.hash, sequence=begun.sequence):
        detail = f"Block {begun.number} ({begun.hash}) was replaced; the index is at block {snapshot.head.number}."
        raise Problem("cursor-reorganized", detail)
    moment, shown = moment_of(snapshot, begun.number)
    return Walk(question, begun, cursor.key, moment, shown)


def finish(walk: Walk, snapshot: Snapshot, query: ListQuery, render: Renderer) -> ListPage:
    page = read_page(snapshot, query, walk.moment, render)
    return ListPage(page.rows, walk.shown, walk.cursor(page.next_key))
