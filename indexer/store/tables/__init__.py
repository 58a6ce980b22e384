"""The tables that the fold writes. A market adds a module of its own, and its tables here.

Rows that others show inside of themselves come before those.
"""

from typing import Any

from indexer.store.tables import accounts, auction, booking, crowdfund, loan, request, trade
from indexer.store.tables.table import Table

_MODULES = (trade, auction, crowdfund, booking, request, loan, accounts)
TABLES: dict[str, Table[Any]] = {table.name: table for module in _MODULES for table in module.TABLES}
TABLE_OF: dict[type[Any], Table[Any]] = {table.kind: table for table in TABLES.values()}
