"""An index made anew from nothing but the chain and the documents, and its rows beside those of the first."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from scripts.marketplace import ROOT, Marketplace

REBUILD_SECONDS = 120
# What differs between two indexes of the same chain: how they came to know it.
TRACES = {
    "change": "the stream's log, in the order of arrival",
    "undo": "blocks that may still be taken back",
    "progress": "when it last looked",
    "document.attempts": "how often it was asked for",
    "document.next_try_at": "when it would be asked for again",
}


def rebuilt(market: Marketplace) -> Path:
    """The database of a second index of the same chain, which began empty."""
    head = int(market.chain.rpc.ask("eth_blockNumber"), 16)
    market.index.get("/v1/listings", min_block=head)
    database = market.folder / f"rebuilt-{head}.sqlite"
    environment = {**os.environ, **market.environment, "AGORA_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "indexer", "sync", "--once"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=REBUILD_SECONDS, capture_output=True)
    return database


def rows(database) -> dict[str, list[tuple]]:
    """Every row of an index that says something about the chain, in a fixed order."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {table: table_rows(connection, table) for table in tables if is_said(table)}


def is_said(table: str) -> bool:
    return table not in TRACES and not table.startswith(("sqlite_", "listing_fts", "search_", "listing_search"))


def table_rows(connection: sqlite3.Connection, table: str) -> list[tuple]:
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    kept = ", ".join(name for name in columns if f"{table}.{name}" not in TRACES)
    return sorted(connection.execute(f"select {kept} from {table}").fetchall(), key=repr)
