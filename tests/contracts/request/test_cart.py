"""A cart: things of several sellers in several markets, in one transaction or not at all."""

from hashlib import sha256

import pytest
from eth_abi import encode

from tests.contracts.model.identity import listing_id
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, HOUR, Purchase, Status, Terms
from tests.contracts.world.trade import events_of

SKU = b"cup".ljust(32, b"\0")
STOCK = 3


@pytest.fixture
def shelves(desk, fixed_price, make_deal, people, clock):
    """The same cup by two potters, at two prices; each with the deal that buys one."""
    usual = make_deal()
    kept = ("arbiter", "arbiterBps", "silenceBps", "inspection", "revisions", "claimPeriod", "contestPeriod")
    deals = []
    for potter, price in ((people.seller, 700_001), (people.payer, 900_007)):
        terms = Terms(
            **{name: getattr(usual, name) for name in (*kept, "rulingPeriod", "token", "deposit", "referralBps")},
            price=price,
            deliverPeriod=7 * DAY,
            cancelPeriod=DAY,
            expiresAt=clock.now + 30 * DAY,
            document=sha256(potter.address.encode()).digest(),
        )
        fixed_price.publish(SKU, terms, STOCK, {"from": potter})
        deal = make_deal(market=fixed_price.address, seller=potter.address, price=price, agreement=terms.document)
        purchase = Purchase(SKU, 1, terms.referralBps, terms.deliverPeriod, terms.cancelPeriod, terms.expiresAt)
        authorization = encode(["(bytes32,uint32,uint16,uint32,uint32,uint40)"], [purchase])
        deals.append((deal._replace(deliverBy=clock.now + 7 * DAY + HOUR, refunds=0), authorization))
    return deals


@pytest.fixture
def cart(desk, shelves):
    """Two cups, somebody who glazes them, and a ride to fetch them."""
    job, ride = desk.job(salt=b"\1" * 32), desk.ride(salt=b"\2" * 32)
    return [*shelves, (job, desk.offer(job)), (ride, desk.tariffed())]


def fill(escrow, cart, buyer):
    deals, authorizations = zip(*cart, strict=True)
    return escrow.openBatch(deals, authorizations, {"from": buyer, "value": sum(deal.value for deal in deals)})


@pytest.mark.ganache
@in_both_currencies
def test_everything_is_bought_at_once(desk, trade, escrow, fixed_price, cart, buyer):
    deals = [deal for deal, _ in cart]
    total = sum(deal.funding for deal in deals)
    done = trade.watch(lambda: fill(escrow, cart, buyer), deals[0])

    assert done.moved == {"buyer": -total, "escrow": total}
    assert [trade.state(deal).status for deal in deals] == [Status.FUNDED] * 4
    assert [name for name, _ in done.events] == ["DealOpened"] * 4
    assert [name for name, _ in events_of(done.tx, fixed_price)] == ["ListingPurchased"] * 2
    assert [name for name, _ in events_of(done.tx, desk.market)] == ["OfferAccepted", "TariffAccepted"]
    stock = [fixed_price.listingOf(listing_id(deal.seller, SKU))[1] for deal in deals[:2]]
    assert stock == [STOCK - 1] * 2


def test_what_one_seller_refuses_is_not_bought_of_the_others(desk, trade, escrow, fixed_price, cart, buyer, seller):
    desk.market.revoke({"from": seller})
    with reverts_with("BadOfferSignature", seller, 1):
        fill(escrow, cart, buyer)
    assert [trade.state(deal).status for deal, _ in cart] == [Status.NONE] * 4
    assert fixed_price.listingOf(listing_id(seller.address, SKU))[1] == STOCK


def test_the_last_cup_is_not_sold_twice_in_one_cart(trade, escrow, fixed_price, shelves, buyer, seller):
    fixed_price.restock(SKU, STOCK, 1, {"from": seller})
    deal, authorization = shelves[0]
    twice = [(deal, authorization), (deal._replace(salt=b"\3" * 32), authorization)]
    with reverts_with("OutOfStock", listing_id(seller.address, SKU), 0, 1):
        fill(escrow, twice, buyer)


def test_the_deals_of_a_cart_go_their_own_ways(trade, escrow, cart, buyer, seller):
    fill(escrow, cart, buyer)
    cup, another, job, ride = (deal for deal, _ in cart)
    escrow.refund(cup, {"from": seller})
    escrow.release(another, {"from": buyer})
    escrow.cancel(ride, {"from": buyer})

    ends = [trade.state(deal).status for deal in (cup, another, job, ride)]
    assert ends == [Status.CLOSED, Status.COMPLETED, Status.FUNDED, Status.CLOSED]
