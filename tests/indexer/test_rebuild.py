"""An index built at once, from the chain or from its own events, equals one that followed block by block."""

import asyncio
import sqlite3

import orjson
import pytest
from rich.console import Console

from indexer.config import read_settings
from indexer.errors import IndexDiffers, OtherIndex, StoreInUse, StoreMissing
from indexer.store.contents import CHAIN_TABLES
from indexer.sync.export import export
from indexer.sync.rebuild import rebuild_from_chain, rebuild_from_events
from indexer.sync.runner import Runner
from indexer.sync.verify import verify
from indexer.sync.wiring import open_parts
from tests.indexer.indexing import DEPTH, Index, verify_fresh


@pytest.fixture
def settings(tmp_path, chain, node):
    """Of a node over HTTP, as a person would set them."""
    deployment = tmp_path / "deployment.json"
    deployment.write_bytes(orjson.dumps(chain.deployment()))
    return read_settings(
        {
            "AGORA_RPC_URL": node.url,
            "AGORA_DEPLOYMENT": str(deployment),
            "AGORA_DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite",
            "AGORA_CONTENT_DIR": str(tmp_path / "content"),
            "AGORA_FINALITY_DEPTH": str(DEPTH),
        }
    )


def synced(settings):
    async def run():
        async with open_parts(settings, console=Console(quiet=True)) as parts:
            return await Runner(parts).once()

    return asyncio.run(run())


def verified(settings):
    return asyncio.run(verify(settings, console=Console(quiet=True), told=lambda *_: None))


def rows(path, statement):
    with sqlite3.connect(path) as connection:
        return connection.execute(statement).fetchall()


def test_a_backfill_equals_following_block_by_block(tmp_path, chain):
    follower = Index(tmp_path, chain, name="follower")
    for _ in range(60):
        chain.grow(3)
        follower.sync()

    verify_fresh(follower, tmp_path)
    assert follower.rows("select count(*) from block where number < 36") == follower.rows(
        "select count(distinct block_number) from event where block_number < 36"
    )


def test_a_rebuild_from_its_own_events_changes_no_row(tmp_path, chain, settings):
    chain.grow(*[3] * 80)
    checkpoint = synced(settings)
    before = {table: rows(settings.database, f"select * from {table} order by 1, 2, 3") for table in CHAIN_TABLES}
    changes = rows(settings.database, "select * from change order by sequence")

    assert rebuild_from_events(settings) == checkpoint

    for table, found in before.items():
        assert rows(settings.database, f"select * from {table} order by 1, 2, 3") == found
    assert rows(settings.database, "select * from change order by sequence") == changes
    assert sorted(path.name for path in tmp_path.glob("*.rebuild*")) == []


def test_a_rebuilt_index_can_still_take_blocks_back(tmp_path, chain, settings):
    chain.grow(*[3] * 80)
    synced(settings)
    rebuild_from_events(settings)

    chain.fork(10, *[2] * 12)
    synced(settings)

    index = Index(tmp_path, chain)
    assert index.path == settings.database
    verify_fresh(index, tmp_path)


def test_a_rebuild_repairs_rows_that_were_tampered_with(chain, settings):
    chain.grow(*[3] * 40)
    synced(settings)
    with sqlite3.connect(settings.database) as connection:
        connection.execute("update deal set price = '1'")

    rebuild_from_events(settings)

    assert rows(settings.database, "select count(*) from deal where price = '1'") == [(0,)]


def test_readers_keep_their_connection_through_a_rebuild(chain, settings):
    chain.grow(*[3] * 40)
    synced(settings)
    reader = sqlite3.connect(settings.database)
    before = reader.execute("select count(*) from event").fetchall()

    rebuild_from_events(settings)

    assert reader.execute("select count(*) from event").fetchall() == before
    assert rows(settings.database, "pragma integrity_check") == [("ok",)]


def test_a_broken_file_is_replaced_from_the_chain(chain, settings):
    chain.grow(*[3] * 40)
    settings.database.write_bytes(b"this is no database" * 1000)

    asyncio.run(rebuild_from_chain(settings, console=Console(quiet=True)))

    assert verified(settings)


def test_an_index_of_another_deployment_is_replaced_only_from_the_chain(chain, settings):
    chain.grow(*[3] * 40)
    synced(settings)
    with sqlite3.connect(settings.database) as connection:
        connection.execute("update checkpoint set deployment = '0xabc'")

    with pytest.raises(OtherIndex, match="is the index of another deployment: 0xabc"):
        rebuild_from_events(settings)
    asyncio.run(rebuild_from_chain(settings, console=Console(quiet=True)))

    assert verified(settings)


def test_a_rebuild_needs_an_index_and_nobody_else_writing_it(chain, settings):
    with pytest.raises(StoreMissing, match=f"there is no index at {settings.database_url}"):
        rebuild_from_events(settings)

    chain.grow(3)
    synced(settings)
    writer = Index(settings.database.parent, chain).writer()
    with pytest.raises(StoreInUse, match="another process writes"):
        rebuild_from_events(settings)
    writer.close()


def test_verify_tells_of_every_table(chain, settings):
    chain.grow(*[3] * 80)
    synced(settings)
    told = {}

    asyncio.run(verify(settings, console=Console(quiet=True), told=told.__setitem__))

    assert set(told) == set(CHAIN_TABLES)
    assert told["event"] == rows(settings.database, "select count(*) from event")[0][0]


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("update deal set paid_seller = '5' where rowid = 1", "deal .*: paid_seller is '5', the chain says"),
        ("update account set json = '{}' where rowid = 2", "account .*: json is"),
        ("delete from listing where rowid = 3", "listing .*: the row is 'missing', the chain says 'one'"),
        ("update event set arguments = '{}' where rowid = 4", "event .*: arguments is '{}'"),
        (
            "insert into credit values (31337, '0xe5', '0xff', '0x00', '1')",
            "credit .*: the row is 'there', the chain says 'none'",
        ),
    ],
)
def test_verify_names_the_first_difference(chain, settings, tampering, said):
    chain.grow(*[3] * 60)
    synced(settings)
    with sqlite3.connect(settings.database) as connection:
        connection.execute(tampering)

    with pytest.raises(IndexDiffers, match=said):
        verified(settings)

    assert list(settings.database.parent.glob("verify-*")) == []


def test_verify_compares_as_of_the_index_although_the_chain_went_on(chain, settings):
    chain.grow(*[3] * 60)
    checkpoint = synced(settings)
    chain.grow(*[3] * 10)

    assert verified(settings) == checkpoint


def test_an_export_holds_every_row_and_the_block_it_is_as_of(tmp_path, chain, settings):
    chain.grow(*[3] * 60)
    checkpoint = synced(settings)

    export(settings.database, tmp_path / "out", told=lambda *_: None)

    manifest = orjson.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["checkpoint"]["hash"] == checkpoint.hash
    for table in CHAIN_TABLES:
        lines = (tmp_path / "out" / f"{table}.ndjson").read_bytes().splitlines()
        assert (
            len(lines)
            == manifest["tables"][table]["rows"]
            == rows(settings.database, f"select count(*) from {table}")[0][0]
        )
    deal = orjson.loads((tmp_path / "out" / "deal.ndjson").read_bytes().splitlines()[0])
    assert deal["json"]["dealId"] == deal["deal_id"]
