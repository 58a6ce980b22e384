"""A loan, or the offer of one, as the API shows it."""

from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING, checksummed
from indexer.model.loan import Loan
from indexer.model.resources import Json, Renderer, Sources, optional_time, rfc3339, show_document, show_struct


def show_loan(loan: Loan, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "market": checksummed(loan.market),
        "loanId": loan.loan_id,
        "status": loan.status,
        "terms": show_struct(loan.terms),
        "document": _document(loan, sources),
        "offer": _offer(loan),
        "debt": _debt(loan),
        "predecessor": loan.predecessor,
        "successor": loan.successor,
        "openedAt": rfc3339(loan.opened_at),
        "openedBlock": loan.opened_block,
        "updatedAt": rfc3339(loan.updated_at),
        "updatedBlock": loan.updated_block,
    }


def _document(loan: Loan, sources: Sources) -> Json | None:
    digest = loan.terms.document
    return None if digest == NOTHING else show_document(sources.document(digest, DocumentKind.LOAN))


def _offer(loan: Loan) -> Json | None:
    """What a taker sends with the terms."""
    if loan.author is None:
        return None
    return {
        "author": checksummed(loan.author),
        "nonce": loan.nonce,
        "deadline": loan.deadline,
        "signature": loan.signature,
    }


def _debt(loan: Loan) -> Json | None:
    """Interest grows from `accruedAt` on by `rateBps` of what is outstanding per 365 days, until `endsAt`."""
    if loan.accrued_at is None:
        return None
    return {
        "holder": checksummed(loan.holder or loan.terms.lender),
        "outstanding": str(loan.outstanding),
        "interest": str(loan.interest),
        "accruedAt": rfc3339(loan.accrued_at),
        "takenAt": optional_time(loan.taken_at),
        "dueAt": optional_time(loan.due_at),
        "endsAt": optional_time(loan.ends_at),
        "repaid": str(loan.repaid),
        "interestPaid": str(loan.interest_paid),
    }
