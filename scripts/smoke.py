"""Tries the whole marketplace end to end and stops: `make smoke`, or CHAIN=anvil make smoke.

The same parts as the demo on free ports, then two purchases: one by contracts and API, one by the page in a browser.
Ends with 0, or says which step failed and why.
"""

import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
from eth_account.signers.local import LocalAccount
from playwright.sync_api import Error as BrowserError

from indexer.content.documents import review_document
from scripts import devnet, marketplace, processes
from scripts.demo import APPLICATIONS
from scripts.dev_accounts import dev_account
from scripts.devnet import DevnetError
from scripts.market import buying
from scripts.market.abi import Json
from scripts.market.buying import Offer, Wish
from scripts.market.chain import ChainError, Receipt, hexed
from scripts.market.index import ApiError
from scripts.market.rpc import RpcError
from scripts.market.shapes import (
    EMPTY,
    Address,
    Deal,
    DealId,
    Digest,
    commitment_of,
    deal_id_of,
    deal_key_of,
    listing_id_of,
    sku_of,
)
from scripts.marketplace import Marketplace, Plan
from scripts.processes import ProcessError
from scripts.seed import market
from scripts.seed.catalog import DAY
from scripts.smoke_page import trade_on_the_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SELLER, VISITOR = 1, 20
SKU = "mug-indigo"
LISTINGS = 24
STATUSES = {"Funded", "Fulfilled", "Completed", "Disputed", "Closed"}
FAILURES = (AssertionError, BrowserError, ChainError, RpcError, ApiError, ProcessError, DevnetError, httpx.HTTPError)


