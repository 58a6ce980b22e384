"""Loans and offers of loans: find them, look at one, read its history."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.requests import Request

from api import shapes
from api.answers import Answer
from api.dates import Moment
from api.entities import Entity, add_entity, answer_list, described_list
from api.parameters import Address, Id, Listed, one_of
from api.schemas import loans as shown
from api.services import Services
from indexer.store.reads_loans import LOAN_KEY, LoanFilter, loans_query

Status = Annotated[
    Literal[
        "offered", "expired", "revoked", "taken", "active", "repaid", "foreclosed", "defaulted", "renegotiated", "any"
    ],
    one_of(
        *("offered", "expired", "revoked", "taken", "active", "repaid", "foreclosed", "defaulted", "renegotiated"),
        "any",
    ),
]
Sort = Annotated[Literal["newest", "due"], one_of("newest", "due")]


class LoansQuery(Listed):
    model_config = ConfigDict(alias_generator=lambda name: name if name == "min_block" else to_camel(name))

    status: Annotated[
        Status, Field(description="`offered` leaves out offers that have `expired`; `any` tells offers and loans.")
    ] = "offered"
    lender: Annotated[Address | None, Field(description="Only what this account lends.")] = None
    borrower: Annotated[Address | None, Field(description="Only what this account borrows.")] = None
    holder: Annotated[
        Address | None, Field(description="Only loans whose note this account holds.", examples=[shapes.ADDRESS])
    ] = None
    token: Annotated[Address | None, Field(description="Only what is lent in this token.")] = None
    collateral_token: Annotated[Address | None, Field(description="Only what is secured by this token.")] = None
    deal: Annotated[Id | None, Field(description="Only advances that this deal secures.")] = None
    due_before: Annotated[
        Moment | None, Field(description="Only loans due before this moment.", examples=["2026-12-24T18:00:00Z"])
    ] = None
    sort: Annotated[Sort, Field(description="By the block they began in, or by when they are due.")] = "newest"


class Loans:
    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, router: APIRouter) -> None:
        add_entity(router, self._services, _LOAN)
        router.add_api_route("/v1/loans", self.find, **_FIND)

    async def find(self, request: Request, asked: Annotated[LoansQuery, Query()]) -> Answer:
        return await answer_list(
            self._services,
            request,
            asked,
            key=LOAN_KEY,
            query=lambda walk: loans_query(
                LoanFilter(
                    at=walk.begun.timestamp,
                    status=asked.status,
                    lender=asked.lender,
                    borrower=asked.borrower,
                    holder=asked.holder,
                    principal_token=asked.token,
                    collateral_token=asked.collateral_token,
                    deal=asked.deal,
                    due_before=asked.due_before,
                ),
                sort=asked.sort,
                limit=asked.limit,
                after=walk.after,
            ),
        )


_LOAN = Entity(
    name="loan",
    path="/v1/loans",
    parameter="loanId",
    identity="The hash of the chain, the contract and the terms; of an offer, the digest that was signed.",
    tag="Loans",
    shape=shown.Loan,
    shown="Its terms, and what is owed as of its last payment. An offer has what its taker needs.",
)
_FIND = described_list(_LOAN, summary="Find loans", description="Offers that can be taken, unless told otherwise.")
