"""What handlers decide: rows to put, documents to look for. And what they may ask: the rows as they stand."""

from dataclasses import dataclass
from typing import Protocol

from indexer.events import ListingPurchased
from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Deal
from indexer.model.document import DocumentKind
from indexer.model.identity import Address, BlockRef, DealId, Digest, ListingId
from indexer.model.listing import Listing


@dataclass(frozen=True, slots=True)
class PutDeal:
    row: Deal


@dataclass(frozen=True, slots=True)
class PutListing:
    row: Listing


@dataclass(frozen=True, slots=True)
class PutReview:
    row: Review


@dataclass(frozen=True, slots=True)
class PutAccount:
    row: Account


@dataclass(frozen=True, slots=True)
class PutCredit:
    row: Credit


@dataclass(frozen=True, slots=True)
class NameDocument:
    digest: Digest
    kind: DocumentKind


Change = PutDeal | PutListing | PutReview | PutAccount | PutCredit | NameDocument


@dataclass(frozen=True, slots=True)
class Point:
    """Where on the chain an event stands: its block, and the contract that told it."""

    block: BlockRef
    contract: Address


class Rows(Protocol):
    """Rows as they stand before the event. A row that must be there and is not stops the fold with an error."""

    def deal(self, deal_id: DealId) -> Deal: ...

    def find_deal(self, deal_id: DealId) -> Deal | None: ...

    def purchase(self, deal_id: DealId) -> ListingPurchased | None:
        """The sale that this transaction told of before the deal itself."""

    def listing(self, listing_id: ListingId) -> Listing: ...

    def find_listing(self, listing_id: ListingId) -> Listing | None: ...

    def review(self, deal_id: DealId, *, author: Address) -> Review: ...

    def account(self, address: Address, *, block: BlockRef) -> Account:
        """An account that nobody heard of begins at this block."""

    def credit(self, account: Address, *, token: Address) -> Credit: ...
