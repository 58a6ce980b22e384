"""Write every table as of one block, for whoever wants to compute with it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import orjson

from indexer.errors import StoreMissing
from indexer.store.connection import open_for_reading
from indexer.store.contents import CHAIN_TABLES, export_table, rows_of

MANIFEST = "manifest.json"


def export(database: Path, folder: Path, *, told: Callable[[str, int], None]) -> None:
    """One NDJSON file a table, and a manifest with the block, the counts and the digests."""
    connection = open_for_reading(database)
    try:
        connection.execute("begin")
        checkpoint = next(rows_of(connection, "checkpoint"), None)
        if checkpoint is None:
            raise StoreMissing(f"sqlite:///{database}")
        folder.mkdir(parents=True, exist_ok=True)
        tables = {}
        for table in CHAIN_TABLES:
            path = folder / f"{table}.ndjson"
            count = export_table(connection, table, path)
            tables[table] = {"rows": count, "sha256": _digest(path)}
            told(table, count)
        manifest = {"checkpoint": checkpoint, "tables": tables}
        (folder / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")
    finally:
        connection.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
