"""Typed data (EIP-712) that sellers and parties sign without a transaction.

The contract computes the same digest; `sign_…` compares the two before a key is used.
"""

from dataclasses import asdict
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from scripts.market.buying import Offer
from scripts.market.chain import Chain, ChainError
from scripts.market.shapes import DealId, camel

TERMS_FIELDS = (
    ("token", "address"),
    ("price", "uint128"),
    ("deposit", "uint128"),
    ("referralBps", "uint16"),
    ("arbiter", "address"),
    ("arbiterBps", "uint16"),
    ("silenceBps", "uint16"),
    ("deliverPeriod", "uint32"),
    ("cancelPeriod", "uint32"),
    ("inspection", "uint32"),
    ("revisions", "uint8"),
    ("claimPeriod", "uint32"),
    ("contestPeriod", "uint32"),
    ("rulingPeriod", "uint32"),
    ("expiresAt", "uint40"),
    ("document", "bytes32"),
)
LISTING_FIELDS = (
    ("seller", "address"),
    ("sku", "bytes32"),
    ("revision", "uint32"),
    ("stock", "uint32"),
    ("terms", "Terms"),
)
SETTLEMENT_FIELDS = (("dealId", "bytes32"), ("depositOnly", "bool"), ("sellerBps", "uint16"), ("deadline", "uint256"))
DOMAIN_FIELDS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


class DigestDiffers(ChainError):
    def __init__(self, contract: str) -> None:
        super().__init__(f"{contract} would read another text than the one shown: nothing was signed.")


def sign_listing(chain: Chain, offer: Offer, account: LocalAccount, *, stock: int, revision: int) -> bytes:
    message = {"seller": offer.seller, "sku": offer.sku, "revision": revision, "stock": stock}
    message["terms"] = {camel(name): value for name, value in asdict(offer.terms).items()}
    data = typed_data(
        chain, "FixedPrice", "SignedListing", message, {"SignedListing": LISTING_FIELDS, "Terms": TERMS_FIELDS}
    )
    arguments = (offer.seller, offer.sku, revision, stock, offer.terms)
    return sign(data, account, expected=chain.read("FixedPrice", "listingDigest", *arguments), contract="FixedPrice")


def sign_settlement(
    chain: Chain, deal_id: DealId, account: LocalAccount, *, deposit_only: bool, seller_bps: int, deadline: int
) -> bytes:
    message = {"dealId": deal_id, "depositOnly": deposit_only, "sellerBps": seller_bps, "deadline": deadline}
    data = typed_data(chain, "Escrow", "Settlement", message, {"Settlement": SETTLEMENT_FIELDS})
    arguments = (deal_id, deposit_only, seller_bps, deadline)
    return sign(data, account, expected=chain.read("Escrow", "settlementDigest", *arguments), contract="Escrow")


def typed_data(
    chain: Chain, contract: str, primary: str, message: dict[str, Any], types: dict[str, tuple[tuple[str, str], ...]]
) -> dict[str, Any]:
    listed = {name: [{"name": n, "type": t} for n, t in fields] for name, fields in types.items()}
    return {
        "types": {"EIP712Domain": [{"name": n, "type": t} for n, t in DOMAIN_FIELDS], **listed},
        "primaryType": primary,
        "domain": {
            "name": f"Agora {contract}",
            "version": "1",
            "chainId": chain.deployment.chain_id,
            "verifyingContract": chain.deployment.addresses[contract],
        },
        "message": message,
    }


def sign(data: dict[str, Any], account: LocalAccount, *, expected: bytes, contract: str) -> bytes:
    message = encode_typed_data(full_message=data)
    if keccak(b"\x19" + message.version + message.header + message.body) != expected:
        raise DigestDiffers(contract)
    signature: bytes = Account.sign_message(message, account.key).signature
    return signature
