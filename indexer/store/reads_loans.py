"""Which loans and offers of loans a list holds."""

from dataclasses import dataclass

from indexer.store.reads_lists import Condition, Key, ListQuery, Order
from indexer.store.reads_status import by_status, equal

_NEWEST = Order(("opened_block", "loan_id"), (True, False))
_DUE = Order(("due_at", "loan_id"), (False, False))
LOAN_KEY = (int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFilter:
    """`at` is the time that tells which offers have expired: that of the block the list was begun at."""

    at: int
    status: str = "any"
    lender: str | None = None
    borrower: str | None = None
    holder: str | None = None
    principal_token: str | None = None
    collateral_token: str | None = None
    deal: str | None = None
    due_before: int | None = None


def loans_query(wanted: LoanFilter, *, sort: str, limit: int, after: Key | None) -> ListQuery:
    parties = equal(lender=wanted.lender, borrower=wanted.borrower, holder=wanted.holder, collateral_deal=wanted.deal)
    tokens = equal(principal_token=wanted.principal_token, collateral_token=wanted.collateral_token)
    return ListQuery(
        table="loan",
        key=("loan_id",),
        born="opened_block",
        order=_DUE if sort == "due" else _NEWEST,
        branches=((*_status(wanted, is_narrow=bool(parties)), *parties, *tokens, *_due(wanted, sort=sort)),),
        columns=(
            *("chain_id", "loan_id", "status", "lender", "borrower", "holder", "principal_token", "collateral_token"),
            *("collateral_deal", "open_until", "due_at", "opened_block"),
        ),
        limit=limit,
        after=after,
    )


def _status(wanted: LoanFilter, *, is_narrow: bool) -> list[Condition]:
    # A signature counts until its deadline, and at it too.
    return by_status(wanted.status, live="offered", at=wanted.at - 1, is_narrow=is_narrow, expiry="open_until")


def _due(wanted: LoanFilter, *, sort: str) -> list[Condition]:
    """Offers are due never: they are part of no list by that."""
    if wanted.due_before is not None:
        return [Condition("due_at < ?", (wanted.due_before,))]
    return [Condition("due_at is not null")] if sort == "due" else []
