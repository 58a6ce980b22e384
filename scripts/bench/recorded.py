"""A chain of logs in memory that answers as a node does: for replays, and for the tests of the index."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from indexer.config import read_abis
from indexer.model.identity import keccak256
from scripts.bench.history import Emitted, MarketHistory

CHAIN_ID = 31337
CONTRACTS = {
    name: "0x" + hashlib.sha256(name.encode()).hexdigest()[:40]
    for name in ("Escrow", "FixedPrice", "Reputation", "Profiles")
}
GENESIS_TIME = 1_790_000_000
BLOCK_SECONDS = 2
_UNKNOWN_BLOCK = -32000
_NO_SUCH_METHOD = -32601


class RpcFault(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Recorded:
    """A block with its header and logs as JSON already."""

    number: int
    hash: str
    header: bytes
    logs: tuple[bytes, ...]


class Encoder:
    """Events to raw logs. All our events have fixed-size words only."""

    def __init__(self) -> None:
        self._abis = {
            (name, entry["name"]): entry
            for name, abi in read_abis().items()
            for entry in abi
            if entry["type"] == "event"
        }
        self._topics = {key: "0x" + keccak256(_signature(entry).encode()).hex() for key, entry in self._abis.items()}

    def encode(self, emitted: Emitted) -> tuple[list[str], str]:
        key = (emitted.contract, emitted.name)
        topics, data = [self._topics[key]], "0x"
        for entry, value in zip(self._abis[key]["inputs"], emitted.values, strict=True):
            words = "".join(_words(value))
            if entry["indexed"]:
                topics.append("0x" + words)
            else:
                data += words
        return topics, data


class RecordedChain:
    def __init__(self, blocks: Sequence[Recorded] = ()) -> None:
        self.blocks = list(blocks) or [block_of(0, "0x" + "00" * 32, logs=(), salt="genesis")]
        self._by_hash = {block.hash: block for block in self.blocks}

    @property
    def head(self) -> Recorded:
        return self.blocks[-1]

    def append(self, block: Recorded) -> None:
        self.blocks.append(block)
        self._by_hash[block.hash] = block

    def deployment(self) -> dict[str, Any]:
        contracts = {name: {"address": address, "block": 1} for name, address in CONTRACTS.items()}
        return {
            "chainId": CHAIN_ID,
            "genesisHash": self.blocks[0].hash,
            "startBlock": 1,
            "contracts": contracts,
            "tokens": [],
        }

    def answer(self, method: str, params: Sequence[Any]) -> Any:
        if method == "eth_chainId":
            return hex(CHAIN_ID)
        if method == "eth_getCode":
            return "0x00" if params[0] in CONTRACTS.values() else "0x"
        if method == "eth_getBlockByNumber":
            return self._header(params[0])
        if method == "eth_getLogs":
            return self._logs(params[0])
        raise RpcFault(_NO_SUCH_METHOD, f"the method {method} does not exist")

    def _header(self, asked: str) -> Any:
        number = self.head.number if asked == "latest" else int(asked, 16)
        return orjson.Fragment(self.blocks[number].header) if number <= self.head.number else None

    def _logs(self, asked: Mapping[str, Any]) -> Any:
        if "blockHash" in asked:
            block = self._by_hash.get(asked["blockHash"])
            if block is None or self.blocks[block.number : block.number + 1] != [block]:
                raise RpcFault(_UNKNOWN_BLOCK, "unknown block")
            blocks: Iterable[Recorded] = [block]
        else:
            blocks = self.blocks[int(asked["fromBlock"], 16) : int(asked["toBlock"], 16) + 1]
        return orjson.Fragment(b"[" + b",".join(log for block in blocks for log in block.logs) + b"]")


def extend(chain: RecordedChain, history: MarketHistory, encoder: Encoder, *, events: int, salt: str) -> None:
    """One block more, with about as many events."""
    parent = chain.head
    number = parent.number + 1
    now = GENESIS_TIME + number * BLOCK_SECONDS
    transactions: list[list[Emitted]] = []
    while sum(map(len, transactions)) < events:
        transactions.append(history.transaction(now))
    chain.append(block_of(number, parent.hash, logs=transactions, salt=salt, encoder=encoder))


def block_of(
    number: int,
    parent: str,
    *,
    logs: Iterable[Iterable[Emitted]],
    salt: str,
    encoder: Encoder | None = None,
) -> Recorded:
    name = "0x" + hashlib.sha256(f"{number} {parent} {salt}".encode()).hexdigest()
    header = {
        "number": hex(number),
        "hash": name,
        "parentHash": parent,
        "timestamp": hex(GENESIS_TIME + number * BLOCK_SECONDS),
    }
    raw: list[bytes] = []
    for position, transaction in enumerate(logs):
        for emitted in transaction:
            assert encoder is not None
            topics, data = encoder.encode(emitted)
            raw.append(
                orjson.dumps(
                    {
                        "address": CONTRACTS[emitted.contract],
                        "topics": topics,
                        "data": data,
                        "blockNumber": hex(number),
                        "blockHash": name,
                        "blockTimestamp": header["timestamp"],
                        "transactionHash": "0x" + hashlib.sha256(f"{name} {position}".encode()).hexdigest(),
                        "transactionIndex": hex(position),
                        "logIndex": hex(len(raw)),
                        "removed": False,
                    }
                )
            )
    return Recorded(number, name, orjson.dumps(header), tuple(raw))


def _words(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [word for part in value for word in _words(part)]
    return [value[2:].rjust(64, "0") if isinstance(value, str) else f"{value:064x}"]


def _signature(entry: Mapping[str, Any]) -> str:
    return f"{entry['name']}({','.join(map(_type, entry['inputs']))})"


def _type(entry: Mapping[str, Any]) -> str:
    return f"({','.join(map(_type, entry['components']))})" if entry["type"] == "tuple" else str(entry["type"])
