"""A listing, and the deal a buyer makes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace

import pytest
from brownie import web3
from brownie.network.account import Account
from brownie.network.contract import ProjectContract
from eth_abi import encode

from tests.contracts.model import typed_data
from tests.contracts.model.identity import TERMS, listing_id
from tests.contracts.world.chain import Clock
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, HOUR, Deal, Purchase, Step, Terms, pack_refunds
from tests.contracts.world.trade import Trade

SKU = b"blue bowl".ljust(32, b"\0")
STOCK = 5
REVISED = b"\x09" * 32


@dataclass(frozen=True)
class Shop:
    """The seller's side of the market, and what buyers build from it."""

    market: ProjectContract
    trade: Trade
    seller: Account
    terms: Terms
    make_deal: Callable[..., Deal]

    @property
    def id(self) -> bytes:
        return listing_id(self.seller.address, SKU)

    def listing(self) -> tuple[bytes, int, int]:
        terms_hash, stock, revision = self.market.listingOf(self.id)
        return bytes(terms_hash), stock, revision

    def hash(self, terms: Terms) -> bytes:
        type_hash = web3.keccak(text=typed_data.TERMS_TYPE)
        return bytes(web3.keccak(encode(["bytes32", TERMS], [type_hash, terms])))

    def deal(self, *, units: int = 1, **changes: object) -> Deal:
        """What an honest page builds for a buyer who takes everything the seller grants."""
        terms = self.terms
        now = self.trade.clock.now
        granted = {
            "market": self.market.address,
            "price": terms.price * units,
            "deposit": terms.deposit * units,
            "deliverBy": now + terms.deliverPeriod + HOUR,
            "refunds": pack_refunds(Step(now + terms.cancelPeriod, 10_000)),
            "agreement": terms.document,
        }
        return self.make_deal(**(granted | changes))

    def authorization(self, *, signed: bytes = b"", **changes: object) -> bytes:
        terms = self.terms
        usual = Purchase(SKU, 1, terms.referralBps, terms.deliverPeriod, terms.cancelPeriod, terms.expiresAt)
        purchase = usual._replace(**changes)
        return encode([PURCHASE, "bytes"], [purchase, signed]) if signed else encode([PURCHASE], [purchase])

    def buy(self, *, units: int = 1, **changes: object) -> Deal:
        deal = self.deal(units=units, **changes)
        return self.trade.open(deal, authorization=self.authorization(units=units))

    def sign(self, *, signer: str = "seller", **changes: object) -> bytes:
        usual = {"seller": self.seller.address, "sku": SKU, "revision": 0, "stock": STOCK, "terms": self.terms}
        message = usual | changes
        signature = sign(signer, typed_data.signed_listing(web3.eth.chain_id, self.market.address, **message))
        return encode(["uint32", "bytes"], [STOCK, signature])


PURCHASE = "(bytes32,uint32,uint16,uint32,uint32,uint40)"


@pytest.fixture
def shop(
    fixed_price: ProjectContract,
    trade: Trade,
    people: SimpleNamespace,
    make_deal: Callable[..., Deal],
    currency: str,
    clock: Clock,
) -> Shop:
    usual = make_deal()
    terms = Terms(
        token=currency,
        price=1_000_003,
        deposit=500_009,
        referralBps=250,
        arbiter=usual.arbiter,
        arbiterBps=usual.arbiterBps,
        silenceBps=usual.silenceBps,
        deliverPeriod=7 * DAY,
        cancelPeriod=DAY,
        inspection=usual.inspection,
        revisions=usual.revisions,
        claimPeriod=usual.claimPeriod,
        contestPeriod=usual.contestPeriod,
        rulingPeriod=usual.rulingPeriod,
        expiresAt=clock.now + 30 * DAY,
        document=sha256(b"a blue bowl").digest(),
    )
    return Shop(fixed_price, trade, people.seller, terms, make_deal)


@pytest.fixture
def published(shop: Shop) -> Shop:
    shop.market.publish(SKU, shop.terms, STOCK, {"from": shop.seller})
    return shop
