"""Lists that can be asked for by words: in their own order, not in that of relevance."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.requests import Request

from api.answers import Answer, many
from api.lists import Walk, begin, finish
from api.parameters import Listed, Words
from api.remembered import key_of
from api.services import Services
from indexer.discovery.search import plan_search
from indexer.store.reads import Snapshot
from indexer.store.reads_lists import Condition, ListQuery
from indexer.store.search import Words as Vocabulary
from indexer.store.search import matching

Query = Callable[[Walk, Sequence[Condition]], ListQuery]


class Worded(Listed):
    model_config = ConfigDict(alias_generator=lambda name: name if name == "min_block" else to_camel(name))

    q: Annotated[
        Words | None,
        Field(description="Words to find, the last one may be unfinished. Typos are corrected.", examples=["garden"]),
    ] = None


async def answer_words(
    services: Services, request: Request, asked: Worded, *, key: tuple[type, ...], query: Query, is_costly: bool = False
) -> Answer:
    """A page of a list. What looks at words, or is costly for another reason, is done beside the event loop."""
    await services.reach(asked.min_block)

    def find(snapshot: Snapshot) -> Answer:
        walk = begin(request, snapshot, asked, key=key)
        plan = plan_search(asked.q, Vocabulary(snapshot)) if asked.q else None
        found = [matching(plan.match)] if plan else []
        page = finish(walk, snapshot, query(walk, found), services.render_past)
        extra: dict[str, Any] = {"correctedQuery": plan.corrected} if plan and plan.corrected else {}
        return many(request, page.rows, page.head, next_cursor=page.next_cursor, extra=extra)

    with services.reads as snapshot:
        if not asked.q and not is_costly:
            return find(snapshot)
        remembered = key_of(request, snapshot.head)
    answer = services.remembered.get(remembered)
    if answer is None:
        answer = await services.search.run(find)
        services.remembered.put(remembered, answer)
    return answer
