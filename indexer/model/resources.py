"""Rows as the API shows them: JSON, rendered once when a row or its document changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import orjson

from indexer.model.account import Account, Credit, Review
from indexer.model.acts import ActTable
from indexer.model.deal import Claim, Deal, DealTerms, Party
from indexer.model.document import Document, cid_of
from indexer.model.identity import ChainId, Timestamp, checksummed
from indexer.model.listing import Listing, Terms

# RFC 3339 ends with the year 9999; a uint40 does not.
_LAST_TIME = 253_402_300_799
_EPOCH = date(1970, 1, 1)

Json = dict[str, Any]


@lru_cache(maxsize=16_384)
def rfc3339(time: Timestamp) -> str:
    days, seconds = divmod(min(time, _LAST_TIME), 86_400)
    minutes, second = divmod(seconds, 60)
    return f"{_date(days)}T{minutes // 60:02}:{minutes % 60:02}:{second:02}Z"


@lru_cache(maxsize=4_096)
def _date(days: int) -> str:
    return (_EPOCH + timedelta(days)).isoformat()


def _optional_time(time: Timestamp | None) -> str | None:
    return None if time is None else rfc3339(time)


@dataclass(frozen=True, slots=True)
class Renderer:
    chain_id: ChainId
    acts: ActTable

    def listing(self, listing: Listing, document: Document) -> bytes:
        return orjson.dumps(
            {
                "chainId": self.chain_id,
                "market": checksummed(listing.market),
                "listingId": listing.listing_id,
                "seller": checksummed(listing.seller),
                "sku": listing.sku,
                "status": listing.status,
                "revision": listing.revision,
                "stock": listing.stock,
                "unitsSold": listing.units_sold,
                "terms": _terms(listing.terms),
                "document": _document(document),
                "publishedAt": rfc3339(listing.published_at),
                "publishedBlock": listing.published_block,
                "updatedAt": rfc3339(listing.updated_at),
                "updatedBlock": listing.updated_block,
            }
        )

    def deal(self, deal: Deal, agreement: Document) -> bytes:
        paid = deal.paid
        return orjson.dumps(
            {
                "chainId": self.chain_id,
                "escrow": checksummed(deal.escrow),
                "dealId": deal.deal_id,
                "payer": checksummed(deal.payer),
                "deal": _deal_terms(deal.terms),
                "status": deal.status,
                "outcome": deal.outcome,
                "claim": _claim(deal),
                "proposal": _proposal(deal),
                "depositOnly": deal.deposit_only,
                "revisionsUsed": deal.revisions_used,
                "since": rfc3339(deal.since),
                "openedAt": rfc3339(deal.opened_at),
                "openedBlock": deal.opened_block,
                "updatedAt": rfc3339(deal.updated_at),
                "updatedBlock": deal.updated_block,
                "closedAt": _optional_time(deal.closed_at),
                "listing": _deal_listing(deal),
                "agreement": _agreement(agreement),
                "paid": {
                    "seller": str(paid.seller),
                    "buyer": str(paid.buyer),
                    "referrer": str(paid.referrer),
                    "arbiter": str(paid.arbiter),
                },
                "next": [
                    {"act": a.act, "by": a.by, "from": _optional_time(a.since), "until": _optional_time(a.until)}
                    for a in self.acts.next_of(deal)
                ],
            }
        )

    def account(self, account: Account, profile: Document | None, *, waiting: Iterable[Credit]) -> bytes:
        return orjson.dumps(
            {
                "chainId": self.chain_id,
                "address": checksummed(account.address),
                "profile": None if profile is None else _document(profile),
                "record": _record(account),
                "credits": [{"token": checksummed(c.token), "amount": str(c.amount)} for c in waiting if c.amount],
                "firstAt": rfc3339(account.first_at),
                "firstBlock": account.first_block,
            }
        )

    def review(self, review: Review, document: Document | None) -> bytes:
        return orjson.dumps(
            {
                "chainId": self.chain_id,
                "dealId": review.deal_id,
                "author": checksummed(review.author),
                "subject": checksummed(review.subject),
                "state": "committed" if review.score is None else "revealed",
                "score": review.score,
                "document": None if document is None else _document(document),
                "committedAt": rfc3339(review.committed_at),
                "revealedAt": _optional_time(review.revealed_at),
            }
        )


def _document(document: Document) -> Json:
    return {
        "digest": document.digest,
        "cid": cid_of(document.digest),
        "state": document.state,
        "reason": document.reason,
        "content": None if document.content is None else orjson.Fragment(document.content),
    }


def _agreement(document: Document) -> Json:
    return {
        "digest": document.digest,
        "cid": cid_of(document.digest),
        "state": document.state,
        "title": document.title,
    }


def _record(account: Account) -> Json:
    return {
        "salesOpen": account.sales_open,
        "salesClosed": account.sales_closed,
        "purchasesOpen": account.purchases_open,
        "purchasesClosed": account.purchases_closed,
        "refunds": account.refunds,
        "missedDeadlines": account.missed_deadlines,
        "disputesLost": account.disputes_lost,
        "depositsForfeited": account.deposits_forfeited,
        "reviews": account.reviews,
        "scoreSum": account.score_sum,
        "scoreMean": round(account.score_sum / account.reviews, 2) if account.reviews else None,
    }


def _claim(deal: Deal) -> Json | None:
    if deal.claim is Claim.NONE:
        return None
    return {"stage": deal.claim, "claimant": deal.claimant, "sellerBps": deal.claim_bps}


def _proposal(deal: Deal) -> Json | None:
    if deal.proposer is Party.NONE:
        return None
    return {"proposer": deal.proposer, "sellerBps": deal.proposed_bps}


def _deal_listing(deal: Deal) -> Json | None:
    if deal.listing_id is None:
        return None
    return {"market": checksummed(deal.terms.market), "listingId": deal.listing_id, "units": deal.units}


def _deal_terms(terms: DealTerms) -> Json:
    return {
        "market": checksummed(terms.market),
        "buyer": checksummed(terms.buyer),
        "seller": checksummed(terms.seller),
        "token": checksummed(terms.token),
        "price": str(terms.price),
        "deposit": str(terms.deposit),
        "referrer": checksummed(terms.referrer),
        "referralBps": terms.referral_bps,
        "arbiter": checksummed(terms.arbiter),
        "arbiterBps": terms.arbiter_bps,
        "silenceBps": terms.silence_bps,
        "deliverBy": terms.deliver_by,
        "inspection": terms.inspection,
        "revisions": terms.revisions,
        "claimPeriod": terms.claim_period,
        "contestPeriod": terms.contest_period,
        "rulingPeriod": terms.ruling_period,
        "refunds": str(terms.refunds),
        "handover": terms.handover,
        "agreement": terms.agreement,
        "salt": terms.salt,
    }


def _terms(terms: Terms) -> Json:
    """`expiresAt` stays a number: these are the exact terms that a purchase hashes."""
    return {
        "token": checksummed(terms.token),
        "price": str(terms.price),
        "deposit": str(terms.deposit),
        "referralBps": terms.referral_bps,
        "arbiter": checksummed(terms.arbiter),
        "arbiterBps": terms.arbiter_bps,
        "silenceBps": terms.silence_bps,
        "deliverPeriod": terms.deliver_period,
        "cancelPeriod": terms.cancel_period,
        "inspection": terms.inspection,
        "revisions": terms.revisions,
        "claimPeriod": terms.claim_period,
        "contestPeriod": terms.contest_period,
        "rulingPeriod": terms.ruling_period,
        "expiresAt": terms.expires_at,
        "document": terms.document,
    }
