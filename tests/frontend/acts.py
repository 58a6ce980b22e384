"""What people do on the page, again and again."""

import re

from playwright.sync_api import Page, expect

DONE = re.compile(r"^Done\. Mined in block \d+")


def sign(page: Page, name: str) -> None:
    """Waits until the page has checked it, then confirms."""
    job = page.locator(".job")
    expect(job.get_by_text("Checked: this will work.")).to_be_visible()
    job.get_by_role("button", name=name, exact=True).click()


def confirm(page: Page, name: str) -> None:
    """As `sign`, and waits until it is mined and indexed."""
    sign(page, name)
    expect(page.locator(".job").get_by_text(DONE)).to_be_visible()


def act(page: Page, name: str) -> None:
    """An act on a deal, without a form to fill in."""
    page.get_by_role("button", name=name, exact=True).first.click()
    confirm(page, name)
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()


def buy(page: Page, listing_id: str) -> None:
    """Buys one and goes to the deal."""
    page.goto(f"/#/listing/{listing_id}")
    page.get_by_role("button", name="Buy", exact=True).click()
    confirm(page, "Pay into escrow")
    page.get_by_role("link", name="Go to the deal").click()
