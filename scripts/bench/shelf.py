"""A store to be read: listings with documents, deals and accounts, rendered and indexed as the indexer does it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from indexer.config import read_acts
from indexer.content.documents import Document as ListingDocument
from indexer.content.documents import listing_document
from indexer.discovery.search import search_row
from indexer.model.account import Account
from indexer.model.deal import Claim, Deal, DealTerms, Outcome, Party, Source, Status
from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import (
    NOBODY,
    Address,
    Amount,
    BlockNumber,
    Bps,
    ChainId,
    DealId,
    Digest,
    Hash,
    ListingId,
    Packed,
    Seconds,
    Timestamp,
)
from indexer.model.listing import Listing, ListingStatus, Terms
from indexer.model.resources import Renderer
from indexer.model.split import NOTHING_PAID
from indexer.store.connection import open_for_writing, transaction
from indexer.store.documents import name_documents, put_document
from indexer.store.rendering import RowWriter, Touched
from indexer.store.search_index import put_search_rows
from indexer.store.tables.accounts import ACCOUNT
from indexer.store.tables.trade import DEAL, LISTING

CHAIN_ID = ChainId(31337)
START = Timestamp(1_790_000_000)
FAR = Timestamp(4_000_000_000)
DAY = Seconds(86_400)
ACCOUNTS = 500
PER_BLOCK = 5
NOUNS = ("vase", "bowl", "cup", "plate", "lamp", "chair", "table", "desk", "clock", "mirror", "rug", "basket", "candle")
ROOMS = ("kitchen", "garden", "office", "nursery", "workshop", "hall", "study")
TOKEN = Address("0x" + "70" * 20)
NO_HASH = Hash("0x" + "00" * 32)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was put there."""

    listings: list[ListingId]
    deals: list[DealId]
    accounts: list[Address]


def fill(path: Path, *, count: int) -> Shelf:
    """`count` listings, and one deal of each."""
    connection = open_for_writing(path)
    listings = list(_listings(count))
    documents = [document for document, _ in listings]
    rows = Touched()
    for _, listing in listings:
        rows.of(LISTING)[listing.key] = listing
        deal = _deal(listing)
        rows.of(DEAL)[deal.key] = deal
    for number in range(ACCOUNTS):
        account = Account.first_seen(_address(number), number=BlockNumber(1), at=START)
        rows.of(ACCOUNT)[account.key] = account
    with transaction(connection):
        name_documents(connection, CHAIN_ID, [(document.digest, "listing") for document in documents])
        for document in documents:
            put_document(connection, CHAIN_ID, _verified(document))
        put_search_rows(connection, [search_row(Digest(d.digest), orjson.loads(d.data)) for d in documents])
        RowWriter(connection, Renderer(CHAIN_ID, read_acts())).write(rows)
        head = (CHAIN_ID, "bench", count // PER_BLOCK + 1, _hash("head"), START, count // PER_BLOCK)
        connection.execute("insert into checkpoint values (?, ?, ?, ?, ?, ?)", head)
    connection.close()
    return Shelf(
        listings=[row.listing_id for row in rows.of(LISTING).values()],
        deals=[row.deal_id for row in rows.of(DEAL).values()],
        accounts=[row.address for row in rows.of(ACCOUNT).values()],
    )


def _listings(count: int) -> Iterator[tuple[ListingDocument, Listing]]:
    for number in range(count):
        noun, room = NOUNS[number % len(NOUNS)], ROOMS[number % len(ROOMS)]
        document = listing_document(
            f"{noun.capitalize()} number {number} for the {room}",
            f"A {noun} made by hand from what the land gives, for years of daily use in the {room}. " * 4,
            category=f"home/{room}",
            kind="physical",
            created_at=datetime(2026, 11, 24, tzinfo=UTC),
            tags=["hand-made", noun],
        )
        block, at = BlockNumber(number // PER_BLOCK + 1), Timestamp(START + number)
        yield (
            document,
            Listing(
                ListingId(_hash(f"listing {number}")),
                _address("market"),
                _address(number % ACCOUNTS),
                Hash(_hash(f"sku {number}")),
                ListingStatus.ACTIVE,
                1,
                10,
                0,
                _terms(number, Digest(document.digest)),
                block,
                at,
                block,
                at,
            ),
        )


def _terms(number: int, document: Digest) -> Terms:
    price = Amount(1_000_000 + number * 7_919 % 500_000)
    shares = (Bps(250), NOBODY, Bps(0), Bps(5_000))
    return Terms(TOKEN, price, Amount(0), *shares, DAY, DAY, DAY, 1, DAY, DAY, DAY, FAR, document)


def _deal(listing: Listing) -> Deal:
    terms, number = listing.terms, int(listing.listing_id[-4:], 16)
    frozen = DealTerms(
        market=listing.market,
        buyer=_address(number % ACCOUNTS),
        seller=listing.seller,
        token=TOKEN,
        price=terms.price,
        deposit=terms.deposit,
        referrer=NOBODY,
        referral_bps=Bps(0),
        arbiter=NOBODY,
        arbiter_bps=Bps(0),
        silence_bps=terms.silence_bps,
        deliver_by=FAR,
        inspection=DAY,
        revisions=1,
        claim_period=DAY,
        contest_period=DAY,
        ruling_period=DAY,
        refunds=Packed(0),
        handover=NO_HASH,
        agreement=terms.document,
        salt=NO_HASH,
    )
    return _funded(listing, frozen)


def _funded(listing: Listing, terms: DealTerms) -> Deal:
    return Deal(
        deal_id=DealId(_hash(f"deal of {listing.listing_id}")),
        escrow=_address("escrow"),
        payer=terms.buyer,
        terms=terms,
        status=Status.FUNDED,
        outcome=Outcome.NONE,
        claim=Claim.NONE,
        claimant=Party.NONE,
        claim_bps=Bps(0),
        proposer=Party.NONE,
        proposed_bps=Bps(0),
        deposit_only=False,
        revisions_used=0,
        since=listing.published_at,
        paid=NOTHING_PAID,
        discount=Amount(0),
        payee=None,
        agreement_kind=DocumentKind.LISTING,
        source=Source.LISTING,
        listing_id=listing.listing_id,
        units=1,
        opened_block=listing.published_block,
        opened_at=listing.published_at,
        updated_block=listing.updated_block,
        updated_at=listing.updated_at,
        closed_at=None,
    )


def _verified(document: ListingDocument) -> Document:
    title = str(document.content["title"])
    size = len(document.data)
    return Document(
        *(Digest(document.digest), DocumentKind.LISTING, DocumentState.VERIFIED, None, 1, None),
        *(size, title, document.data),
    )


def _hash(text: str) -> str:
    return "0x" + hashlib.sha256(text.encode()).hexdigest()


def _address(name: object) -> Address:
    return Address(_hash(f"account {name}")[:42])
