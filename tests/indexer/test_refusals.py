"""What a person did wrong is said in a sentence, with the values and what to do; nothing is half-written."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from indexer.chain import rpc
from indexer.config import read_deployment, read_settings
from indexer.errors import (
    ContractMissing,
    DeploymentInvalid,
    DeploymentMissing,
    EntityUnknown,
    NodeUnreachable,
    OtherIndex,
    SettingInvalid,
    SettingsMissing,
    StartAfterHead,
    StoreFailed,
    StoreInUse,
    StoreNewer,
    UndecodableLog,
    WrongChain,
)
from indexer.store.connection import open_for_reading
from indexer.store.migrations import known_version
from indexer.sync.runner import Runner
from indexer.sync.wiring import open_parts
from scripts import processes
from scripts.bench.recorded import CONTRACTS
from tests.indexer.indexing import Index

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(rpc, "_FIRST_PAUSE", 0.001)


@pytest.fixture
def sync(tmp_path, chain, node):
    """`sync --once` with a deployment and settings that a test may spoil."""

    def run(deployment=None, **settings):
        path = tmp_path / "deployment.json"
        path.write_bytes(orjson.dumps(deployment or chain.deployment()))
        environment = {
            "AGORA_RPC_URL": node.url,
            "AGORA_DEPLOYMENT": str(path),
            "AGORA_DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite",
            "AGORA_CONTENT_DIR": str(tmp_path / "content"),
            **settings,
        }

        async def once():
            async with open_parts(read_settings(environment), console=Console(quiet=True)) as parts:
                return await Runner(parts).once()

        return asyncio.run(once())

    return run


def test_all_missing_settings_are_named_at_once():
    with pytest.raises(SettingsMissing, match=r"AGORA_RPC_URL: (.|\n)*AGORA_DEPLOYMENT: "):
        read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("AGORA_RPC_URL", "localhost:8545", "an address that begins with http:// or https://"),
        ("AGORA_DATABASE_URL", "mysql://db", "sqlite:/// and a path"),
        ("AGORA_DATABASE_URL", "sqlite:///", "sqlite:/// and a path"),
        ("AGORA_FINALITY_DEPTH", "0", "a number of blocks, at least 1"),
        ("AGORA_FINALITY_DEPTH", "many", "a number of blocks, at least 1"),
        ("AGORA_GATEWAYS", "https://a, ftp://b", "an address that begins with http"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value(name, value, expected):
    environment = {"AGORA_RPC_URL": "http://x", "AGORA_DEPLOYMENT": "y", name: value}

    with pytest.raises(SettingInvalid, match=f"{name}=.* cannot be used: expected {expected}"):
        read_settings(environment)


def test_several_endpoints_may_be_given():
    environment = {"AGORA_RPC_URL": "http://one, https://two,", "AGORA_DEPLOYMENT": "y"}

    assert read_settings(environment).rpc_urls == ("http://one", "https://two")


def test_a_missing_deployment_is_named(tmp_path):
    with pytest.raises(DeploymentMissing, match=f"there is no deployment file {tmp_path}/31337.json: deploy"):
        read_deployment(tmp_path / "31337.json")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{", "not JSON"), (b"{}", "'contracts'"), (b'{"contracts": {"Escrow": {}}}', "'address'"), (b"[]", "indices")],
)
def test_what_is_no_deployment_is_said(tmp_path, content, said):
    path = tmp_path / "deployment.json"
    path.write_bytes(content)

    with pytest.raises(DeploymentInvalid, match=f"{path} is not a deployment file: .*{said}"):
        read_deployment(path)


def test_a_deployment_of_another_chain_is_refused(chain, node, sync):
    with pytest.raises(WrongChain, match=f"{node.url} is another chain: its chain id is 31337, .* says 11155111"):
        sync({**chain.deployment(), "chainId": 11155111})


def test_a_local_chain_that_was_started_again_is_refused(chain, sync):
    with pytest.raises(WrongChain, match=r"its genesis hash is 0x.*, the deployment says 0xdead.*deploy again"):
        sync({**chain.deployment(), "genesisHash": "0xdead"})


def test_a_deployment_that_the_node_has_not_heard_of_is_refused(chain, sync):
    with pytest.raises(StartAfterHead, match=r"starts at block 100, but the newest block of .* is 0"):
        sync({**chain.deployment(), "startBlock": 100})


def test_a_contract_that_is_not_there_is_named(chain, sync):
    chain.grow(1)
    deployment = chain.deployment()
    deployment["contracts"]["Profiles"]["address"] = "0x" + "12" * 20

    with pytest.raises(ContractMissing, match=f"no code at 0x{'12' * 20}, where the deployment says Profiles is"):
        sync(deployment)


def test_contracts_without_handlers_are_left_out(tmp_path, chain):
    deployment = chain.deployment()
    deployment["contracts"]["Lottery"] = {"address": "0x" + "13" * 20, "block": 1}
    path = tmp_path / "deployment.json"
    path.write_bytes(orjson.dumps(deployment))

    read = read_deployment(path)

    assert read.skipped == ("Lottery",)
    assert sorted(read.contracts.values()) == sorted(CONTRACTS)


def test_a_node_that_is_down_is_named(sync):
    url = f"http://127.0.0.1:{processes.free_port()}"

    with pytest.raises(NodeUnreachable, match=f"{url} does not answer eth_chainId: .*Is the node running"):
        sync(AGORA_RPC_URL=url)


def test_a_log_that_cannot_be_decoded_stops_before_its_block(tmp_path, chain, sync):
    chain.grow(*[3] * 5)
    log = orjson.loads(chain.blocks[5].logs[0])
    chain.grow(0)
    spoilt = orjson.dumps({**log, "topics": ["0x" + "99" * 32], "blockNumber": "0x6", "blockHash": chain.head.hash})
    chain.blocks[-1] = chain.blocks[-1].__class__(6, chain.head.hash, chain.head.header, (spoilt,))
    chain._by_hash[chain.head.hash] = chain.blocks[-1]

    with pytest.raises(UndecodableLog, match=r"log 0 of 0x\w+ in block 6, transaction 0x\w{64}, cannot be decoded"):
        sync()

    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        assert connection.execute("select number from checkpoint").fetchall() == [(0,)]
        assert connection.execute("select count(*) from event").fetchall() == [(0,)]


def test_an_event_about_what_never_began_is_refused(chain, sync):
    chain.grow(*[10] * 10)
    for block in chain.blocks[1:9]:
        chain.blocks[block.number] = chain._by_hash[block.hash] = block.__class__(
            block.number, block.hash, block.header, ()
        )

    with pytest.raises(EntityUnknown, match=r"an event speaks of \w+ .*0x.*, which never began: .*startBlock"):
        sync()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path, chain, sync):
    chain.grow(3)
    sync()
    newer = known_version() + 1
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        connection.execute(f"pragma user_version = {newer}")

    with pytest.raises(StoreNewer, match=f"has schema {newer}, this indexer knows {newer - 1} at most"):
        sync()
    with pytest.raises(StoreNewer):
        open_for_reading(tmp_path / "index.sqlite")


def test_a_database_of_another_chain_is_left_alone(tmp_path, chain, sync):
    chain.grow(3)
    sync()
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        connection.execute("update checkpoint set chain_id = 1")

    with pytest.raises(OtherIndex, match="is the index of another chain: 1, expected 31337"):
        sync()


def test_a_database_of_another_deployment_is_left_alone(chain, sync):
    chain.grow(3)
    sync()
    moved = chain.deployment()
    moved["startBlock"] = 2

    with pytest.raises(OtherIndex, match=r"is the index of another deployment: 0x.*Use another AGORA_DATABASE_URL"):
        sync(moved)


def test_two_writers_are_one_too_many(tmp_path, chain, sync):
    chain.grow(3)
    sync()
    writer = Index(tmp_path, chain).writer()

    with pytest.raises(StoreInUse, match=f"another process writes {tmp_path}/index.sqlite"):
        sync()
    writer.close()
    assert sync().number == 1


def test_a_file_that_is_no_database_is_named(tmp_path, chain, sync):
    chain.grow(3)
    (tmp_path / "index.sqlite").write_bytes(b"a letter to my grandmother" * 100)

    with pytest.raises(StoreFailed, match="could not be used: file is not a database"):
        sync()


def test_a_full_disk_loses_nothing(tmp_path, chain):
    chain.grow(*[5] * 40)
    index = Index(tmp_path, chain)
    index.sync()
    before = index.rows("select count(*), max(block_number) from event")
    chain.grow(*[200] * 3)

    with pytest.raises(StoreFailed, match="database or disk is full"):
        asyncio.run(_sync_with_full_disk(index))

    assert index.rows("select count(*), max(block_number) from event") == before
    assert index.sync().number == 43


async def _sync_with_full_disk(index):
    async with index.parts() as parts:
        pages = await parts.store.run(lambda writer: writer._connection.execute("pragma page_count").fetchone()[0])
        await parts.store.run(lambda writer: writer._connection.execute(f"pragma max_page_count = {pages + 2}"))
        await Runner(parts).once()


@pytest.mark.parametrize("command", ["sync", "rebuild", "status", "verify", "export"])
def test_a_command_says_what_is_missing_and_fails(tmp_path, command):
    arguments = [command, "out"] if command == "export" else [command]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
