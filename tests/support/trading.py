"""People of a story, trading through contracts and API as their wallets would."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from eth_account.signers.local import LocalAccount

from indexer.content.documents import listing_document
from scripts.market import buying
from scripts.market.buying import Offer, Wish
from scripts.market.chain import Call, Receipt, Refused, hexed
from scripts.market.shapes import EMPTY, NATIVE, Deal, Digest, Terms, deal_id_of, listing_id_of, sku_of
from scripts.marketplace import Marketplace

DAY = 86_400
ARRIVES_SECONDS = 20
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Shop:
    market: Marketplace

    @property
    def chain(self):
        return self.market.chain

    @property
    def index(self):
        return self.market.index

    def pin(self, document) -> Digest:
        self.index.pin_document(document.content)
        return Digest(bytes.fromhex(document.digest.removeprefix("0x")))

    def does(self, account: LocalAccount, contract: str, act: str, *arguments) -> Receipt:
        return self.chain.send(self.chain.call(contract, act, *arguments), account)

    def refuses(self, call: Call, by: LocalAccount, error: str) -> None:
        """The contract says no, by this error, before anything is sent."""
        with pytest.raises(Refused) as refusal:
            self.chain.simulate(call, by.address)
        assert refusal.value.error == error

    def publish(self, seller: LocalAccount, sku: str, *, title: str, stock: int, **terms) -> str:
        document = listing_document(
            title,
            f"{title}, made by hand.",
            category="home/ceramics",
            kind="physical",
            tags=["stoneware"],
            created_at=datetime.fromtimestamp(self.chain.now(), UTC),
        )
        shape = {
            "token": NATIVE,
            "price": 10**16 + 7,
            "deliver_period": 7 * DAY,
            "inspection": 5 * DAY,
            "contest_period": 3 * DAY,
            "ruling_period": 7 * DAY,
            "expires_at": self.chain.now() + 90 * DAY,
            "document": self.pin(document),
        }
        receipt = self.does(seller, "FixedPrice", "publish", sku_of(sku), Terms(**shape | terms), stock)
        listing_id = hexed(listing_id_of(seller.address, sku_of(sku)))
        self.arrived(lambda: self.index.listing(listing_id, min_block=receipt.block_number)["document"])
        return listing_id

    def arrived(self, look: Callable[[], dict]) -> dict:
        """Documents come beside the blocks: looks until this one is there."""
        deadline = time.monotonic() + ARRIVES_SECONDS
        while (found := look())["state"] != "verified":
            assert time.monotonic() < deadline, f"the document does not arrive: {found}"
            time.sleep(LOOK_SECONDS)
        return found

    def deal(self, buyer: LocalAccount, listing_id: str, **wish) -> tuple[Deal, buying.Purchase]:
        offer = Offer.from_json(self.index.listing(listing_id))
        return buying.deal_for(offer, Wish(buyer=buyer.address, **wish), now=self.chain.now())

    def buy(self, buyer: LocalAccount, listing_id: str, **wish) -> Deal:
        deal, purchase = self.deal(buyer, listing_id, **wish)
        self.chain.send(buying.opening(self.chain, deal, purchase), buyer)
        return deal

    def fulfil(self, seller: LocalAccount, deal: Deal) -> Receipt:
        return self.does(seller, "Escrow", "fulfil", deal, EMPTY)

    def deal_id(self, deal: Deal) -> bytes:
        deployed = self.chain.deployment
        return deal_id_of(deal, chain_id=deployed.chain_id, escrow=deployed.addresses["Escrow"])

    def shown(self, deal: Deal) -> dict:
        """As the API shows it once it has seen the newest block."""
        return self.index.deal(hexed(self.deal_id(deal)), min_block=self.head())

    def state(self, deal: Deal) -> dict:
        return self.chain.read("Escrow", "stateOf", self.deal_id(deal))

    def head(self) -> int:
        return int(self.chain.rpc.ask("eth_blockNumber"), 16)
