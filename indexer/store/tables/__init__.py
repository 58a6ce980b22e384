"""The tables that the fold writes. A market adds a module of its own, and its tables here.

Rows that others show inside of themselves come before those.
"""

from typing import Any

from indexer.store.tables import accounts, auction, trade
from indexer.store.tables.table import Table

TABLES: dict[str, Table[Any]] = {table.name: table for table in (*trade.TABLES, *auction.TABLES, *accounts.TABLES)}
TABLE_OF: dict[type[Any], Table[Any]] = {table.kind: table for table in TABLES.values()}
