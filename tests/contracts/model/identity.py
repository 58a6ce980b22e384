"""Ids and digests as anyone can compute them without asking the contracts."""

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.world.shapes import Deal, DealKey

OTHER_TERMS = (
    "(address,uint128,uint128,address,uint16,address,uint16,uint16,uint40,uint32,uint8,"
    "uint32,uint32,uint32,uint256,bytes32,bytes32,bytes32)"
)
DEAL = "(address,address,address," + OTHER_TERMS[1:]
TERMS = (
    "(address,uint128,uint128,uint16,address,uint16,uint16,uint32,uint32,uint32,uint8,uint32,uint32,uint32,uint40,"
    "bytes32)"
)


def deal_key(deal: Deal) -> DealKey:
    return DealKey(deal.market, deal.buyer, deal.seller, keccak(encode([OTHER_TERMS], [deal[3:]])))


def deal_id(chain_id: int, escrow: str, deal: Deal) -> bytes:
    """In two levels, so that four words prove who the parties were."""
    key = ["uint256", "address", "address", "address", "address", "bytes32"]
    return keccak(encode(key, [chain_id, escrow, *deal_key(deal)]))


def listing_id(seller: str, sku: bytes) -> bytes:
    return keccak(encode(["address", "bytes32"], [seller, sku]))


def commitment(deal: bytes, author: str, *, score: int, document: bytes, secret: bytes) -> bytes:
    return keccak(
        encode(["bytes32", "address", "uint8", "bytes32", "bytes32"], [deal, author, score, document, secret])
    )
