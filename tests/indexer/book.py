"""The handlers at work, without chain or store: tell events one by one, and look at the rows."""

from indexer.events.log import Decoded, Log
from indexer.model.deal import DealTerms
from indexer.model.identity import NOBODY, NOTHING, BlockRef
from indexer.model.listing import Terms
from indexer.store.tables import TABLES
from indexer.sync.fold import BlockEvents, fold

ESCROW, MARKET = "0x" + "e5" * 20, "0x" + "f1" * 20
BUYER, SELLER, ARBITER, REFERRER, STRANGER = ("0x" + f"{n:02x}" * 20 for n in range(1, 6))
DEAL, LISTING = "0x" + "d1" * 32, "0x" + "11" * 32
DOCUMENT, EVIDENCE = "0x" + "dc" * 32, "0x" + "ee" * 32
DAY = 86_400
START = 1_800_000_000

TERMS = DealTerms(
    market=MARKET,
    buyer=BUYER,
    seller=SELLER,
    token=NOBODY,
    price=1_000_003,
    deposit=0,
    referrer=REFERRER,
    referral_bps=200,
    arbiter=ARBITER,
    arbiter_bps=300,
    silence_bps=5_000,
    deliver_by=START + 7 * DAY,
    inspection=3 * DAY,
    revisions=1,
    claim_period=2 * DAY,
    contest_period=4 * DAY,
    ruling_period=5 * DAY,
    refunds=0,
    handover=NOTHING,
    agreement=DOCUMENT,
    salt=NOTHING,
)
OFFER = Terms(
    token=NOBODY,
    price=1_000_003,
    deposit=0,
    referral_bps=200,
    arbiter=ARBITER,
    arbiter_bps=300,
    silence_bps=5_000,
    deliver_period=7 * DAY,
    cancel_period=DAY,
    inspection=3 * DAY,
    revisions=1,
    claim_period=2 * DAY,
    contest_period=4 * DAY,
    ruling_period=5 * DAY,
    expires_at=START + 90 * DAY,
    document=DOCUMENT,
)


class Book:
    """Each event comes in a block of its own, a minute after the one before."""

    def __init__(self):
        self.tables = {name: {} for name in TABLES}
        self.documents = set()
        self.number = 0

    @property
    def now(self):
        return START + 60 * self.number

    def tell(self, *events, contract=ESCROW):
        for event in events:
            self.number += 1
            name = f"0x{self.number:064x}"
            block = BlockRef(self.number, name, name, self.now)
            log = Log(self.number, name, name, 0, contract, (), "0x")
            decoded = Decoded(log, type(event).__name__, event, b"{}")
            batch = fold([BlockEvents(block, [decoded])], self, finalized=self.number)
            for name, table in TABLES.items():
                self.tables[name].update(batch.touched.of(table))
            self.documents |= set(batch.documents)
        return self

    def load(self, table, keys):
        return (self.tables[table.name][key] for key in keys if key in self.tables[table.name])

    def known_documents(self, keys):
        return self.documents & set(keys)

    @property
    def deal(self):
        return self.tables["deal"][DEAL,]

    @property
    def listing(self):
        return self.tables["listing"][LISTING,]

    def account(self, address):
        return self.tables["account"][address,]
