"""Rows of the model as values of their columns, and back. Money is text: it may be larger than SQLite's integers."""

from typing import Any

from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Claim, Deal, DealTerms, Outcome, Party, Status
from indexer.model.identity import Amount
from indexer.model.listing import Listing, ListingStatus, Terms
from indexer.model.split import Paid

Values = tuple[Any, ...]

_PRICE_DIGITS = 39


def listing_values(row: Listing) -> Values:
    terms = row.terms
    return (
        row.listing_id,
        row.market,
        row.seller,
        row.sku,
        str(row.status),
        row.revision,
        row.stock,
        row.units_sold,
        terms.token,
        str(terms.price),
        str(terms.price).zfill(_PRICE_DIGITS),
        str(terms.deposit),
        terms.referral_bps,
        terms.arbiter,
        terms.arbiter_bps,
        terms.silence_bps,
        terms.deliver_period,
        terms.cancel_period,
        terms.inspection,
        terms.revisions,
        terms.claim_period,
        terms.contest_period,
        terms.ruling_period,
        terms.expires_at,
        terms.document,
        row.published_block,
        row.published_at,
        row.updated_block,
        row.updated_at,
    )


def listing_of(values: Values) -> Listing:
    listing_id, market, seller, sku, status, revision, stock, units_sold = values[:8]
    token, price, _, deposit, *rest = values[8:25]
    return Listing(
        listing_id,
        market,
        seller,
        sku,
        ListingStatus(status),
        revision,
        stock,
        units_sold,
        Terms(token, Amount(int(price)), Amount(int(deposit)), *rest),
        *values[25:],
    )


def deal_values(row: Deal) -> Values:
    paid = row.paid
    return (
        row.deal_id,
        row.escrow,
        row.payer,
        *_deal_terms_values(row.terms),
        str(row.status),
        str(row.outcome),
        str(row.claim),
        str(row.claimant),
        row.claim_bps,
        str(row.proposer),
        row.proposed_bps,
        int(row.deposit_only),
        row.revisions_used,
        row.since,
        str(paid.seller),
        str(paid.buyer),
        str(paid.referrer),
        str(paid.arbiter),
        row.listing_id,
        row.units,
        row.opened_block,
        row.opened_at,
        row.updated_block,
        row.updated_at,
        row.closed_at,
    )


def _deal_terms_values(terms: DealTerms) -> Values:
    return (
        terms.market,
        terms.buyer,
        terms.seller,
        terms.token,
        str(terms.price),
        str(terms.deposit),
        terms.referrer,
        terms.referral_bps,
        terms.arbiter,
        terms.arbiter_bps,
        terms.silence_bps,
        terms.deliver_by,
        terms.inspection,
        terms.revisions,
        terms.claim_period,
        terms.contest_period,
        terms.ruling_period,
        str(terms.refunds),
        terms.handover,
        terms.agreement,
        terms.salt,
    )


def deal_of(values: Values) -> Deal:
    deal_id, escrow, payer = values[:3]
    status, outcome, claim, claimant, claim_bps, proposer, proposed_bps, deposit_only, revisions_used = values[24:33]
    since, *amounts = values[33:38]
    listing_id, units, opened_block, opened_at, updated_block, updated_at, closed_at = values[38:]
    return Deal(
        deal_id,
        escrow,
        payer,
        _deal_terms_of(values[3:24]),
        Status(status),
        Outcome(outcome),
        Claim(claim),
        Party(claimant),
        claim_bps,
        Party(proposer),
        proposed_bps,
        bool(deposit_only),
        revisions_used,
        since,
        Paid(*(Amount(int(amount)) for amount in amounts)),
        listing_id,
        units,
        opened_block,
        opened_at,
        updated_block,
        updated_at,
        closed_at,
    )


def _deal_terms_of(values: Values) -> DealTerms:
    market, buyer, seller, token, price, deposit, *rest = values
    rest[11] = int(rest[11])
    return DealTerms(market, buyer, seller, token, Amount(int(price)), Amount(int(deposit)), *rest)


def review_values(row: Review) -> Values:
    return (
        row.deal_id,
        row.author,
        row.subject,
        row.commitment,
        row.score,
        row.document,
        row.committed_block,
        row.committed_at,
        row.revealed_block,
        row.revealed_at,
    )


def account_values(row: Account) -> Values:
    return (
        row.address,
        row.profile,
        row.sales_open,
        row.sales_closed,
        row.purchases_open,
        row.purchases_closed,
        row.refunds,
        row.missed_deadlines,
        row.disputes_lost,
        row.deposits_forfeited,
        row.reviews,
        row.score_sum,
        row.first_block,
        row.first_at,
        row.updated_block,
    )


def credit_values(row: Credit) -> Values:
    return (row.account, row.token, str(row.amount))


def review_of(values: Values) -> Review:
    return Review._make(values)


def account_of(values: Values) -> Account:
    return Account._make(values)


def credit_of(values: Values) -> Credit:
    return Credit(values[0], values[1], Amount(int(values[2])))
