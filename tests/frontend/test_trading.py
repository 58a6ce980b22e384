"""One purchase from both sides of the page: delivered, paid, reviewed; disputed, settled, taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests.frontend.acts import act, buy, confirm, sign
from tests.support.trading import DAY

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plate(shop, people):
    return shop.publish(
        people["seller"],
        "page-plate",
        title="Plate with a blue rim",
        stock=20,
        deposit=5 * 10**15,
        claim_period=3 * DAY,
        cancel_period=DAY,
        revisions=1,
        arbiter=people["arbiter"].address,
        arbiter_bps=500,
        silence_bps=5000,
    )


@pytest.fixture
def buyer(visitors, wallet_of, plate):
    """On the page of a deal just opened."""
    page = visitors.connected(wallet_of("buyer"))
    buy(page, plate)
    return page


@pytest.fixture
def seller(visitors, wallet_of, buyer):
    return visitors.connected(wallet_of("seller"), f"/{buyer.url[buyer.url.index('#') :]}")


def write(page, text):
    page.get_by_label(re.compile("What happened|A note")).fill(text)


def test_delivered_paid_and_reviewed_by_both(buyer, seller, people):
    seller.get_by_role("button", name="Mark as delivered").click()
    write(seller, "Left with the neighbor at number 6.")
    confirm(seller, "Mark as delivered")
    seller.get_by_role("button", name="Close", exact=True).last.click()

    expect(buyer.get_by_role("heading", name="Delivered: waiting for the buyer to inspect")).to_be_visible()
    buyer.get_by_text("What was attached").click()
    expect(buyer.get_by_text("Left with the neighbor at number 6.")).to_be_visible()
    act(buyer, "Pay the seller")
    expect(seller.get_by_role("heading", name="The price is paid, the deposit is still held")).to_be_visible()
    act(seller, "Return the deposit")

    review(buyer, 5, "Even bluer than in the picture.")
    expect(buyer.get_by_text("You can open it when the other side has written theirs")).to_be_visible()
    review(seller, 4, "")
    for side in (buyer, seller):
        sign(side, "Open my review")
        expect(side.get_by_text("Everybody can read it.")).to_be_visible()
    expect(buyer.get_by_text("The other side gave 4 of 5.")).to_be_visible()
    seller.goto(f"/#/account/{people['seller'].address}")
    expect(seller.get_by_text("Even bluer than in the picture.")).to_be_visible()


def review(page, score, text):
    page.get_by_role("radio", name=str(score)).check()
    page.get_by_label("In your words (optional)").fill(text)
    sign(page, "Seal my review")
    expect(page.get_by_text("Sealed:")).to_be_visible()


def test_a_sealed_review_tells_nobody_its_words(buyer, seller, shop):
    act(seller, "Refund the buyer")
    expect(buyer.get_by_role("heading", name="Refunded")).to_be_visible()
    review(buyer, 2, "He sent it back before I could even pay.")

    found = shop.index.get(f"/v1/deals/{buyer.url.rsplit('/', 1)[1]}/history", min_block=shop.head())
    committed = next(entry for entry in found["data"] if entry["name"] == "ReviewCommitted")
    assert "score" not in committed["arguments"]


def test_sent_back_and_delivered_again(buyer, seller):
    act(seller, "Mark as delivered")
    buyer.get_by_role("button", name="Send it back").click()
    write(buyer, "The rim is green.")
    confirm(buyer, "Send it back")

    expect(seller.get_by_role("heading", name="Sent back: waiting for the seller")).to_be_visible()
    expect(seller.get_by_role("button", name="Mark as delivered")).to_be_visible()


def test_the_buyer_cancels_in_time_and_sees_what_comes_back(buyer):
    buyer.get_by_role("button", name="Cancel the purchase").click()
    legend = buyer.get_by_role("dialog").locator(".split-legend")
    expect(legend).to_contain_text("Buyer")
    expect(legend).not_to_contain_text("Seller")
    confirm(buyer, "Cancel the purchase")

    expect(buyer.get_by_role("heading", name="Cancelled")).to_be_attached()


def test_a_contested_claim_is_ruled_and_executed(buyer, seller, visitors, wallet_of):
    buyer.get_by_role("button", name="Open a dispute").click()
    buyer.get_by_label("The seller’s part as an amount").fill("0.0025")
    write(buyer, "It arrived in two pieces.")
    confirm(buyer, "Open a dispute")
    seller.get_by_role("button", name="Contest the claim").click()
    write(seller, "It was whole when I packed it.")
    confirm(seller, "Contest the claim")

    arbiter = visitors.connected(wallet_of("arbiter"), f"/{buyer.url[buyer.url.index('#') :]}")
    expect(arbiter.get_by_text("You are the arbiter. It is your turn.")).to_be_visible()
    arbiter.get_by_role("button", name="Rule", exact=True).click()
    arbiter.get_by_label(re.compile("The seller gets")).fill("5000")
    expect(arbiter.get_by_role("dialog").locator(".split-legend")).to_contain_text("Arbiter")
    confirm(arbiter, "Rule")
    arbiter.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()
    act(arbiter, "Execute")

    expect(arbiter.get_by_role("heading", name="Settled by the arbiter")).to_be_attached()


def test_a_split_is_proposed_and_accepted(buyer, seller):
    buyer.get_by_role("button", name="Propose a split").click()
    buyer.get_by_label(re.compile("The seller gets")).fill("7000")
    confirm(buyer, "Propose a split")
    seller.get_by_role("button", name="Accept the proposal").click()
    expect(seller.get_by_role("dialog").locator(".split-legend")).to_contain_text("Seller")
    confirm(seller, "Accept the proposal")

    expect(seller.get_by_role("heading", name="Settled", exact=True)).to_be_attached()


def test_a_signed_split_is_paid_by_the_other_side(buyer, seller):
    buyer.get_by_role("button", name="Settle by signature").click()
    buyer.get_by_text("Sign an offer yourself").click()
    buyer.get_by_role("button", name="Sign this offer").click()
    offer = buyer.get_by_label("Send this to the other side").input_value()
    seller.get_by_role("button", name="Settle by signature").click()
    seller.get_by_label("The signed offer you received").fill(offer)
    expect(seller.get_by_text(re.compile("It gives the seller 50 %"))).to_be_visible()
    confirm(seller, "Settle by signature")

    expect(seller.get_by_role("heading", name="Settled", exact=True)).to_be_attached()


def test_strangers_look_on(visitors, wallet_of, buyer):
    stranger = visitors.connected(wallet_of("stranger"), f"/{buyer.url[buyer.url.index('#') :]}")

    expect(stranger.get_by_text("You are looking on. It is the seller’s turn.")).to_be_visible()
    expect(stranger.locator(".acts button")).to_have_count(0)


def test_own_trades_are_sorted_by_whose_turn_it_is(buyer, seller):
    buyer.goto("/#/trades")
    expect(buyer.get_by_role("heading", name=re.compile("Waiting for others"))).to_be_visible()
    seller.goto("/#/trades")
    expect(seller.get_by_role("heading", name=re.compile("Your turn"))).to_be_visible()
