"""Looking around without a wallet: search, facets, hostile content, and what is missing."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from scripts.market.shapes import Digest, Terms, sku_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def goods(shop, people):
    """Two dozen and a bit: more than one page of the list."""
    made = {f"Lantern number {number}": number for number in range(28)}
    return {
        title: shop.publish(
            people["seller"], f"lantern-{number}", title=title, stock=number + 1, price=10**15 * (number + 1)
        )
        for title, number in made.items()
    }


def test_anybody_may_look_around_without_a_wallet(visitors, goods):
    page = visitors.visit("/")

    expect(page.get_by_role("heading", name="Things made well, paid for safely.")).to_be_visible()
    expect(page.locator(".card")).to_have_count(24)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".card").nth(25)).to_be_visible()


def test_a_misspelt_word_finds_it_and_says_so(visitors, goods):
    page = visitors.visit("/")
    page.get_by_label("Search the market").fill("lantren 7")

    expect(page.get_by_text("These are the results for")).to_be_visible()
    expect(page.get_by_text("Lantern number 7")).to_be_visible()


def test_what_is_not_there_has_a_sentence(visitors, goods):
    page = visitors.visit("/#/?q=zeppelin")

    expect(page.get_by_text("Nothing was found for “zeppelin”.")).to_be_visible()
    page.get_by_role("button", name="look at everything").click()
    expect(page.locator(".card").first).to_be_visible()


def test_prices_narrow_down_and_order(visitors, goods):
    page = visitors.visit("/#/?q=lantern")
    page.get_by_label("Paid in").select_option("ETH")
    page.get_by_role("textbox", name="From").fill("0.005")
    page.get_by_role("textbox", name="To").fill("0.007")
    page.get_by_label("Order").select_option("Price, low first")

    expect(page.locator(".card")).to_have_count(3)
    expect(page.locator(".card-price").first).to_have_text("0.005 ETH")


def test_a_category_is_a_link_to_more_of_it(visitors, goods):
    page = visitors.visit("/")
    page.get_by_role("navigation", name="Categories").get_by_role("button", name=re.compile("Home")).click()

    expect(page).to_have_url(re.compile("category=home"))
    expect(page.get_by_role("button", name=re.compile("Ceramics"))).to_be_visible()


def test_a_listing_says_what_was_checked(visitors, goods):
    page = visitors.visit(f"/#/listing/{goods['Lantern number 3']}")

    expect(page.get_by_role("heading", name="Lantern number 3", level=1)).to_be_visible()
    expect(page.get_by_text("Your browser checked this description against the digest on chain")).to_be_visible()
    expect(page.get_by_text("Delivered within 7 days")).to_be_visible()
    expect(page.get_by_text("No arbiter")).to_be_visible()


def test_a_forged_description_is_not_shown_and_cannot_be_bought(visitors, goods):
    page = visitors.visit("/")
    page.route(
        "**/ipfs/*",
        lambda route: route.fulfill(body='{"title":"Lantern, half price"}', content_type="application/json"),
    )
    page.goto(f"/#/listing/{goods['Lantern number 4']}")

    expect(page.get_by_text("The description cannot be shown, so this cannot be bought now.")).to_be_visible()
    expect(page.get_by_text("is not what was signed")).to_be_visible()
    expect(page.locator(".offer > .button-main")).to_be_disabled()


def test_a_listing_whose_document_is_missing_is_still_listed(visitors, shop, people):
    lost = Digest(bytes.fromhex("ab" * 32))
    terms = Terms(
        token="0x" + "0" * 40,
        price=10**16,
        deliver_period=86_400,
        inspection=0,
        contest_period=1,
        ruling_period=1,
        expires_at=shop.chain.now() + 86_400,
        document=lost,
    )
    receipt = shop.does(people["rival"], "FixedPrice", "publish", sku_of("lost"), terms, 1)
    shop.index.get("/v1/listings", min_block=receipt.block_number)
    page = visitors.visit(f"/#/account/{people['rival'].address}")

    expect(page.get_by_text(re.compile(r"description is (on its way|unavailable)"))).to_be_visible()


def test_nothing_a_stranger_writes_becomes_markup(visitors, shop, people):
    title = "<img src=x onerror=alert(1)> & <b>bold</b>"
    listing = shop.publish(people["seller"], "markup", title=title, stock=1)
    page = visitors.visit(f"/#/listing/{listing}")

    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_an_unknown_listing_and_an_unknown_place_have_a_sentence(visitors):
    page = visitors.visit(f"/#/listing/0x{'12' * 32}")
    expect(page.get_by_text("Could not load this listing.")).to_be_visible()

    page.goto("/#/nowhere")
    expect(page.get_by_text("There is no such page.")).to_be_visible()


def test_a_service_that_is_gone_has_a_sentence(visitors, goods):
    page = visitors.visit("/")
    expect(page.locator(".card").first).to_be_visible()
    page.route("**/v1/**", lambda route: route.abort())
    page.get_by_label("Search the market").fill("lantern")

    expect(page.get_by_text(re.compile("No answer from this page's server"))).to_be_visible()
    page.unroute("**/v1/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".card").first).to_be_visible()


def test_a_new_listing_appears_by_itself(visitors, shop, people):
    page = visitors.visit("/#/activity")
    expect(page.get_by_text("Live: news appears here as it is indexed.")).to_be_visible()
    title = f"Lantern of {datetime.now(UTC).isoformat()}"
    shop.publish(people["seller"], "live", title=title, stock=1)

    expect(page.get_by_role("link", name=title)).to_be_visible()


def test_what_could_not_be_refreshed_is_shown_as_out_of_date(visitors, shop, people, goods):
    page = visitors.visit("/#/?q=lantern")
    expect(page.locator(".card").first).to_be_visible()
    page.route("**/v1/listings?*", lambda route: route.abort())
    shop.publish(people["seller"], "unseen", title="Lantern unseen", stock=1)

    expect(page.get_by_text("This may be out of date.")).to_be_visible()
    expect(page.locator(".card").first).to_be_visible()
