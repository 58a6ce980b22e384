"""The fixed price story: nine steps of one market, in their order, through contracts, index and API.

Step 4 encrypts the address to the key in the seller's profile and hands the sealed text over directly: the relay that
will carry it comes with messaging. What is proven here is that no chain, log, document or database ever holds it.
"""

import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from indexer.content.documents import profile_document, review_document
from scripts import sealing
from scripts.market import buying, typed
from scripts.market.chain import Refused, hexed
from scripts.market.shapes import NATIVE, commitment_of, deal_key_of
from tests.support.leaks import places_with
from tests.support.rebuilding import rebuilt, rows
from tests.support.trading import DAY, Shop

ADDRESS = "Ada Brown, 4 Quince Lane, 9988 Little Wickham"
REVIEWS = {"buyer": (5, "Better than the picture."), "seller": (4, "A patient buyer.")}


@pytest.fixture(scope="module")
def story(market, people):
    """What earlier steps leave to later ones. Other stories of this market may have left money in the escrow."""
    of_others = market.chain.balance(market.chain.deployment.addresses["Escrow"])
    return SimpleNamespace(shop=Shop(market), market=market, **people, listings={}, of_others=of_others)


def test_1_a_seller_publishes_three_skus(story):
    for sku, title in (("bowl", "Blue stoneware bowl"), ("mug", "Stoneware mug"), ("plate", "Large stoneware plate")):
        story.listings[sku] = story.shop.publish(story.seller, sku, title=title, stock=2)

    found = story.market.index.get("/v1/listings", seller=story.seller.address, min_block=story.shop.head())["data"]
    assert {(listing["listingId"], listing["stock"], listing["status"]) for listing in found} == {
        (listing_id, 2, "active") for listing_id in story.listings.values()
    }


def test_2_a_misspelt_query_and_a_facet_find_it(story):
    page = story.market.index.get("/v1/listings", q="stonewre mug", category="home", facets="category")

    assert page["correctedQuery"] == "stoneware mug"
    assert [listing["document"]["content"]["title"] for listing in page["data"]] == ["Stoneware mug"]
    assert {"value": "home/ceramics", "count": 1} in page["facets"]["category"]


def test_3_two_buyers_race_for_the_last_unit_and_one_wins(story):
    shop, chain = story.shop, story.market.chain
    story.first = shop.buy(story.buyer, story.listings["mug"])
    racers = [story.buyer, story.rival]
    deals = [shop.deal(racer, story.listings["mug"]) for racer in racers]
    calls = [buying.opening(chain, *deal) for deal in deals]
    before = [chain.balance(racer.address) for racer in racers]

    with story.market.net.one_block():
        sent = [chain.submit(call, racer) for call, racer in zip(calls, racers, strict=True)]

    receipts = [chain.rpc.ask("eth_getTransactionReceipt", transaction) for transaction in sent]
    assert receipts[0]["blockNumber"] == receipts[1]["blockNumber"]
    assert sorted(receipt["status"] for receipt in receipts) == ["0x0", "0x1"]
    loser = next(i for i, receipt in enumerate(receipts) if receipt["status"] == "0x0")
    with pytest.raises(Refused) as refusal:
        chain.simulate(calls[loser], racers[loser].address)
    assert refusal.value.error == "OutOfStock"
    fee = int(receipts[loser]["gasUsed"], 16) * int(receipts[loser]["effectiveGasPrice"], 16)
    assert chain.balance(racers[loser].address) == before[loser] - fee
    assert shop.state(deals[loser][0])["status"] == 0
    listing = story.market.index.listing(story.listings["mug"], min_block=shop.head())
    assert (listing["stock"], listing["unitsSold"], listing["status"]) == (0, 2, "soldOut")


def test_4_the_shipping_address_is_readable_by_the_seller_alone(story):
    key = X25519PrivateKey.generate()
    profile = profile_document("Inês", "Ceramics.", languages=["pt"], keys=[sealing.announced(key)])
    story.shop.does(story.seller, "Profiles", "update", story.shop.pin(profile))
    head = story.shop.head()
    story.shop.arrived(lambda: story.market.index.account(story.seller.address, min_block=head)["profile"])
    account = story.market.index.account(story.seller.address)
    deal_id = story.shop.deal_id(story.first)

    sealed = sealing.seal(ADDRESS, sealing.key_in(account), deal_id=deal_id)

    assert sealing.unseal(sealed, key, deal_id=deal_id) == ADDRESS
    for wrong_key, wrong_deal in ((X25519PrivateKey.generate(), deal_id), (key, bytes(32))):
        with pytest.raises(sealing.NotForYou):
            sealing.unseal(sealed, wrong_key, deal_id=wrong_deal)
    assert not places_with(story.market, ADDRESS.encode(), b"Quince Lane", sealed)


def test_5_the_buyer_is_silent_and_a_stranger_finalizes(story):
    shop, chain, deal = story.shop, story.market.chain, story.first
    shop.fulfil(story.seller, deal)
    act = next(act for act in shop.shown(deal)["next"] if act["act"] == "finalize")
    assert act["by"] == "Anyone"
    with pytest.raises(Refused) as refusal:
        chain.simulate(chain.call("Escrow", "finalize", deal), story.stranger.address)
    assert refusal.value.error == "TooEarly"

    story.market.net.travel(deal.inspection + 1)
    before = chain.balance(story.seller.address)
    shop.does(story.stranger, "Escrow", "finalize", deal)

    assert chain.balance(story.seller.address) == before + deal.price
    shown = shop.shown(deal)
    assert (shown["status"], shown["outcome"], shown["paid"]["seller"]) == ("Closed", "Finalized", str(deal.price))


