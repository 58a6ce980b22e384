"""What a deal adds to the records of its parties: counts of what they agreed to, and of what went wrong by them.

Anybody can deploy a market that lies about a seller, and buy something in another's name. So a deal counts when a
market of this index vouched for it, and for the buyer only when the buyer paid. Other deals are shown, not counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.changes import Change, NameDocument, Point, Put, Rows
from indexer.handlers.noting import counted
from indexer.model.deal import Deal, Source
from indexer.model.document import DocumentKind
from indexer.model.identity import Address


@dataclass(frozen=True, slots=True)
class Faults:
    """What a deal's end says about its parties, as Reputation would record it."""

    refunded: bool = False
    missed: bool = False
    seller_lost: bool = False
    buyer_lost: bool = False
    forfeited: bool = False
    absent: bool = False


NO_FAULTS = Faults()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What a market says that the deal is about: the id of a thing it offers. `payer` is told where the market itself
    sent the money on."""

    source: Source
    of: str
    units: int = 1
    agreement: DocumentKind = DocumentKind.LISTING
    payer: Address | None = None


def counts_for(deal: Deal, account: Address) -> bool:
    is_vouched = deal.listing_id is not None
    return is_vouched and account in (deal.terms.seller, deal.payer)


def vouch(deal: Deal, at: Point, rows: Rows, *, sale: Sale) -> Iterator[Change]:
    """A market of this index vouched for the deal, so from here on it counts in the records of its parties."""
    deal = deal._replace(
        source=sale.source,
        listing_id=sale.of,
        units=sale.units,
        agreement_kind=sale.agreement,
        payer=sale.payer or deal.payer,
    )
    yield Put(deal)
    yield NameDocument(deal.terms.agreement, sale.agreement)
    yield from count_opened(deal, at, rows)


def count_opened(deal: Deal, at: Point, rows: Rows) -> Iterator[Change]:
    if counts_for(deal, deal.terms.buyer):
        buyer = rows.account(deal.terms.buyer, block=at.block)
        yield counted(buyer, at, purchases_open=buyer.purchases_open + 1)
    seller = rows.account(deal.terms.seller, block=at.block)
    yield counted(seller, at, sales_open=seller.sales_open + 1)


def count_closed(deal: Deal, at: Point, rows: Rows, *, faults: Faults = NO_FAULTS) -> Iterator[Change]:
    """The same facts that Reputation records on chain, as soon as the deal is closed."""
    if counts_for(deal, deal.terms.buyer):
        buyer = rows.account(deal.terms.buyer, block=at.block)
        yield counted(
            buyer,
            at,
            purchases_open=buyer.purchases_open - 1,
            purchases_closed=buyer.purchases_closed + 1,
            disputes_lost=buyer.disputes_lost + faults.buyer_lost,
            deposits_forfeited=buyer.deposits_forfeited + faults.forfeited,
            no_shows=buyer.no_shows + faults.absent,
        )
    if counts_for(deal, deal.terms.seller):
        seller = rows.account(deal.terms.seller, block=at.block)
        yield counted(
            seller,
            at,
            sales_open=seller.sales_open - 1,
            sales_closed=seller.sales_closed + 1,
            refunds=seller.refunds + faults.refunded,
            missed_deadlines=seller.missed_deadlines + faults.missed,
            disputes_lost=seller.disputes_lost + faults.seller_lost,
        )
