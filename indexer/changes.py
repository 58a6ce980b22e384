"""What handlers decide: rows to put, documents to look for. And what they may ask: the rows as they stand."""

from typing import NamedTuple, Protocol

from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Deal
from indexer.model.document import DocumentKind
from indexer.model.identity import Address, BlockRef, DealId, Digest, ListingId
from indexer.model.listing import Listing


class PutDeal(NamedTuple):
    row: Deal


class PutListing(NamedTuple):
    row: Listing


class PutReview(NamedTuple):
    row: Review


class PutAccount(NamedTuple):
    row: Account


class PutCredit(NamedTuple):
    row: Credit


class NameDocument(NamedTuple):
    digest: Digest
    kind: DocumentKind


Change = PutDeal | PutListing | PutReview | PutAccount | PutCredit | NameDocument


class Point(NamedTuple):
    """Where on the chain an event stands: its block, and the contract that told it."""

    block: BlockRef
    contract: Address


class Rows(Protocol):
    """Rows as they stand before the event. A row that must be there and is not stops the fold with an error."""

    def find_deal(self, deal_id: DealId) -> Deal | None: ...

    def deal(self, deal_id: DealId) -> Deal: ...

    def listing(self, listing_id: ListingId) -> Listing: ...

    def find_listing(self, listing_id: ListingId) -> Listing | None: ...

    def review(self, deal_id: DealId, *, author: Address) -> Review: ...

    def account(self, address: Address, *, block: BlockRef) -> Account:
        """An account that nobody heard of begins at this block."""

    def credit(self, account: Address, *, token: Address) -> Credit: ...
