"""Journeys of wallet holders in a real browser, on a real chain, with the real index and API behind the page."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts import marketplace
from scripts.devnet import Kind
from scripts.marketplace import Marketplace
from tests.frontend.wallet import Wallet
from tests.support.market import opened, people
from tests.support.trading import Shop

__all__ = ["people"]

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE_MILLISECONDS = 15_000
ELSEWHERE = 5
# The browser's own words when a request of a test fails on purpose.
EXPECTED_NOISE = ("Failed to load resource",)


@pytest.fixture(scope="session")
def market(tmp_path_factory) -> Iterator[Marketplace]:
    folder = tmp_path_factory.mktemp("market")
    marketplace.build_page(folder / "page.log")
    with opened(Kind(os.environ.get("CHAIN", Kind.ANVIL)), folder) as place:
        yield place


def pytest_collection_modifyitems(config, items):
    """Ganache leaves a transaction that replaced another out of its block, so that nobody can find it there."""
    if os.environ.get("CHAIN") != Kind.GANACHE:
        return
    gone = [item for item in items if "busy_chain" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=gone)
    items[:] = [item for item in items if item not in gone]


@pytest.fixture
def busy_chain(market):
    """Mines only when it is left."""
    return market.net.one_block


@pytest.fixture(scope="session")
def shop(market) -> Shop:
    return Shop(market)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, which is who runs the tests in a container.
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Visitors:
    """Opens the page for people, each in a browser profile of its own, and keeps what the console said."""

    browser: Browser
    market: Marketplace
    said: list[str] = field(default_factory=list)
    contexts: list = field(default_factory=list)

    def visit(self, path: str = "/", *, wallet: Wallet | None = None, **options) -> Page:
        context = self.browser.new_context(base_url=self.market.url, **options)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self.contexts.append(context)
        if wallet:
            wallet.inject(context)
        page = context.new_page()
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.hear("error", str(error)))
        page.goto(path)
        return page

    def hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith(EXPECTED_NOISE):
            self.said.append(text)

    def connected(self, wallet: Wallet, path: str = "/", **options) -> Page:
        page = self.visit(path, wallet=wallet, **options)
        page.get_by_role("button", name="Connect", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Test Wallet").click()
        expect(page.locator(".wallet-corner .address")).to_be_visible()
        return page


@pytest.fixture
def visitors(browser, market) -> Iterator[Visitors]:
    """At the end nothing may have been refused by the content security policy, or have failed in the console."""
    people_here = Visitors(browser, market)
    yield people_here
    for context in people_here.contexts:
        context.close()
    assert not people_here.said, "\n".join(people_here.said)


@pytest.fixture
def wallet_of(market, people):
    """`wallet_of("buyer")`, or with a chain the wallet is on."""

    def make(part: str, *, chain_id: int | None = None, **temper) -> Wallet:
        home = market.net.chain_id
        return Wallet(
            account=people[part],
            rpc=market.net.rpc,
            chain_id=chain_id or home,
            home_chain=home,
            known_chains={home, ELSEWHERE},
            **temper,
        )

    return make
