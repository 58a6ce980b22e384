"""An account and its reviews as the API shows them."""

from indexer.model.account import Account, Credit, Review
from indexer.model.document import DocumentKind
from indexer.model.identity import checksummed
from indexer.model.resources import Json, Renderer, Sources, optional_time, rfc3339, show_document


def show_account(account: Account, renderer: Renderer, sources: Sources) -> Json:
    profile = account.profile and show_document(sources.document(account.profile, DocumentKind.PROFILE))
    return {
        "chainId": renderer.chain_id,
        "address": checksummed(account.address),
        "profile": profile,
        "record": show_record(account),
        "credits": [
            {"holder": checksummed(credit.holder), "token": checksummed(credit.token), "amount": str(credit.amount)}
            for credit in sources.inside(Credit, account.address)
            if credit.amount
        ],
        "firstAt": rfc3339(account.first_at),
        "firstBlock": account.first_block,
    }


def show_record(account: Account) -> Json:
    return {
        "salesOpen": account.sales_open,
        "salesClosed": account.sales_closed,
        "purchasesOpen": account.purchases_open,
        "purchasesClosed": account.purchases_closed,
        "refunds": account.refunds,
        "missedDeadlines": account.missed_deadlines,
        "disputesLost": account.disputes_lost,
        "depositsForfeited": account.deposits_forfeited,
        "noShows": account.no_shows,
        "campaignsDelivered": account.campaigns_delivered,
        "campaignsUndelivered": account.campaigns_undelivered,
        "loansRepaid": account.loans_repaid,
        "loansDefaulted": account.loans_defaulted,
        "reviews": account.reviews,
        "scoreSum": account.score_sum,
        "scoreMean": round(account.score_sum / account.reviews, 2) if account.reviews else None,
    }


def show_review(review: Review, renderer: Renderer, sources: Sources) -> Json:
    document = review.document and show_document(sources.document(review.document, DocumentKind.REVIEW))
    return {
        "chainId": renderer.chain_id,
        "dealId": review.deal_id,
        "author": checksummed(review.author),
        "subject": checksummed(review.subject),
        "state": "committed" if review.score is None else "revealed",
        "score": review.score,
        "document": document,
        "committedAt": rfc3339(review.committed_at),
        "revealedAt": optional_time(review.revealed_at),
    }