@dataclass(slots=True)
class Visit:
    """One pass through the market. `deal` is the purchase by contracts."""

    place: Marketplace
    begin: int
    seller: LocalAccount = field(default_factory=lambda: dev_account(SELLER))
    visitor: LocalAccount = field(default_factory=lambda: dev_account(VISITOR))
    _deal: Deal | None = None

    @property
    def deal(self) -> Deal:
        assert self._deal is not None, "buying comes first"
        return self._deal

    @property
    def deal_id(self) -> DealId:
        deployed = self.place.chain.deployment
        return deal_id_of(self.deal, chain_id=deployed.chain_id, escrow=deployed.addresses["Escrow"])

    @property
    def listing_id(self) -> str:
        return hexed(listing_id_of(Address(self.seller.address), sku_of(SKU)))

    def does(self, account: LocalAccount, contract: str, act: str, *arguments: object) -> Receipt:
        return self.place.chain.send(self.place.chain.call(contract, act, *arguments), account)

    def shown(self, receipt: Receipt) -> Json:
        return self.place.index.deal(hexed(self.deal_id), min_block=receipt.block_number)

    def fill(self) -> None:
        market.fill(self.place.net, self.place.chain, self.place.index, begin=self.begin, told=lambda _day: None)
        self.place.net.travel_to(int(time.time()))

    def look_around(self) -> None:
        self.place.wait_until_ready()
        listings = self.place.index.every("/v1/listings")
        assert len(listings) >= LISTINGS, f"only {len(listings)} listings are on the market"
        statuses = {deal["status"] for deal in self.place.index.every("/v1/deals")}
        assert statuses == STATUSES, f"deals are only {statuses}"
        for name, path in APPLICATIONS.items():
            asked = urlsplit(path)
            assert self.place.index.get(asked.path, **dict(parse_qsl(asked.query)))["data"], f"no {name} at {path}"
        page = self.place.index.get("/v1/listings", q="indgo mug")
        found = [listing["listingId"] for listing in page["data"]]
        assert self.listing_id in found, f"a misspelt search finds only {found}"
        picture = self.place.index.listing(self.listing_id)["document"]["content"]["pictures"][0]
        assert self.place.index.bytes_of(picture["cid"]).startswith(b"RIFF"), "the picture is not served"

    def buy(self) -> None:
        offer = Offer.from_json(self.place.index.listing(self.listing_id))
        wish = Wish(buyer=Address(self.visitor.address), units=2)
        self._deal, purchase = buying.deal_for(offer, wish, now=self.place.chain.now())
        receipt = self.place.chain.send(buying.opening(self.place.chain, self.deal, purchase), self.visitor)
        assert self.shown(receipt)["status"] == "Funded"

    def deliver_and_release(self) -> None:
        receipt = self.does(self.seller, "Escrow", "fulfil", self.deal, EMPTY)
        assert self.shown(receipt)["status"] == "Fulfilled"
        before = self.place.chain.balance(self.deal.seller)
        receipt = self.does(self.visitor, "Escrow", "release", self.deal)
        assert self.place.chain.balance(self.deal.seller) == before + self.deal.price
        assert self.shown(receipt)["outcome"] == "Released"

    def review(self) -> None:
        written = [(self.visitor, 5, "Both mugs are perfect."), (self.seller, 4, "Quick and kind.")]
        sealed = [(author, score, self.pin(text), secrets.token_bytes(32)) for author, score, text in written]
        for author, score, document, secret in sealed:
            address = Address(author.address)
            commitment = commitment_of(self.deal_id, address, score=score, document=document, secret=secret)
            self.does(author, "Reputation", "commitReview", self.deal_id, commitment)
        receipts = [
            self.does(
                author, "Reputation", "revealReview", deal_key_of(self.deal), author.address, score, document, secret
            )
            for author, score, document, secret in sealed
        ]
        path = f"/v1/accounts/{self.seller.address}/reviews"
        reviews = self.place.index.get(path, min_block=receipts[-1].block_number)["data"]
        assert any(r["dealId"] == hexed(self.deal_id) and r["score"] == 5 for r in reviews), "the review is not shown"

    def pin(self, text: str) -> Digest:
        document = review_document(text, datetime.fromtimestamp(self.place.chain.now(), UTC))
        self.place.index.pin_document(document.content)
        return Digest(bytes.fromhex(document.digest.removeprefix("0x")))

    def use_the_page(self) -> None:
        answer = httpx.get(self.place.url)
        assert answer.is_success, f"the page answers {answer.status_code}"
        assert "<html" in answer.text, "the page is not HTML"
        browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        if browser is None:
            print("  There is no Chromium here: the page was only fetched. `make setup` says how to get it.")
            return
        deal_id = trade_on_the_page(
            self.place, Path(browser), listing_id=self.listing_id, seller=self.seller, buyer=self.visitor
        )
        shown = self.place.index.deal(deal_id)
        assert (shown["status"], shown["outcome"]) == ("Closed", "Released"), f"the page's deal is {shown['status']}"


def steps(visit: Visit) -> tuple[tuple[str, Callable[[], None]], ...]:
    return (
        ("A month of trade by ten sellers and six buyers", visit.fill),
        ("The index and the API show listings, pictures and deals in every state", visit.look_around),
        ("The visitor buys two mugs: the money is in escrow", visit.buy),
        ("The seller delivers, the visitor releases, the price arrives", visit.deliver_and_release),
        ("Both review, blind, and reveal", visit.review),
        ("The same on the page", visit.use_the_page),
    )


def main() -> None:
    processes.end_on_terminate()
    began = time.monotonic()
    begin = int(time.time()) - market.LENGTH_DAYS * DAY
    step = "Everything starts"
    try:
        with tempfile.TemporaryDirectory(prefix="agora-smoke-") as name:
            folder = Path(name)
            print("Building the page where it changed")
            marketplace.build_page(folder / "page.log")
            plan = Plan(kind=devnet.chosen(), folder=folder, record=folder / "deployment.json", timestamp=begin)
            with marketplace.running(plan, told=print) as place:
                for step, act in steps(Visit(place, begin)):  # named when it fails
                    print(step, flush=True)
                    act()
    except FAILURES as error:
        print(f"FAILED: {step}\n{error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    print(f"All of it works, in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
