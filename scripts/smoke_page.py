"""A purchase by two people who only have a browser and a wallet."""

import re
from pathlib import Path

from eth_account.signers.local import LocalAccount
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.marketplace import Marketplace
from tests.frontend.acts import buy
from tests.frontend.wallet import Wallet

PATIENCE_MILLISECONDS = 30_000


def trade_on_the_page(
    place: Marketplace, browser: Path, *, listing_id: str, seller: LocalAccount, buyer: LocalAccount
) -> str:
    """Bought, delivered, paid, reviewed by both. Returns the deal's id."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, which is who runs this in a container.
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        hers = connected(place, chromium, buyer, path="/")
        buy(hers, listing_id)
        expect(hers).to_have_url(re.compile("#/deal/0x"))
        path = f"/{hers.url[hers.url.index('#') :]}"
        his = connected(place, chromium, seller, path=path)
        act(his, "Mark as delivered", then="Delivered: waiting for the buyer to inspect")
        act(hers, "Pay the seller", then="Done: the buyer paid the seller")
        expect(his.get_by_text("Done: the buyer paid the seller")).to_be_visible()
        review(hers, "5", then="You can open it when the other side has written theirs")
        review(his, "4", then="Sealed:")
        confirm(hers, "Open my review", then="You gave")
        confirm(his, "Open my review", then="The other side gave 5 of 5.")
        expect(hers.get_by_text("The other side gave 4 of 5.")).to_be_visible()
        chromium.close()
    return path.rsplit("/", 1)[1]


def connected(place: Marketplace, browser: Browser, account: LocalAccount, *, path: str) -> Page:
    home = place.net.chain_id
    wallet = Wallet(account=account, rpc=place.net.rpc, chain_id=home, home_chain=home, known_chains={home})
    context = browser.new_context(base_url=place.url)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    wallet.inject(context)
    page = context.new_page()
    page.goto(path)
    page.get_by_role("button", name="Connect", exact=True).click()
    page.get_by_role("button", name="Test Wallet").click()
    return page


def act(page: Page, name: str, *, then: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    confirm(page, name, then=then)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def review(page: Page, score: str, *, then: str) -> None:
    page.get_by_role("radio", name=score, exact=True).check()
    confirm(page, "Seal my review", then=then)


def confirm(page: Page, name: str, *, then: str) -> None:
    """Signs once the page has checked it, and waits for what the page says when the index has seen it."""
    panel = page.locator(".job")
    expect(panel.get_by_text("Checked: this will work.")).to_be_visible()
    panel.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(then).first).to_be_visible()
