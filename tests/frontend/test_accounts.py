"""Who somebody is: told by themselves, with the address beside it, and facts from the contracts."""

import re

import pytest
from playwright.sync_api import expect

from indexer.content.documents import profile_document
from tests.frontend.acts import confirm

pytestmark = pytest.mark.browser


def introduce(shop, account, name):
    receipt = shop.does(account, "Profiles", "update", shop.pin(profile_document(name, "")))
    shop.index.account(account.address, min_block=receipt.block_number)


def test_a_profile_is_written_and_shown_with_the_address(visitors, wallet_of, people):
    address = people["referrer"].address
    page = visitors.connected(wallet_of("referrer"), f"/#/account/{address}")
    expect(page.get_by_text("This account has not done anything here yet.")).to_be_visible()
    page.get_by_role("button", name="Introduce yourself").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Corner shop")
    page.get_by_label("About you").fill("I show what others make.")
    confirm(page, "Publish profile")
    page.get_by_role("button", name="Close", exact=True).click()

    expect(page.get_by_role("heading", name="Corner shop", level=1)).to_be_visible()
    expect(page.locator(".address-long code")).to_have_text(address)


def test_a_name_that_imitates_another_is_pointed_out(visitors, shop, people):
    # The first two letters are Cyrillic.
    introduce(shop, people["stranger"], "\u0420\u0430ypal")
    page = visitors.visit(f"/#/account/{people['stranger'].address}")

    expect(page.get_by_text(re.compile("mixes Latin and Cyrillic letters"))).to_be_visible()


def test_an_account_without_a_past_says_so(visitors):
    page = visitors.visit(f"/#/account/0x{'77' * 20}")

    expect(page.get_by_text("This account has not done anything here yet.")).to_be_visible()
    expect(page.get_by_text("Nobody has reviewed this account yet.")).to_be_visible()
