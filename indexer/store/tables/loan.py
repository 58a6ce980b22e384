"""Loans and offers of loans."""

from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING
from indexer.model.loan import Loan, LoanTerms, SignatureNonce
from indexer.model.resources.loan import show_loan
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Naming, Table

LOAN: Table[Loan] = Table(
    name="loan",
    kind=Loan,
    key=("loan_id",),
    fixed=frozenset({"market", *LoanTerms._fields, "predecessor", "opened_block", "opened_at"}),
    layout=RowLayout(Loan),
    show=show_loan,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.LOAN}),
        of=lambda loan: None if loan.terms.document == NOTHING else (loan.terms.document, DocumentKind.LOAN),
    ),
    holders=frozenset({"loan_id", "offer_id", "old_loan_id"}),
)

NONCE: Table[SignatureNonce] = Table(
    name="signature_nonce",
    kind=SignatureNonce,
    key=("account", "number"),
    fixed=frozenset(),
    layout=RowLayout(SignatureNonce),
    is_followed=False,
)

TABLES = (LOAN, NONCE)
