"""A seller without gas signs a listing; its first purchase publishes it."""

import pytest
from brownie import web3
from eth_abi import encode

from tests.contracts.fixed_price.conftest import SKU, STOCK
from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import NOTHING, Status
from tests.contracts.world.trade import events_of


def buy(shop, signed, **changes):
    deal = shop.deal(**changes)
    return shop.trade.open(deal, authorization=shop.authorization(signed=signed))


@pytest.mark.parametrize(
    "signed",
    [
        {"signer": "buyer"},
        {"signer": "stranger"},
        {"revision": 1},
        {"stock": STOCK - 1},
        {"sku": b"\1" * 32},
        {"seller": "0x" + "11" * 20},
    ],
    ids=["by the buyer", "by a stranger", "another revision", "another stock", "another sku", "another seller"],
)
def test_only_the_sellers_own_signature_counts(shop, seller, signed):
    with reverts_with("BadListingSignature", seller, 0):
        buy(shop, shop.sign(**signed))


def test_signed_terms_cannot_be_changed(shop, seller):
    cheaper = shop.terms.price - 1
    with reverts_with("BadListingSignature", seller, 0):
        buy(shop, shop.sign(), price=cheaper)


def test_nonsense_is_no_signature(shop, seller):
    with reverts_with("BadListingSignature", seller, 0):
        buy(shop, encode(["uint32", "bytes"], [STOCK, b"\1" * 65]))


def test_a_withdrawal_voids_what_was_signed_before(shop, seller):
    signed = shop.sign()
    shop.market.withdraw(SKU, {"from": seller})
    with reverts_with("BadListingSignature", seller, 1):
        buy(shop, signed)


def test_a_used_signature_does_not_sell_a_withdrawn_listing_again(shop, seller):
    signed = shop.sign()
    buy(shop, signed)
    shop.market.withdraw(SKU, {"from": seller})
    with reverts_with("BadListingSignature", seller, 2):
        buy(shop, signed, salt=NOTHING)


def test_an_expired_signature_sells_nothing(shop, clock):
    signed = shop.sign()
    clock.to(shop.terms.expiresAt)
    with reverts_with("BadTerms", shop.terms.price, shop.terms.expiresAt):
        buy(shop, signed)


@pytest.mark.ganache
def test_the_first_purchase_publishes_the_listing(shop, trade, escrow, seller, buyer):
    deal, authorization = shop.deal(), shop.authorization(signed=shop.sign())
    done = trade.do(escrow.open, deal, authorization, by=buyer, value=deal.value)

    assert done.after.status == Status.FUNDED
    published = {
        "listingId": shop.id,
        "seller": seller.address,
        "sku": SKU,
        "revision": 1,
        "stock": STOCK,
        "terms": shop.terms,
    }
    purchased = {"listingId": shop.id, "dealId": trade.id(deal), "units": 1, "stock": STOCK - 1}
    assert events_of(done.tx, shop.market) == [("ListingPublished", published), ("ListingPurchased", purchased)]
    assert shop.listing() == (shop.hash(shop.terms)[:24], STOCK - 1, 1)


def test_later_purchases_take_from_the_same_stock(shop):
    signed = shop.sign()
    buy(shop, signed)
    buy(shop, signed, salt=b"\1" * 32)
    shop.buy(salt=b"\2" * 32)
    assert shop.listing()[1:] == (STOCK - 3, 1)


def test_a_wallet_contract_may_sign(shop, trade, wallet):
    signed = shop.sign(seller=wallet.address)
    deal = shop.deal(seller=wallet.address)
    trade.open(deal, authorization=shop.authorization(signed=signed))
    assert trade.state(deal).status == Status.FUNDED


def test_the_digest_is_what_a_wallet_computes(shop, seller):
    message = {"seller": seller.address, "sku": SKU, "revision": 3, "stock": STOCK}
    signed = typed_data.signed_listing(web3.eth.chain_id, shop.market.address, terms=shop.terms, **message)
    assert bytes(shop.market.listingDigest(*message.values(), shop.terms)) == typed_data.digest(signed)
