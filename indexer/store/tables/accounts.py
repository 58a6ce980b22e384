"""Accounts, their reviews, and what waits for them."""

from indexer.model.account import Account, Credit, Review
from indexer.model.document import DocumentKind
from indexer.model.resources.account import show_account, show_review
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Inside, Naming, Table

REVIEW: Table[Review] = Table(
    name="review",
    kind=Review,
    key=("deal_id", "author"),
    fixed=frozenset({"subject"}),
    layout=RowLayout(Review),
    show=show_review,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.REVIEW}),
        of=lambda review: (review.document, DocumentKind.REVIEW) if review.document else None,
    ),
)

CREDIT: Table[Credit] = Table(
    name="credit",
    kind=Credit,
    key=("holder", "account", "token"),
    fixed=frozenset(),
    layout=RowLayout(Credit),
    is_followed=False,
)

ACCOUNT: Table[Account] = Table(
    name="account",
    kind=Account,
    key=("address",),
    fixed=frozenset({"first_block", "first_at"}),
    layout=RowLayout(Account),
    show=show_account,
    naming=Naming(
        column="profile",
        kinds=frozenset({DocumentKind.PROFILE}),
        of=lambda account: (account.profile, DocumentKind.PROFILE) if account.profile else None,
    ),
    inside=(Inside(Credit, "account"),),
    holders=frozenset(
        {"account", "author", "subject", "buyer", "seller", "bidder", "host", "lender", "borrower", "creator", "backer"}
    ),
)

TABLES = (CREDIT, REVIEW, ACCOUNT)
