"""Bring the schema up to date: numbered files, each run once, in one transaction with the number it leaves behind."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import StoreNewer

FOLDER = Path(__file__).with_name("migrations")
_NAME = re.compile(r"(\d{4})_\w+\.sql")


def known_version() -> int:
    return max(number for number, _ in _files())


def schema_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, *, url: str) -> None:
    version = schema_version(connection)
    if version > known_version():
        raise StoreNewer(url, version=version, known=known_version())
    for number, path in _files():
        if number > version:
            _run(connection, path.read_text(), number=number)


def _run(connection: sqlite3.Connection, script: str, *, number: int) -> None:
    connection.execute("begin immediate")
    try:
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"pragma user_version = {number}")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _statements(script: str) -> Iterator[str]:
    """`executescript` would commit after each statement; a statement ends where SQLite says that it does."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _files() -> list[tuple[int, Path]]:
    named = ((_NAME.fullmatch(path.name), path) for path in FOLDER.iterdir())
    return sorted((int(match[1]), path) for match, path in named if match)
