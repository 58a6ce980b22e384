"""Whatever hosts, riders and lenders did in blocks that were replaced, the index is as one that never saw them."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from indexer.store.contents import compare
from tests.api import acts
from tests.api.market import NOTHING, Market, digest

DAYS = some.integers(0, 200).map(lambda days: (date(2026, 10, 1) + timedelta(days)).isoformat())
NAMES = some.sampled_from(["one", "two"])
# What happens, and which choices it takes. Each leaves a market in which all of them may happen.
STEPS = some.one_of(
    some.tuples(some.just("block"), DAYS, some.integers(1, 128)),
    some.tuples(some.just("unblock"), DAYS, some.integers(1, 128)),
    some.tuples(some.just("book"), DAYS, some.integers(1, 28)),
    some.tuples(some.just("post"), NAMES),
    some.tuples(some.just("accept"), NAMES),
    some.tuples(some.just("withdraw"), NAMES),
    some.tuples(some.just("tariff"), NAMES),
    some.tuples(some.just("revoke")),
    some.tuples(some.just("amend")),
    some.tuples(some.just("offer"), NAMES, some.integers(1, 2)),
    some.tuples(some.just("nonce"), some.integers(1, 2)),
    some.tuples(some.just("repay")),
)


class Town:
    """A market that begins with a place, a deal and a loan."""

    def __init__(self, path):
        self.market = Market.open(path)
        self.place_id = acts.publish_place(self.market, "loft", units=2)
        self.deal_id = acts.accept_offer(self.market, NOTHING)
        self.loan_id = acts.take_loan(self.market, "loan", principal=10**9)
        self.start = len(self.market.blocks)

    def live(self, steps):
        for step in steps:
            getattr(self, f"_{step[0]}")(*step[1:])

    def reorganize(self):
        depth = len(self.market.blocks) - self.start
        if depth:
            self.market.reorganize(depth)

    @property
    def _age(self):
        return len(self.market.blocks) - self.start

    def _block(self, first, nights):
        acts.block_nights(self.market, self.place_id, first, nights)

    def _unblock(self, first, nights):
        acts.unblock_nights(self.market, self.place_id, first, nights)

    def _book(self, first, nights):
        deal_id = acts.book(self.market, self.place_id, first, nights, unit=1)
        acts.free(self.market, self.place_id, deal_id, first, nights, unit=1)

    def _post(self, name):
        acts.post_request(self.market, name)

    def _accept(self, name):
        acts.accept_offer(self.market, digest(f"request bob {name}"))

    def _withdraw(self, name):
        acts.withdraw_request(self.market, digest(f"request bob {name}"))

    def _tariff(self, name):
        acts.publish_described_tariff(self.market, name, area=[acts.CELL])

    def _revoke(self):
        acts.raise_epoch(self.market, "dan", self._age)

    def _amend(self):
        acts.amend(self.market, self.deal_id, self._age, f"amendment {self._age}")

    def _offer(self, name, nonce):
        acts.offer_loan(self.market, name, nonce=nonce)

    def _nonce(self, nonce):
        acts.use_nonce(self.market, "lena", nonce)

    def _repay(self):
        acts.repay(self.market, self.loan_id, 1, interest=1, outstanding=10**9 - self._age)


@pytest.fixture
def folder(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("town")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(STEPS, max_size=12), some.lists(STEPS, min_size=1, max_size=8))
def test_replaced_blocks_leave_nothing(folder, replaced, kept):
    home = folder()
    moved, fresh = Town(home / "moved.sqlite"), Town(home / "fresh.sqlite")
    moved.live(replaced)
    moved.reorganize()
    # Blocks of another fork have other hashes: both towns live on in the same one.
    fresh.market.fork = moved.market.fork

    for town in (moved, fresh):
        town.live(kept)
        town.market.writer.close()

    with closing(sqlite3.connect(home / "moved.sqlite")) as one, closing(sqlite3.connect(home / "fresh.sqlite")) as two:
        assert dict(compare(one, two))["place"] == 1
        for table in ("service_area", "listing_search", "search_word"):
            statement = f"select * from {table}"
            assert sorted(one.execute(statement)) == sorted(two.execute(statement))
