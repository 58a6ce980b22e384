"""From an offer to the deal that buys it."""

import secrets
from dataclasses import dataclass
from typing import Self

from scripts.market.abi import Json
from scripts.market.chain import Call, Chain
from scripts.market.deployment import TOKEN_INTERFACE
from scripts.market.shapes import EMPTY, NATIVE, NOBODY, WHOLE_BPS, Address, Deal, Purchase, Terms

# The chain may take this long to mine the purchase: the seller's time to deliver must not have begun to run out.
MINING_MARGIN_SECONDS = 3600
UNTIL_BITS, STEP_BITS, STEPS = 40, 56, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the buyer decides; everything else is the seller's terms."""

    buyer: Address
    units: int = 1
    referrer: Address = NOBODY
    referral_bps: int = 0
    handover: bytes = EMPTY
    salt: bytes | None = None
    margin: int = MINING_MARGIN_SECONDS


@dataclass(frozen=True, slots=True)
class Offer:
    """A listing as its seller published or signed it."""

    market: Address
    seller: Address
    sku: bytes
    terms: Terms

    @classmethod
    def from_json(cls, listing: Json) -> Self:
        """From the API's listing."""
        sku = bytes.fromhex(listing["sku"].removeprefix("0x"))
        return cls(Address(listing["market"]), Address(listing["seller"]), sku, Terms.from_json(listing["terms"]))


def deal_for(offer: Offer, wish: Wish, *, now: int) -> tuple[Deal, Purchase]:
    """`now` is the time of the chain's latest block, from which the seller's periods are counted."""
    terms = offer.terms
    deal = Deal(
        market=offer.market,
        buyer=wish.buyer,
        seller=offer.seller,
        token=terms.token,
        price=terms.price * wish.units,
        deposit=terms.deposit * wish.units,
        referrer=wish.referrer,
        referral_bps=wish.referral_bps,
        arbiter=terms.arbiter,
        arbiter_bps=terms.arbiter_bps,
        silence_bps=terms.silence_bps,
        deliver_by=now + terms.deliver_period + wish.margin,
        inspection=terms.inspection,
        revisions=terms.revisions,
        claim_period=terms.claim_period,
        contest_period=terms.contest_period,
        ruling_period=terms.ruling_period,
        refunds=full_refund_until(now + terms.cancel_period) if terms.cancel_period else 0,
        handover=wish.handover,
        agreement=terms.document,
        salt=secrets.token_bytes(32) if wish.salt is None else wish.salt,
    )
    purchase = Purchase(
        sku=offer.sku,
        units=wish.units,
        referral_bps=terms.referral_bps,
        deliver_period=terms.deliver_period,
        cancel_period=terms.cancel_period,
        expires_at=terms.expires_at,
    )
    return deal, purchase


def full_refund_until(moment: int) -> int:
    """The refund schedule that FixedPrice grants: one step, everything back."""
    return moment | WHOLE_BPS << UNTIL_BITS


def refund_steps(schedule: int) -> list[tuple[int, int]]:
    """Until when the buyer gets which share back, in basis points."""
    steps = [schedule >> (STEP_BITS * i) & ((1 << STEP_BITS) - 1) for i in range(STEPS)]
    return [(step & ((1 << UNTIL_BITS) - 1), step >> UNTIL_BITS) for step in steps if step]


def opening(chain: Chain, deal: Deal, purchase: Purchase, *, signed: bytes = b"") -> Call:
    """The transaction that pays the deal. A token must have been approved, see `approval`."""
    value = deal.price + deal.deposit if deal.token == NATIVE else 0
    return chain.call("Escrow", "open", deal, purchase.encoded(signed), value=value)


def approval(chain: Chain, deal: Deal, *, payer: Address) -> Call | None:
    """The exact amount, never more; None when nothing needs approval."""
    amount = deal.price + deal.deposit
    escrow = chain.deployment.addresses["Escrow"]
    if deal.token == NATIVE or chain.read(TOKEN_INTERFACE, "allowance", payer, escrow, at=deal.token) >= amount:
        return None
    return chain.call(TOKEN_INTERFACE, "approve", escrow, amount, at=deal.token)
