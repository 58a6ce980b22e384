"""Selling: a description and a picture become a listing, which changes, sells out and leaves the market."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.frontend.acts import confirm

pytestmark = pytest.mark.browser


@pytest.fixture
def picture():
    """A photograph with the place it was taken at written into it."""
    photograph = Image.new("RGB", (2400, 1800), (90, 120, 160))
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    held = BytesIO()
    photograph.save(held, "JPEG", exif=exif)
    return {"name": "bowl.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


@pytest.fixture
def seller(visitors, wallet_of):
    return visitors.connected(wallet_of("seller"), "/#/sell")


def describe(page, title):
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Description").fill("Thrown by hand.\n\nGlazed twice.")
    page.get_by_label("Category").fill("home/ceramics")
    page.get_by_label("Details").fill("material: stoneware")
    page.get_by_label("Price", exact=True).fill("0.02")


def publish(page):
    page.get_by_role("button", name="Check and publish").click()
    confirm(page, "Publish")
    page.get_by_role("link", name="See the listing").click()


def test_a_listing_with_a_picture_is_published(seller, picture, shop):
    describe(seller, "Bowl with a fingerprint")
    seller.get_by_label("Pictures", exact=True).set_input_files(picture)
    expect(seller.get_by_label("What picture 1 shows")).to_be_visible()
    publish(seller)

    expect(seller.get_by_role("heading", name="Bowl with a fingerprint", level=1)).to_be_visible()
    shown = seller.locator(".gallery-main img")
    expect(shown).to_have_attribute("alt", "Bowl with a fingerprint")
    stored = Image.open(BytesIO(shop.index.bytes_of(shown.get_attribute("src").rsplit("/", 1)[1])))
    assert max(stored.size) == 1600
    assert not stored.getexif(), "what the camera wrote must not become public"


def test_what_is_missing_is_said_beside_its_field(seller):
    describe(seller, "Bowl")
    seller.get_by_label("Category").fill("Home & Garden")
    seller.get_by_label("Price", exact=True).fill("a lot")
    seller.get_by_role("button", name="Check and publish").click()

    expect(seller.get_by_label("Category")).to_have_attribute("aria-invalid", "true")
    expect(seller.locator("#sell-price-problem")).to_have_text("Use digits and at most one point.")
    expect(seller.get_by_role("dialog")).to_have_count(0)


def test_a_name_that_is_taken_is_refused_before_signing(seller):
    for _ in range(2):
        seller.goto("/#/sell")
        describe(seller, "Bowl of the same name")
        seller.get_by_label("Your own name for it (optional)").fill("taken")
        if seller.locator(".sell-preview").is_visible():
            seller.get_by_role("button", name="Check and publish").click()
        job = seller.locator(".job")
        expect(job.get_by_text(re.compile("Checked: this will work|This SKU is already on the market"))).to_be_visible()
        if job.get_by_text("Checked").is_visible():
            confirm(seller, "Publish")
            seller.get_by_role("link", name="See the listing").click()
            expect(seller.get_by_role("heading", name="Bowl of the same name", level=1)).to_be_visible()

    expect(seller.locator(".job").get_by_text("This SKU is already on the market. Revise it instead.")).to_be_visible()


def test_a_listing_is_revised_restocked_and_withdrawn(seller):
    describe(seller, "Bowl that changes")
    publish(seller)
    seller.get_by_role("link", name="Change this listing").click()
    price = seller.get_by_label("Price", exact=True)
    expect(price).to_have_value("0.02")
    price.fill("0.03")
    seller.get_by_role("button", name="Check and revise").click()
    confirm(seller, "Revise")
    seller.get_by_role("link", name="See the listing").click()
    expect(seller.locator(".offer-price")).to_have_text("0.03 ETH")

    seller.get_by_role("link", name="Change this listing").click()
    seller.get_by_role("button", name="Set the stock").click()
    seller.get_by_label("How many are left").fill("7")
    confirm(seller, "Set the stock")
    seller.get_by_role("button", name="Close", exact=True).click()
    expect(seller.get_by_role("heading", name="7 units left")).to_be_visible()

    seller.get_by_role("button", name="Take it off the market").click()
    confirm(seller, "Take it off the market")
    seller.get_by_role("button", name="Close", exact=True).click()
    expect(seller.get_by_role("heading", name="Not on the market")).to_be_visible()


def test_only_its_seller_can_change_a_listing(visitors, wallet_of, shop, people):
    listing = shop.publish(people["seller"], "not-yours", title="Not yours", stock=1)
    page = visitors.connected(wallet_of("rival"), f"/#/sell/{listing}")

    expect(page.get_by_text("Only its seller can change this listing.")).to_be_visible()
