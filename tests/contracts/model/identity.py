"""Ids and digests as anyone can compute them without asking the contracts."""

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.world.shapes import Deal

DEAL = (
    "(address,address,address,address,uint128,uint128,address,uint16,address,uint16,uint16,uint40,uint32,uint8,"
    "uint32,uint32,uint32,uint256,bytes32,bytes32,bytes32)"
)
TERMS = (
    "(address,uint128,uint128,uint16,address,uint16,uint16,uint32,uint32,uint32,uint8,uint32,uint32,uint32,uint40,"
    "bytes32)"
)


def deal_id(chain_id: int, escrow: str, deal: Deal) -> bytes:
    return keccak(encode(["uint256", "address", DEAL], [chain_id, escrow, deal]))


def listing_id(seller: str, sku: bytes) -> bytes:
    return keccak(encode(["address", "bytes32"], [seller, sku]))


def commitment(deal: bytes, author: str, *, score: int, document: bytes, secret: bytes) -> bytes:
    return keccak(
        encode(["bytes32", "address", "uint8", "bytes32", "bytes32"], [deal, author, score, document, secret])
    )
