"""Auctions: lots, their ids and reserves, bids, and the deal that a sale becomes.

The fields stand in the order of the Solidity struct, for they are encoded in it.
"""

from dataclasses import astuple, dataclass
from typing import NewType

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts.market.chain import Call, Chain
from scripts.market.deployment import TOKEN_INTERFACE
from scripts.market.shapes import EMPTY, NATIVE, NOBODY, WHOLE_BPS, Address, Deal, Digest

AuctionId = NewType("AuctionId", bytes)

# How long after the end a sale may be settled.
SETTLE_SECONDS = 7 * 86_400
LOT_TYPE = (
    "(address,address,uint88,uint88,bytes32,uint16,uint40,uint40,uint32,uint8,uint32,"
    "address,uint16,uint16,uint32,uint32,uint32,uint32,bytes32,bytes32)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A buy-now price of zero is not offered, a reserve hash of zero is no reserve."""

    seller: Address
    token: Address = NATIVE
    start_price: int
    buy_now_price: int = 0
    reserve_hash: bytes = EMPTY
    increment_bps: int
    starts_at: int
    ends_at: int
    extension: int = 0
    max_extensions: int = 0
    reveal_period: int = 0
    arbiter: Address = NOBODY
    arbiter_bps: int = 0
    silence_bps: int = WHOLE_BPS // 2
    deliver_period: int
    inspection: int
    contest_period: int
    ruling_period: int
    document: Digest
    salt: bytes


def auction_id_of(lot: Lot, *, chain_id: int, market: Address) -> AuctionId:
    return AuctionId(keccak(encode(["uint256", "address", LOT_TYPE], [chain_id, market, astuple(lot)])))


def reserve_hash_of(reserve: int, secret: bytes) -> bytes:
    """The hash is public: a secret that can be guessed hides nothing. Take 32 random bytes."""
    return keccak(encode(["uint88", "bytes32"], [reserve, secret]))


def bidding(chain: Chain, lot: Lot, amount: int) -> Call:
    """A token must have been approved, see `approval`."""
    return chain.call("Auction", "bid", lot, amount, value=amount if lot.token == NATIVE else 0)


def buying_now(chain: Chain, lot: Lot) -> Call:
    return chain.call("Auction", "buyNow", lot, value=lot.buy_now_price if lot.token == NATIVE else 0)


def approval(chain: Chain, lot: Lot, amount: int) -> Call | None:
    """The exact amount, never more; None for the native coin."""
    if lot.token == NATIVE:
        return None
    return chain.call(TOKEN_INTERFACE, "approve", chain.deployment.addresses["Auction"], amount, at=lot.token)


def deal_for(lot: Lot, auction_id: AuctionId, *, market: Address, buyer: Address, price: int, sold_at: int) -> Deal:
    """The deal that the auction opened at `sold_at`, the time of the block that settled it."""
    return Deal(
        market=market,
        buyer=buyer,
        seller=lot.seller,
        token=lot.token,
        price=price,
        deposit=0,
        referrer=NOBODY,
        referral_bps=0,
        arbiter=lot.arbiter,
        arbiter_bps=lot.arbiter_bps,
        silence_bps=lot.silence_bps,
        deliver_by=sold_at + lot.deliver_period,
        inspection=lot.inspection,
        revisions=0,
        claim_period=0,
        contest_period=lot.contest_period,
        ruling_period=lot.ruling_period,
        refunds=0,
        handover=EMPTY,
        agreement=lot.document,
        salt=auction_id,
    )
