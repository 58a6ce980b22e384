"""The least that an index can do: getLogs, decode, fold, insert, and nothing else. What ours is held against.

No headers, no reorganizations, no JSON, no documents, no raw events, no retries: it could not be used.
"""

import sqlite3
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from indexer.model.identity import keccak256
from scripts.bench.recorded import CONTRACTS

_BLOCKS_AT_ONCE = 200
_SCHEMA = """
create table deal (id text primary key, buyer text, seller text, price text, status text, at integer);
create table listing (id text primary key, seller text, price text, stock integer, at integer);
create table log (block integer, position integer, entity text, topic text, primary key (block, position));
create index log_of_entity on log (entity, block, position);
create index deal_of_buyer on deal (buyer, at);
create index deal_of_seller on deal (seller, at);
"""
_WORD = 64
_DEAL_WORDS = "address,address,address,address,uint128,uint128,address,uint16,address,uint16,uint16,uint40,uint32,uint8"
_OPENED = (
    f"DealOpened(bytes32,address,address,address,({_DEAL_WORDS},uint32,uint32,uint32,uint256,bytes32,bytes32,bytes32))"
)


def index(url: str, path: Path, *, head: int) -> int:
    """Returns the number of events."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.executescript(_SCHEMA)
    node = HTTPConnection(urlsplit(url).netloc)
    opened = "0x" + keccak256(_OPENED.encode()).hex()
    events = 0
    for first in range(1, head + 1, _BLOCKS_AT_ONCE):
        logs = _logs(node, first, min(first + _BLOCKS_AT_ONCE - 1, head))
        events += len(logs)
        _write(connection, logs, opened)
    return events


def _logs(node: HTTPConnection, first: int, last: int) -> list[dict[str, Any]]:
    asked = {"address": list(CONTRACTS.values()), "fromBlock": hex(first), "toBlock": hex(last)}
    body = orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [asked]})
    node.request("POST", "/", body=body)
    logs: list[dict[str, Any]] = orjson.loads(node.getresponse().read())["result"]
    return logs


def _write(connection: sqlite3.Connection, logs: list[dict[str, Any]], opened: str) -> None:
    deals: dict[str, tuple[Any, ...]] = {}
    touched: dict[str, tuple[str, int]] = {}
    rows = []
    for log in logs:
        topics, data = log["topics"], log["data"]
        number = int(log["blockNumber"], 16)
        entity = topics[1]
        rows.append((number, int(log["logIndex"], 16), entity, topics[0]))
        if topics[0] == opened:
            words = [data[i : i + _WORD] for i in range(2, len(data), _WORD)]
            deals[entity] = (
                entity,
                "0x" + words[2][24:],
                "0x" + words[3][24:],
                str(int(words[5], 16)),
                "Funded",
                number,
            )
        else:
            touched[entity] = (topics[0], number)
    connection.execute("begin")
    connection.executemany("insert into log values (?, ?, ?, ?)", rows)
    connection.executemany("insert into deal values (?, ?, ?, ?, ?, ?)", deals.values())
    connection.executemany(
        "update deal set status = ?, at = ? where id = ?", [(*value, key) for key, value in touched.items()]
    )
    connection.execute("commit")