def test_6_thirty_percent_back_in_one_transaction_to_the_wei(story):
    shop, chain = story.shop, story.market.chain
    deal = shop.buy(story.buyer, story.listings["bowl"])
    deadline = chain.now() + DAY
    offer = {"deposit_only": False, "seller_bps": 7_000, "deadline": deadline}
    signature = typed.sign_settlement(chain, shop.deal_id(deal), story.seller, **offer)
    seller, buyer = (chain.balance(account.address) for account in (story.seller, story.buyer))

    receipt = shop.does(story.buyer, "Escrow", "settleWithSignature", deal, 7_000, deadline, signature)

    kept = deal.price * 7_000 // 10_000
    assert deal.price % 10 != 0, "the price must leave something to round"
    assert chain.balance(story.seller.address) == seller + kept
    assert chain.balance(story.buyer.address) == buyer + (deal.price - kept) - receipt.fee
    shown = shop.shown(deal)
    assert (shown["outcome"], shown["paid"]) == ("Settled", paid(seller=kept, buyer=deal.price - kept))


def test_7_the_seller_is_silent_and_the_buyer_reclaims(story):
    shop, chain = story.shop, story.market.chain
    deal = shop.buy(story.buyer, story.listings["plate"])
    with pytest.raises(Refused) as refusal:
        chain.simulate(chain.call("Escrow", "reclaim", deal), story.buyer.address)
    assert refusal.value.error == "TooEarly"

    story.market.net.travel_to(deal.deliver_by + 1)
    before = chain.balance(story.buyer.address)
    receipt = shop.does(story.buyer, "Escrow", "reclaim", deal)

    assert chain.balance(story.buyer.address) == before + deal.price - receipt.fee
    assert shop.shown(deal)["outcome"] == "Reclaimed"
    record = story.market.index.account(story.seller.address)["record"]
    assert (record["missedDeadlines"], record["salesClosed"]) == (1, 3)
    assert chain.balance(chain.deployment.addresses["Escrow"]) == story.of_others + held(story)


def test_8_both_review_blind(story):
    shop, chain = story.shop, story.market.chain
    story.reviewed = deal = shop.buy(story.buyer, story.listings["plate"])
    shop.does(story.buyer, "Escrow", "release", deal)
    written = {side: written_review(story, side) for side in REVIEWS}

    for side, review in written.items():
        commitment = commitment_of(shop.deal_id(deal), review.author, **review.content)
        shop.does(getattr(story, side), "Reputation", "commitReview", shop.deal_id(deal), commitment)
        if side == "buyer":
            with pytest.raises(Refused) as refusal:
                chain.simulate(reveal(story, review), review.author)
            assert refusal.value.error == "RevealTooEarly"
    blind = reviews_of(story, deal)
    assert {(review["state"], review["score"], review["document"]) for review in blind} == {("committed", None, None)}
    assert not places_with(story.market, *(text.encode() for _, text in REVIEWS.values()))

    for side, review in written.items():
        shop.pin(review.document)
        chain.send(reveal(story, review), getattr(story, side))
    shown = {(review["author"], review["score"]) for review in reviews_of(story, deal)}
    assert shown == {(story.buyer.address, 5), (story.seller.address, 4)}
    assert story.market.index.account(story.seller.address, min_block=shop.head())["record"]["scoreMean"] == 5
    with pytest.raises(Refused) as refusal:
        chain.simulate(reveal(story, written["buyer"]), story.buyer.address)
    assert refusal.value.error == "NothingToReveal"


def test_9_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    assert len(again["deal"]) == len(story.market.index.every("/v1/deals")) >= 5


def paid(**amounts):
    return {side: str(amounts.get(side, 0)) for side in ("seller", "buyer", "referrer", "arbiter")}


def held(story) -> int:
    """What the escrow owes to this story's deals that are still open: the race's winner alone."""
    open_deals = story.market.index.every("/v1/deals", party=story.seller.address, status="Funded")
    return sum(int(deal["deal"]["price"]) for deal in open_deals if deal["deal"]["token"] == NATIVE)


def written_review(story, side):
    account, (score, text) = getattr(story, side), REVIEWS[side]
    document = review_document(text, datetime.fromtimestamp(story.market.chain.now(), UTC))
    digest = bytes.fromhex(document.digest.removeprefix("0x"))
    content = {"score": score, "document": digest, "secret": os.urandom(32)}
    return SimpleNamespace(author=account.address, document=document, content=content)


def reveal(story, review):
    content = review.content
    arguments = (deal_key_of(story.reviewed), review.author, content["score"], content["document"], content["secret"])
    return story.market.chain.call("Reputation", "revealReview", *arguments)


def reviews_of(story, deal):
    found = [
        story.market.index.get(f"/v1/accounts/{account.address}/reviews", min_block=story.shop.head())["data"]
        for account in (story.buyer, story.seller)
    ]
    return [review for page in found for review in page if review["dealId"] == hexed(story.shop.deal_id(deal))]
