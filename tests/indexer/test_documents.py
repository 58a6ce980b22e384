"""Documents are found beside the chain, and shown wherever a row names them."""

import asyncio
import time

import orjson
import pytest

from indexer.content.canonical import encode
from indexer.content.cid import Cid
from indexer.content.errors import BlockMissing
from indexer.store.writes import Writer
from indexer.sync import documents
from scripts.bench.history import Emitted
from scripts.bench.recorded import CONTRACTS, block_of
from tests.indexer.book import BUYER, DEAL, LISTING, OFFER, SELLER, TERMS
from tests.indexer.content.samples import CONTENTS
from tests.indexer.indexing import Index, verify_same

BOWL = encode(CONTENTS["listing"])
ANA = encode(CONTENTS["profile"])
BOWL_DIGEST, ANA_DIGEST = Cid.of(BOWL).digest, Cid.of(ANA).digest
SKU = "0x" + "5c" * 32


class FakeFetcher:
    """Holds some documents, and counts how often it is asked for each."""

    def __init__(self, *held):
        self.held = {Cid.of(data).digest: data for data in held}
        self.asked = []

    async def get(self, cid):
        self.asked.append(cid.digest)
        if cid.digest not in self.held:
            raise BlockMissing("local", "it does not have it")
        return self.held[cid.digest]


def add(chain, *emitted, salt=""):
    """A block with one transaction."""
    chain.append(block_of(chain.head.number + 1, chain.head.hash, logs=[emitted], salt=salt, encoder=chain.encoder))


def published(document=BOWL_DIGEST):
    values = (LISTING, SELLER, SKU, 1, 5, tuple(OFFER._replace(document=document)))
    return Emitted("FixedPrice", "ListingPublished", values)


def opened():
    terms = TERMS._replace(agreement=BOWL_DIGEST, market=CONTRACTS["FixedPrice"])
    return Emitted("Escrow", "DealOpened", (DEAL, BUYER, SELLER, BUYER, tuple(terms)))


def profile(account=SELLER, document=ANA_DIGEST):
    return Emitted("Profiles", "ProfileUpdated", (account, document))


def shown(index, table):
    return [orjson.loads(row[0]) for row in index.rows(f"select json from {table} order by rowid")]


@pytest.fixture
def fetcher():
    return FakeFetcher(BOWL, ANA)


@pytest.fixture
def index(tmp_path, chain, fetcher):
    return Index(tmp_path, chain, fetcher=fetcher)


def test_a_found_document_is_shown_by_every_row_that_names_it(chain, index):
    add(chain, published(), opened(), profile())
    index.sync()
    assert shown(index, "listing")[0]["document"] == {
        "digest": BOWL_DIGEST,
        "cid": str(Cid.raw(BOWL_DIGEST)),
        "state": "pending",
        "reason": None,
        "content": None,
    }
    (last,) = index.rows("select max(sequence) from change")[0]

    index.sync(documents=True)

    assert shown(index, "listing")[0]["document"]["content"] == CONTENTS["listing"]
    assert shown(index, "deal")[0]["agreement"]["title"] == CONTENTS["listing"]["title"]
    (seller,) = [one for one in shown(index, "account") if one["profile"]]
    assert seller["profile"]["content"]["name"] == "Ana"
    assert index.rows("select digest, title from listing_search") == [(BOWL_DIGEST, "blue bowl")]
    told = index.rows("select kind, entity_id from change where sequence > ?", last)
    assert {("document", BOWL_DIGEST), ("listing", LISTING), ("deal", DEAL), ("account", SELLER)} <= set(told)


def test_rows_that_come_later_show_what_was_found_before(chain, index):
    add(chain, published())
    index.sync(documents=True)
    add(chain, opened())
    index.sync()

    assert shown(index, "deal")[0]["agreement"]["state"] == "verified"


def test_a_document_that_nobody_has_is_asked_for_again_later(chain, index, fetcher, monkeypatch):
    add(chain, published())
    held, fetcher.held = fetcher.held, {}
    index.sync(documents=True)
    document = shown(index, "listing")[0]["document"]
    assert (document["state"], document["content"]) == ("unavailable", None)
    assert "is not in any place" in document["reason"] or "does not have it" in document["reason"]

    fetcher.held = held
    index.sync(documents=True)
    assert fetcher.asked == [BOWL_DIGEST], "not before its time"

    later = int(time.time()) + 31
    monkeypatch.setattr(documents, "_now", lambda: later)
    index.sync(documents=True)
    assert shown(index, "listing")[0]["document"]["state"] == "verified"
    assert index.rows("select attempts, next_try_at, reason from document") == [(2, None, None)]


def test_a_document_of_another_kind_is_invalid_where_it_is_named_only(chain, index):
    """Nobody can spoil a seller's profile by listing it first."""
    add(chain, published(document=ANA_DIGEST))
    add(chain, profile())
    index.sync(documents=True)

    (listing,) = shown(index, "listing")
    (seller,) = [one for one in shown(index, "account") if one["profile"]]
    assert (listing["document"]["state"], listing["document"]["content"]) == ("invalid", None)
    assert listing["document"]["reason"]
    assert seller["profile"]["state"] == "verified"
    assert index.rows("select count(*) from listing_search") == [(0,)]


def test_a_document_of_a_replaced_block_is_forgotten_with_its_words(tmp_path, chain, index, fetcher):
    add(chain, profile())
    add(chain, published())
    index.sync(documents=True)
    assert index.rows("select word from search_word")

    chain.blocks.pop()
    add(chain, profile(account=BUYER), salt="other")
    index.sync()

    assert index.rows("select digest from document") == [(ANA_DIGEST,)]
    for table in ("listing", "listing_search", "search_word", "search_trigram"):
        assert index.rows(f"select count(*) from {table}") == [(0,)], table
    fresh = Index(tmp_path, chain, name="fresh", fetcher=fetcher)
    fresh.sync(documents=True)
    verify_same(index, fresh)


def test_a_document_named_again_after_a_fork_is_looked_for_again(chain, index):
    add(chain, profile())
    add(chain, published())
    index.sync(documents=True)

    chain.blocks.pop()
    add(chain, profile(account=BUYER), published(), salt="other")
    index.sync(documents=True)

    assert shown(index, "listing")[0]["document"]["state"] == "verified"
    assert index.rows("select count(*) from listing_search") == [(1,)]


def test_what_is_found_after_its_block_was_replaced_is_dropped(chain, index):
    add(chain, profile())
    add(chain, published())
    index.sync()

    async def late():
        async with index.parts() as parts:
            (due,) = [
                one for one in await parts.store.run(Writer.due_documents, now=2**40, limit=9) if one.kind == "listing"
            ]
            chain.blocks.pop()
            add(chain, profile(account=BUYER), salt="other")
            checkpoint = await parts.store.run(Writer.checkpoint)
            await parts.chain.catch_up(await parts.node.head(), checkpoint)
            await parts.store.run(Writer.put_documents, [due])

    asyncio.run(late())
    assert index.rows("select count(*) from document where kind = 'listing'") == [(0,)]


def test_many_documents_are_each_asked_for_once(chain, index, fetcher):
    for number in range(40):
        add(chain, profile(account=f"0x{number:040x}", document=f"0x{number + 1:064x}"))

    index.sync(documents=True)

    assert sorted(fetcher.asked) == [f"0x{number + 1:064x}" for number in range(40)]
    assert index.rows("select state, count(*) from document group by state") == [("unavailable", 40)]
