"""What every kind of entity answers alike: one by its id, its history, a page of a list. Each route says what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.requests import Request

from api import schemas, shapes
from api.answers import Answer, many, one
from api.errors import Problem
from api.history import answer_history
from api.lists import Walk, begin, finish
from api.openapi import LIST_PROBLEMS, READ_PROBLEMS, STABLE, Json, answers
from api.parameters import Id, Listed, Waiting, read_hash
from api.plain import PlainRead
from api.services import Services
from indexer.store.reads import Snapshot
from indexer.store.reads_lists import ListQuery


@dataclass(frozen=True, slots=True)
class Entity:
    """`name` is that of the table, and what people call one; `identity` says what its id is made of; `shown` what a
    look-up tells."""

    name: str
    path: str
    parameter: str
    identity: str
    tag: str
    shape: type[BaseModel]
    shown: str

    @property
    def problem(self) -> str:
        return f"{self.name}-not-found"

    def read(self, snapshot: Snapshot, entity_id: str) -> bytes:
        found = snapshot.json(self.name, entity_id)
        if found is None:
            detail = f"As of block {snapshot.head.number} there is no {self.name} {entity_id}."
            raise Problem(self.problem, detail)
        return found

    @property
    def id_type(self) -> Any:
        return Annotated[Id, Path(alias=self.parameter, description=self.identity, examples=[shapes.HASH])]


def add_entity(router: APIRouter, services: Services, entity: Entity) -> None:
    """`GET path/{id}` and `GET path/{id}/history`."""

    async def look_up_plainly(request: Request, entity_id: str) -> Answer:
        with services.reads as snapshot:
            return one(request, entity.read(snapshot, entity_id), snapshot.head)

    async def look_up(request: Request, entity_id: str, asked: Annotated[Waiting, Query()]) -> Answer:
        await services.reach(asked.min_block)
        return await look_up_plainly(request, entity_id)

    async def history(request: Request, entity_id: str, asked: Annotated[Listed, Query()]) -> Answer:
        await services.reach(asked.min_block)
        with services.reads as snapshot:
            entity.read(snapshot, entity_id)
            return answer_history(request, snapshot, asked, entity_id=entity_id)

    # FastAPI reads the name and the description of a parameter from its type.
    for endpoint in (look_up, history):
        endpoint.__annotations__["entity_id"] = entity.id_type
    path = f"{entity.path}/{{{entity.parameter}}}"
    router.routes.append(PlainRead(path, look_up_plainly, check=read_hash))
    router.add_api_route(path, look_up, **_look_up(entity))
    router.add_api_route(f"{path}/history", history, **_history(entity))


async def answer_list(
    services: Services,
    request: Request,
    asked: Listed,
    *,
    key: tuple[type, ...],
    query: Callable[[Walk], ListQuery],
    owner: tuple[Entity, str] | None = None,
) -> Answer:
    """A page of a list by filters alone; `owner` is the entity that the list is part of."""
    await services.reach(asked.min_block)
    with services.reads as snapshot:
        if owner is not None:
            owner[0].read(snapshot, owner[1])
        walk = begin(request, snapshot, asked, key=key)
        page = finish(walk, snapshot, query(walk), services.render_past)
    return many(request, page.rows, page.head, next_cursor=page.next_cursor)


def described_list(entity: Entity, *, summary: str, description: str, shape: type[BaseModel] | None = None) -> Json:
    """`shape` is that of the whole answer, where it tells more than rows."""
    told: Any = shape or shapes.Many[entity.shape]  # type: ignore[name-defined]
    return {
        "summary": summary,
        "description": f"{description} {STABLE}",
        "tags": [entity.tag],
        "responses": answers(told, problems=LIST_PROBLEMS, as_of=True),
    }


def _look_up(entity: Entity) -> Json:
    return {
        "summary": f"Look at {_a(entity.name)}",
        "description": entity.shown,
        "tags": [entity.tag],
        "responses": answers(
            shapes.One[entity.shape],  # type: ignore[name-defined]
            problems=(*READ_PROBLEMS, entity.problem),
            as_of=True,
        ),
    }


def _history(entity: Entity) -> Json:
    return {
        "summary": f"Read the history of {_a(entity.name)}",
        "description": f"Every event about it, oldest first. {STABLE}",
        "tags": [entity.tag],
        "responses": answers(shapes.Many[schemas.HistoryEntry], problems=(*LIST_PROBLEMS, entity.problem), as_of=True),
    }


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
