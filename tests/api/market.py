"""A chain of our own: events in blocks, through the real fold into a real store. It can reorganize."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from indexer.config import read_acts
from indexer.content.documents import listing_document, review_document
from indexer.discovery.search import search_row
from indexer.events import credit, escrow, fixed_price, reputation
from indexer.events.log import Decoded, Log
from indexer.model.deal import DealTerms
from indexer.model.document import Document, DocumentKind, DocumentState
from indexer.model.identity import NOBODY, NOTHING, BlockRef
from indexer.model.listing import Terms
from indexer.model.resources import Renderer
from indexer.store.writes import Writer
from indexer.sync.fold import BlockEvents, fold

CHAIN_ID = 31337
START = 1_790_000_000
BLOCK_SECONDS = 12
TOKEN = "0x5fbdb2315678afecb367f032d93f642f64180aa3"
CONTRACTS = {
    "Escrow": "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",
    "FixedPrice": "0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0",
    "Reputation": "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9",
    "Profiles": "0xdc64a140aa3e981100a9beca4e685f962f0cf6c9",
    "Auction": "0x5fc8d32690cc91d4c39d9d3abcbd16989f875707",
    "Booking": "0x8a791620dd6260079bf849dc5567adc3f2fdc318",
    "Request": "0x0165878a594ca255338adfa4d48449f69242eb8f",
    "Amendments": "0xa513e6e4b8f2a923d98304ec87f64353c4d5c853",
    "Loan": "0x2279b7a0a67db372996a5fab50d91eaa73d2ebe6",
    "Crowdfund": "0xb7f8bc63bbcad18155201308c8f3540b07f84f5e",
}
DAY = 86_400


def digest(text):
    return "0x" + hashlib.sha256(text.encode()).hexdigest()


def address(name):
    return digest(f"account {name}")[:42]


@dataclass
class Market:
    """Each act mines a block of its own, unless it is told `mine=False`."""

    writer: Writer
    finality: int = 64
    fork: int = 0
    blocks: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    listings: dict = field(default_factory=dict)

    @classmethod
    def open(cls, path, *, finality=64):
        renderer = Renderer(CHAIN_ID, read_acts())
        market = cls(Writer(path, renderer=renderer, deployment="test", search_reader=search_row), finality)
        genesis = BlockRef(0, digest("genesis"), NOTHING, START)
        market.blocks.append(genesis)
        market.writer.begin(genesis)
        return market

    @property
    def head(self):
        return self.blocks[-1]

    # ── Blocks ───────────────────────────────────────────────────────────────────────────────────────────────────

    def mine(self, count=1):
        for _ in range(count):
            parent = self.head
            block = BlockRef(
                parent.number + 1,
                digest(f"block {parent.number + 1} of fork {self.fork}"),
                parent.hash,
                parent.timestamp + BLOCK_SECONDS,
            )
            decoded = [self._decoded(block, index, *told) for index, told in enumerate(self.waiting)]
            self.waiting = []
            self.blocks.append(block)
            finalized = max(0, block.number - self.finality)
            self.writer.commit(
                fold([BlockEvents(block, decoded)], self.writer, finalized=finalized), finalized=finalized
            )
        return self.head

    def reorganize(self, depth):
        """Takes back the newest blocks; what is mined next is another history."""
        self.fork += 1
        self.blocks = self.blocks[:-depth]
        self.writer.rollback(self.head)
        return self.head

    def tell(self, contract, event, *, mine=True):
        self.waiting.append((contract, event))
        if mine:
            self.mine()

    def _decoded(self, block, index, contract, event):
        log = Log(
            block.number, block.hash, digest(f"transaction {block.hash}"), index, CONTRACTS[contract], (NOTHING,), "0x"
        )
        arguments = orjson.dumps({"of": event[0]})
        return Decoded(log, type(event).__name__, event, arguments)

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def publish(
        self, name, *, seller="ada", price=1_000, stock=5, token=TOKEN, document=None, mine=True, lasts=365 * DAY
    ):
        listing_id = digest(f"listing {seller} {name}")
        terms = Terms(
            *(token, price, 10, 100, NOBODY, 0, 5_000, DAY, DAY, DAY, 1, DAY, DAY, DAY),
            self.head.timestamp + lasts,
            document or digest(f"document of {name}"),
        )
        self.listings[listing_id] = (address(seller), terms, stock)
        told = fixed_price.ListingPublished(listing_id, address(seller), digest(f"sku {name}"), 1, stock, terms)
        self.tell("FixedPrice", told, mine=mine)
        return listing_id

    def describe(self, title, *, category="home/ceramics", kind="physical", description="Made by hand."):
        """A listing document, not yet named by the chain."""
        return listing_document(
            title, description, category=category, kind=kind, created_at=datetime(2026, 11, 24, tzinfo=UTC)
        )

    def publish_described(self, title, *, category="home/ceramics", kind="physical", **terms):
        document = self.describe(title, category=category, kind=kind)
        listing_id = self.publish(title, document=document.digest, **terms)
        self.verify(document.digest, document.data, kind=DocumentKind.LISTING, title=title)
        return listing_id

    def verify(self, digest, data, *, kind, title=None):
        """The content worker found the document."""
        found = Document(digest, kind, DocumentState.VERIFIED, None, 1, None, len(data), title, data)
        self.writer.put_documents([found])

    def reprice(self, listing_id, price, *, mine=True):
        seller, terms, stock = self.listings[listing_id]
        terms = terms._replace(price=price)
        self.listings[listing_id] = (seller, terms, stock)
        self.tell("FixedPrice", fixed_price.ListingRevised(listing_id, 2, stock, terms), mine=mine)

    def withdraw(self, listing_id, *, mine=True):
        self.tell("FixedPrice", fixed_price.ListingWithdrawn(listing_id, 3), mine=mine)

    def buy(self, listing_id, *, buyer="bob", salt="1", handover=NOTHING, mine=True):
        seller, terms, _ = self.listings[listing_id]
        deal_id = digest(f"deal {listing_id} {buyer} {salt}")
        deal = DealTerms(
            *(CONTRACTS["FixedPrice"], address(buyer), seller, terms.token, terms.price, terms.deposit, NOBODY, 0),
            *(NOBODY, 0, 5_000, self.head.timestamp + 7 * DAY, DAY, 1, DAY, DAY, DAY, 0, handover),
            *(terms.document, digest(salt)),
        )
        self.tell("Escrow", escrow.DealOpened(deal_id, address(buyer), seller, address(buyer), deal), mine=False)
        self.tell("FixedPrice", fixed_price.ListingPurchased(listing_id, deal_id, 1, 4), mine=mine)
        return deal_id

    def fulfil(self, deal_id, *, mine=True):
        self.tell("Escrow", escrow.DealFulfilled(deal_id, NOTHING), mine=mine)

    def release(self, deal_id, *, mine=True):
        self.tell("Escrow", escrow.DealReleased(deal_id), mine=mine)

    def return_deposit(self, deal_id, *, mine=True):
        self.tell("Escrow", escrow.DepositReturned(deal_id), mine=mine)

    def commit_review(self, deal_id, *, author="bob", mine=True):
        told = reputation.ReviewCommitted(deal_id, address(author), digest("commitment"))
        self.tell("Reputation", told, mine=mine)

    def reveal_review(self, deal_id, *, author="bob", subject="ada", score=5, text="Well packed.", mine=True):
        document = review_document(text, datetime(2026, 11, 24, tzinfo=UTC))
        told = reputation.ReviewRevealed(deal_id, address(author), address(subject), score, document.digest)
        self.tell("Reputation", told, mine=mine)
        return document

    def credit(self, name, amount, *, mine=True):
        self.tell("Escrow", credit.Credited(address(name), TOKEN, amount), mine=mine)
