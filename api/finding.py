"""Finding listings: by filters alone, or by words; how many there are of each category.

By relevance, scores are those of today: they move when documents arrive. So a page gives the best rows not given before,
and the cursor remembers which were: no row comes twice, and none is lost because its score moved.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request

from api.answers import Answer, many
from api.errors import Problem
from api.filters import ListingsQuery
from api.lists import ListPage, Walk, begin, finish
from indexer.discovery.search import plan_search
from indexer.store.reads import Snapshot
from indexer.store.reads_listings import NEWEST_KEY, PRICE_KEY, ListingFilter, filter_listings, listings_query
from indexer.store.reads_lists import Condition, Renderer
from indexer.store.search import (
    SearchQuery,
    Words,
    category_counts,
    in_category,
    matching,
    of_kind,
    search_listings,
)

# Four bytes of each id given so far: the cursor of the last page still fits into an address.
_MARK_BYTES = 4
MOST_RELEVANT = 500

_KEYS: Mapping[str, tuple[type, ...]] = {
    "newest": NEWEST_KEY,
    "price": PRICE_KEY,
    "-price": PRICE_KEY,
    "relevance": (str,),
}


def find_listings(request: Request, snapshot: Snapshot, asked: ListingsQuery, *, render_past: Renderer) -> Answer:
    """`asked` tells its sort."""
    sort = asked.sort or "newest"
    walk = begin(request, snapshot, asked, key=_KEYS[sort])
    plan = plan_search(asked.q, Words(snapshot)) if asked.q else None
    wanted = _filter(asked, walk.begun.timestamp)
    also = [of_kind(asked.kind)] if asked.kind else []
    inside = [in_category(asked.category)] if asked.category else []
    if plan is not None and sort == "relevance":
        page = _best(snapshot, walk, plan.match, [*filter_listings(wanted), *also, *inside], limit=asked.limit)
    else:
        found = [matching(plan.match)] if plan else []
        query = listings_query(wanted, sort=sort, limit=asked.limit, after=walk.after, also=[*also, *inside, *found])
        page = finish(walk, snapshot, query, render_past)
    extra: dict[str, Any] = {}
    if asked.facets:
        conditions = [*filter_listings(wanted), *also, _born(walk)]
        if plan is not None and plan.match is None:
            conditions.append(matching(None))
        counts = category_counts(snapshot, conditions, match=plan.match if plan else None)
        extra["facets"] = {"category": [{"value": value, "count": count} for value, count in counts]}
    if plan is not None and plan.corrected is not None:
        extra["correctedQuery"] = plan.corrected
    return many(request, page.rows, page.head, next_cursor=page.next_cursor, extra=extra)


def _filter(asked: ListingsQuery, at: int) -> ListingFilter:
    return ListingFilter(
        at=at,
        status=asked.status,
        seller=asked.seller,
        token=asked.token,
        min_price=asked.min_price,
        max_price=asked.max_price,
    )


def _best(
    snapshot: Snapshot, walk: Walk, match: str | None, conditions: Sequence[Condition], *, limit: int
) -> ListPage:
    given = _read_marks(walk)
    limit = min(limit, MOST_RELEVANT - len(given))
    if match is None or limit <= 0:
        return ListPage([], snapshot.head, None)
    seen = Condition(
        "substr(listing_id, 3, ?) not in (select value from json_each(?))",
        (2 * _MARK_BYTES, orjson.dumps(given).decode()),
    )
    page = search_listings(snapshot, SearchQuery(match=match, conditions=[*conditions, _born(walk), seen], limit=limit))
    if page.next_key is None or len(given) + len(page.rows) >= MOST_RELEVANT:
        return ListPage(page.rows, snapshot.head, None)
    marks = [orjson.loads(row)["listingId"][2 : 2 + 2 * _MARK_BYTES] for row in page.rows]
    told = base64.b64encode(bytes.fromhex("".join([*given, *marks]))).decode()
    return ListPage(page.rows, snapshot.head, walk.cursor((told,)))


def _read_marks(walk: Walk) -> list[str]:
    if walk.after is None:
        return []
    try:
        told = base64.b64decode(str(walk.after[0]), validate=True).hex()
    except (binascii.Error, ValueError) as error:
        raise Problem(
            "invalid-cursor", "The cursor is damaged: it must be sent back exactly as it was given."
        ) from error
    width = 2 * _MARK_BYTES
    return [told[start : start + width] for start in range(0, len(told), width)]


def _born(walk: Walk) -> Condition:
    return Condition("published_block <= ?", (walk.begun.number,))
