"""When services are gone: whoever has the page and a wallet still finishes his deals."""

import json
import re

import pytest
from playwright.sync_api import expect

from scripts.marketplace import PAGE
from tests.frontend.acts import act

pytestmark = pytest.mark.browser


@pytest.fixture
def deal(shop, people):
    listing = (
        shop.publish(people["seller"], "lasting", title="Kettle that lasts", stock=50) if not shop_has(shop) else None
    )
    bought = shop.buy(people["buyer"], listing or shop_has(shop))
    shop.shown(bought)
    return f"0x{shop.deal_id(bought).hex()}"


def shop_has(shop):
    found = shop.index.get("/v1/listings", q="kettle that lasts")["data"]
    return found[0]["listingId"] if found else None


def cut_off(page):
    page.route("**/v1/**", lambda route: route.abort())


def test_a_deal_is_read_from_the_chain_and_finished(visitors, wallet_of, deal):
    page = visitors.connected(wallet_of("buyer"))
    cut_off(page)
    page.goto(f"/#/deal/{deal}")

    expect(page.get_by_text("No index answers, so this deal is read from the chain itself.")).to_be_visible()
    act(page, "Pay the seller")
    expect(page.get_by_role("heading", name="Done: the buyer paid the seller")).to_be_visible()


def test_a_reload_without_any_service_still_finds_ones_trades(visitors, wallet_of, deal):
    page = visitors.connected(wallet_of("buyer"))
    cut_off(page)
    page.goto("/#/trades")
    page.reload()

    expect(page.get_by_role("heading", name=re.compile("Waiting for others"))).to_be_visible()
    page.get_by_role("link", name=re.compile(deal[:10])).click()
    expect(page.get_by_role("heading", name="Paid: waiting for the seller to deliver")).to_be_visible()


def test_a_service_that_never_answered_has_a_sentence(visitors):
    page = visitors.visit("/#/services")
    cut_off(page)
    page.goto("/")
    page.evaluate("localStorage.clear()")
    page.reload()

    expect(page.get_by_text("This market cannot be reached.")).to_be_visible()


def test_it_runs_from_a_disk(visitors, wallet_of, market, deal):
    page = visitors.visit((PAGE / "index.html").as_uri() + "#/services", wallet=wallet_of("buyer"))
    page.get_by_label("Index").fill(market.url)
    page.get_by_role("button", name="Use these").click()
    page.goto((PAGE / "index.html").as_uri() + f"#/deal/{deal}")

    expect(page.get_by_role("heading", name="Kettle that lasts")).to_be_visible()
    assert json.loads(page.evaluate("localStorage.getItem('agora.services')"))["api"] == market.url
