"""Where a text was left behind: in the index, the content store, the logs, or on the chain."""

import re
from collections.abc import Iterator

import h3

from scripts.marketplace import Marketplace

CELL = re.compile(rb"(?<![0-9a-f])8[0-9a-f]{14}(?![0-9a-f])")


def places_with(market: Marketplace, *secrets: bytes) -> list[str]:
    """Files of the index, the content store and the logs, and blocks of the chain, that hold one of the texts."""
    return [place for place, held in written(market) for secret in secrets if secret in held]


def cells_finer_than(market: Marketplace, resolution: int) -> list[tuple[str, str]]:
    """Where such a cell is written, and which. A block may hold bytes that only look like one: texts alone count."""
    found = [(place, cell.decode()) for place, held in written(market) for cell in CELL.findall(held)]
    return [(place, cell) for place, cell in found if h3.is_valid_cell(cell) and h3.get_resolution(cell) > resolution]


def written(market: Marketplace) -> Iterator[tuple[str, bytes]]:
    for path in market.folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()
    head = int(market.chain.rpc.ask("eth_blockNumber"), 16)
    for number in range(head + 1):
        block = market.chain.rpc.ask("eth_getBlockByNumber", hex(number), True)
        for transaction in block["transactions"]:
            yield f"block {number}", bytes.fromhex(transaction["input"].removeprefix("0x"))
