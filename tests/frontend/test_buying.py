"""Buying, in the coin and in tokens; and every way in which it does not come to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.frontend.acts import DONE, buy, confirm, sign

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def mug(shop, people):
    return shop.publish(people["seller"], "page-mug", title="Mug with a long handle", stock=50)


def test_a_purchase_is_checked_signed_mined_and_indexed(visitors, wallet_of, mug, shop):
    wallet = wallet_of("buyer")
    page = visitors.connected(wallet)

    buy(page, mug)

    expect(page.get_by_role("heading", name="Paid: waiting for the seller to deliver")).to_be_visible()
    expect(page.get_by_text("You are the buyer. It is the seller’s turn.")).to_be_visible()
    deal = shop.index.deal(page.url.rsplit("/", 1)[1])
    assert deal["status"] == "Funded"
    assert deal["deal"]["buyer"] == wallet.account.address
    assert int(deal["deal"]["price"]) == 10**16 + 7
    assert wallet.asked.index("eth_call") < wallet.asked.index("eth_sendTransaction"), "it signed before it looked"


def test_a_wallet_that_declines_loses_nothing(visitors, wallet_of, mug):
    page = visitors.connected(wallet_of("buyer", declining={"eth_sendTransaction"}), f"/#/listing/{mug}")
    page.get_by_role("button", name="Buy", exact=True).click()
    job = page.locator(".job")
    expect(job.get_by_text("Checked: this will work.")).to_be_visible()
    job.get_by_role("button", name="Pay into escrow").click()

    expect(job.get_by_text("You declined in your wallet. Nothing was sent.")).to_be_visible()
    expect(job.get_by_role("button", name="Check again")).to_be_visible()


def test_a_purchase_that_would_fail_is_explained_before_anybody_signs(visitors, wallet_of, shop, people):
    rare = shop.publish(people["seller"], "page-rare", title="The only one", stock=1)
    wallet = wallet_of("buyer")
    page = visitors.connected(wallet, f"/#/listing/{rare}")
    expect(page.get_by_role("button", name="Buy", exact=True)).to_be_enabled()
    # Live news would disable the button: this buyer opened the dialog just before the rival was faster.
    page.get_by_role("button", name="Buy", exact=True).click()
    expect(page.locator(".job").get_by_text("Checked: this will work.")).to_be_visible()
    shop.buy(people["rival"], rare)
    page.locator(".job").get_by_role("button", name="Pay into escrow").click()

    expect(page.locator(".job").get_by_text("There are not enough units left.")).to_be_visible()
    assert "eth_sendTransaction" not in wallet.asked


def test_one_cannot_pay_more_than_one_has(visitors, wallet_of, shop, people):
    dear = shop.publish(people["seller"], "page-dear", title="A very dear bowl", stock=1, price=10**24)
    page = visitors.connected(wallet_of("buyer"), f"/#/listing/{dear}")
    page.get_by_role("button", name="Buy", exact=True).click()

    expect(
        page.locator(".job").get_by_text(re.compile(r"This costs 1000000 ETH, and your account holds"))
    ).to_be_visible()


def test_a_token_is_paid_with_one_signature_and_one_transaction(visitors, wallet_of, shop, people):
    token = shop.chain.deployment.token_called("AUSD")
    buyer = people["buyer"]
    shop.chain.send(shop.chain.call("TestToken", "mint", buyer.address, 50 * 10**6, at=token.address), buyer)
    font = shop.publish(
        people["seller"], "page-font", title="A typeface", stock=9, token=token.address, price=12_500_000
    )
    wallet = wallet_of("buyer")
    page = visitors.connected(wallet)

    buy(page, font)

    expect(page.locator(".deal-price")).to_have_text("12.5 AUSD")
    permit, opening = wallet.signed
    assert permit["message"]["value"] == "12500000", "never more than the price"
    assert opening["value"] == 0
    assert wallet.asked.count("eth_sendTransaction") == 1


def test_a_wallet_that_cannot_sign_permits_approves_the_exact_amount(visitors, wallet_of, shop, people):
    token = shop.chain.deployment.token_called("AUSD")
    escrow = shop.chain.deployment.addresses["Escrow"]
    rival = people["rival"]
    shop.chain.send(shop.chain.call("TestToken", "mint", rival.address, 50 * 10**6, at=token.address), rival)
    font = shop.publish(
        people["seller"], "page-font-2", title="Another face", stock=9, token=token.address, price=12_500_000
    )
    wallet = wallet_of("rival", declining={"eth_signTypedData_v4"})
    page = visitors.connected(wallet, f"/#/listing/{font}")
    page.get_by_role("button", name="Buy", exact=True).click()
    page.get_by_label(re.compile("Approve in a transaction of its own")).check()
    confirm(page, "Pay into escrow")

    approval, opening = wallet.signed
    assert approval["data"].endswith(f"{12_500_000:064x}"), "never more than the price"
    assert opening["to"] == escrow
    assert shop.chain.read("TestToken", "allowance", rival.address, escrow, at=token.address) == 0


def test_a_hand_over_code_stays_with_the_buyer_and_pays_the_seller(visitors, wallet_of, mug, market):
    page = visitors.connected(wallet_of("buyer"), f"/#/listing/{mug}")
    page.get_by_role("button", name="Buy", exact=True).click()
    page.get_by_label(re.compile("Use a hand-over code")).check()
    code = page.locator(".code").inner_text()
    confirm(page, "Pay into escrow")
    page.get_by_role("link", name="Go to the deal").click()
    expect(page.locator(".code")).to_have_text(code)

    seller = visitors.connected(wallet_of("seller"), page.url.removeprefix(market.url))
    seller.get_by_role("button", name="Enter the hand-over code").click()
    seller.get_by_role("textbox", name="Hand-over code").fill(code.lower().replace("-", " "))
    confirm(seller, "Enter the hand-over code")

    expect(page.get_by_role("heading", name="Done: handed over and paid")).to_be_visible()


def test_several_units_are_one_deal(visitors, wallet_of, mug):
    page = visitors.connected(wallet_of("buyer"), f"/#/listing/{mug}")
    page.get_by_role("button", name="Buy", exact=True).click()
    page.get_by_label("How many").fill("2")

    expect(page.locator(".sum-total .amount")).to_have_attribute("title", re.compile(str(2 * (10**16 + 7))))
    confirm(page, "Pay into escrow")
    page.get_by_role("link", name="Go to the deal").click()
    expect(page.get_by_role("heading", name=re.compile("× 2"))).to_be_visible()


def test_the_native_coin_is_shown_with_its_smallest_unit(visitors, mug):
    page = visitors.visit(f"/#/listing/{mug}")

    price = page.locator(".offer-price .amount")
    expect(price).to_have_text("≈0.01 ETH")
    expect(price).to_have_attribute("title", f"{10**16 + 7} in the smallest unit (Ether, 18 decimals)")


def waiting_to_be_mined(page, listing):
    page.goto(f"/#/listing/{listing}")
    page.get_by_role("button", name="Buy", exact=True).click()
    sign(page, "Pay into escrow")
    expect(page.locator(".job").get_by_text(re.compile("Waiting to be mined"))).to_be_visible()


def test_a_transaction_may_be_sped_up_in_the_wallet(visitors, wallet_of, mug, busy_chain):
    wallet = wallet_of("buyer")
    page = visitors.connected(wallet)
    with busy_chain():
        waiting_to_be_mined(page, mug)
        wallet.replace_last(pays_more=3)

    expect(page.locator(".job").get_by_text(DONE)).to_be_visible()


def test_a_transaction_may_be_cancelled_in_the_wallet(visitors, wallet_of, mug, busy_chain):
    wallet = wallet_of("buyer")
    page = visitors.connected(wallet)
    with busy_chain():
        waiting_to_be_mined(page, mug)
        wallet.replace_last(pays_more=3, to=wallet.account.address, data="0x", value=0)

    expect(page.locator(".job").get_by_text("You cancelled this transaction in your wallet.")).to_be_visible()
