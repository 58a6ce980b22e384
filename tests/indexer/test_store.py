"""Columns, versions and the way back, as the schema has them."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from indexer.model.account import Account, Credit, Review
from indexer.model.deal import Claim, Outcome, Party, Status
from indexer.model.listing import Listing, ListingStatus
from indexer.model.resources import rfc3339
from indexer.store import migrations
from indexer.store.connection import open_for_writing, transaction
from indexer.store.contents import layout_of
from indexer.store.migrations import known_version, schema_version
from indexer.store.tables import TABLES
from tests.indexer.book import OFFER, START, TERMS
from tests.indexer.test_deals import funded

AMOUNT = some.integers(0, 2**128 - 1)
SMALL = some.integers(0, 2**32 - 1)
DEAL_ROW = funded().deal


@pytest.fixture
def connection(tmp_path):
    opened = open_for_writing(tmp_path / "index.sqlite")
    yield opened
    opened.close()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_columns_are_those_of_the_schema(connection, table):
    layout = layout_of(connection, table.name)

    assert layout.key == ("chain_id", *table.key)
    assert sorted(layout.columns) == sorted(("chain_id", *table.columns, *(("json",) if table.has_json else ())))
    assert table.fixed <= set(table.columns) - set(table.key)


@settings(max_examples=60)
@given(
    amounts=some.lists(AMOUNT, min_size=6, max_size=6),
    numbers=some.lists(SMALL, min_size=4, max_size=4),
    data=some.data(),
)
def test_every_row_is_read_as_it_was_written(amounts, numbers, data):
    paid = DEAL_ROW.paid._replace(seller=amounts[0], buyer=amounts[1])
    terms = TERMS._replace(price=amounts[2], deposit=amounts[3], refunds=amounts[4] << 90)
    rows = {
        "deal": DEAL_ROW._replace(
            terms=terms,
            paid=paid,
            discount=amounts[1],
            payee=data.draw(some.none() | some.just("0x7")),
            status=data.draw(some.sampled_from(Status)),
            outcome=data.draw(some.sampled_from(Outcome)),
            claim=data.draw(some.sampled_from(Claim)),
            proposer=data.draw(some.sampled_from(Party)),
            deposit_only=data.draw(some.booleans()),
            units=data.draw(some.none() | SMALL),
            closed_at=data.draw(some.none() | SMALL),
        ),
        "listing": Listing(
            *("0x1", "0x2", "0x3", "0x4", data.draw(some.sampled_from(ListingStatus)), *numbers[:3]),
            OFFER._replace(price=amounts[5], deposit=amounts[0]),
            *numbers,
        ),
        "account": Account(
            "0x5", data.draw(some.none() | some.just("0x6")), *numbers, *numbers, *numbers, *numbers, 7, 8
        ),
        "review": Review("0x7", "0x8", "0x9", "0xa", data.draw(some.none() | SMALL), None, *numbers),
        "credit": Credit("0xa", "0xb", "0xc", amounts[1]),
    }
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection, url="memory")
    for name, row in rows.items():
        table = TABLES[name]
        for _ in range(2):
            values = (1, *table.values_of(row), *((b"{}",) if table.has_json else ()))
            connection.execute(table.upsert(), values)
        assert list(table.load(connection, 1, keys=[row.key])) == [row]
        assert list(table.load(connection, 2, keys=[row.key])) == []


@given(a=AMOUNT, b=AMOUNT)
def test_the_order_of_price_keys_is_the_order_of_prices(a, b):
    table = TABLES["listing"]
    position = table.columns.index("price_key")
    listings = [
        Listing("", "", "", "", ListingStatus.ACTIVE, 0, 0, 0, OFFER._replace(price=price), 0, 0, 0, 0)
        for price in (a, b)
    ]
    first, second = (table.values_of(listing)[position] for listing in listings)

    assert (first < second) == (a < b)


def test_a_new_file_has_the_newest_schema_and_keeps_it(tmp_path):
    for _ in range(2):
        connection = open_for_writing(tmp_path / "index.sqlite")
        assert schema_version(connection) == known_version()
        connection.close()


def test_a_migration_that_fails_leaves_the_version_before(tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text("create table one (a integer);\n")
    (folder / "0002_second.sql").write_text("create table two (a integer);\ncreate table one (b integer);\n")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    connection = sqlite3.connect(":memory:", isolation_level=None)

    with pytest.raises(sqlite3.OperationalError, match="table one already exists"):
        migrations.migrate(connection, url="memory")

    assert schema_version(connection) == 1
    assert connection.execute("select name from sqlite_master").fetchall() == [("one",)]


def test_a_transaction_that_fails_writes_nothing(connection):
    def write():
        with transaction(connection):
            connection.execute("insert into progress values (1, 2, 3)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()

    assert connection.execute("select * from progress").fetchall() == []


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (951_827_696, "2000-02-29T12:34:56Z"),
        (START, "2027-01-15T08:00:00Z"),
        (2**40 - 1, "9999-12-31T23:59:59Z"),
    ],
)
def test_times_are_rfc_3339_and_end_where_it_ends(time, text):
    assert rfc3339(time) == text
