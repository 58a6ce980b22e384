"""Connecting: wallets that announce themselves, old ones, declining ones, and those on another network."""

import re

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import ELSEWHERE

pytestmark = pytest.mark.browser


def corner(page):
    return page.locator(".wallet-corner")


def test_a_wallet_is_picked_by_its_name(visitors, wallet_of, people):
    page = visitors.connected(wallet_of("buyer"))

    address = people["buyer"].address
    expect(corner(page).locator(".address")).to_have_text(f"{address[:6]}…{address[-4:]}")
    expect(corner(page).locator(".address")).to_have_attribute("title", address)


def test_nothing_is_asked_before_a_wallet_is_chosen(visitors, wallet_of):
    wallet = wallet_of("buyer")
    page = visitors.visit("/", wallet=wallet)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert wallet.asked == []


def test_a_wallet_may_decline_to_connect(visitors, wallet_of):
    page = visitors.visit("/", wallet=wallet_of("buyer", declining={"eth_requestAccounts"}))
    page.get_by_role("button", name="Connect", exact=True).click()
    page.get_by_role("button", name="Test Wallet").click()

    expect(page.get_by_text("You declined in your wallet. Nothing was sent.")).to_be_visible()
    expect(page.get_by_role("button", name="Connect", exact=True)).to_be_attached()


def test_it_reconnects_silently_after_a_reload(visitors, wallet_of):
    wallet = wallet_of("buyer")
    page = visitors.connected(wallet)
    wallet.asked.clear()
    page.reload()

    expect(corner(page).locator(".address")).to_be_visible()
    assert "eth_requestAccounts" not in wallet.asked


def test_a_wallet_that_was_disconnected_stays_so(visitors, wallet_of):
    page = visitors.connected(wallet_of("buyer"))
    corner(page).get_by_role("link").click()
    page.get_by_role("button", name="Disconnect").click()
    page.reload()

    expect(page.get_by_role("button", name="Connect", exact=True)).to_be_visible()


def test_an_old_wallet_that_announces_nothing_is_found(visitors, wallet_of):
    page = visitors.visit("/", wallet=wallet_of("buyer", legacy=True))
    page.get_by_role("button", name="Connect", exact=True).click()
    page.get_by_role("button", name="Browser wallet").click()

    expect(corner(page).locator(".address")).to_be_visible()


def test_without_a_wallet_it_says_where_to_get_one(visitors):
    page = visitors.visit("/")
    page.get_by_role("button", name="Connect", exact=True).click()

    expect(page.get_by_text("No wallet was found in this browser.")).to_be_visible()


def test_a_wallet_on_another_network_is_led_back(visitors, wallet_of):
    wallet = wallet_of("buyer", chain_id=ELSEWHERE)
    page = visitors.connected(wallet)
    banner = page.locator(".banner")
    expect(banner).to_contain_text("Your wallet is on network 5")
    banner.get_by_role("button", name=re.compile("Switch to")).click()

    expect(banner).to_have_count(0)
    assert wallet.chain_id == wallet.home_chain


def test_a_network_the_wallet_does_not_know_is_added_and_then_switched_to(visitors, wallet_of):
    wallet = wallet_of("buyer", chain_id=ELSEWHERE)
    wallet.known_chains.discard(wallet.home_chain)
    page = visitors.connected(wallet)
    page.locator(".banner").get_by_role("button", name=re.compile("Switch to")).click()

    expect(page.locator(".banner")).to_have_count(0)
    asked = [method for method in wallet.asked if method.startswith("wallet_")]
    assert asked == ["wallet_switchEthereumChain", "wallet_addEthereumChain", "wallet_switchEthereumChain"]


def test_nothing_can_be_signed_on_another_network(visitors, wallet_of, shop, people):
    listing = shop.publish(people["seller"], "elsewhere", title="A bowl from elsewhere", stock=1)
    page = visitors.connected(wallet_of("buyer", chain_id=ELSEWHERE), f"/#/listing/{listing}")
    page.get_by_role("button", name="Buy", exact=True).click()

    expect(page.get_by_role("dialog").get_by_role("button", name=re.compile("Switch to"))).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="Pay into escrow")).to_have_count(0)


def test_another_account_of_the_wallet_takes_over(visitors, wallet_of, people):
    page = visitors.connected(wallet_of("buyer"))
    page.evaluate("account => window.walletSays('accountsChanged', [account])", people["rival"].address)

    expect(corner(page).locator(".address")).to_have_attribute("title", people["rival"].address)
