"""The market vouches for a deal that keeps to the listing, and for no other."""

import pytest

from tests.contracts.fixed_price.conftest import SKU, STOCK
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NOTHING, ZERO, DealState, Purchase, Status, Step, pack_refunds
from tests.contracts.world.trade import events_of


def attempt(shop, deal, **changes):
    return shop.trade.open(deal, authorization=shop.authorization(**changes))


def test_only_the_escrow_may_ask(published, stranger):
    with reverts_with("NotEscrow", stranger):
        published.market.authorize(NOTHING, published.deal(), published.authorization(), {"from": stranger})


@pytest.mark.parametrize("length", [0, 191])
def test_a_purchase_is_told_whole(published, length):
    with reverts_with("BadAuthorization", length):
        published.trade.open(published.deal(), authorization=published.authorization()[:length])


@pytest.mark.parametrize("word", range(2, 6), ids=Purchase._fields[2:])
def test_a_stray_bit_in_the_purchase_makes_other_terms(published, word):
    authorization = bytearray(published.authorization())
    authorization[32 * word] |= 0x80
    with reverts_with("TermsChanged", published.id, 1):
        published.trade.open(published.deal(), authorization=bytes(authorization))


def test_what_follows_the_purchase_is_not_read(published):
    authorization = published.authorization() + b"\xff" * 96
    deal = published.trade.open(published.deal(), authorization=authorization)
    assert published.trade.state(deal).status == Status.FUNDED


@pytest.mark.parametrize(("units", "extra"), [(0, 0), (2, 1)], ids=["none", "not a multiple"])
def test_the_price_is_for_whole_units(published, units, extra):
    deal = published.deal(units=2)
    deal = deal._replace(price=deal.price + extra)
    with reverts_with("BadUnits", units, deal.price, deal.deposit):
        attempt(published, deal, units=units)


def test_what_was_never_published_cannot_be_bought(shop):
    with reverts_with("ListingUnknown", shop.id):
        shop.buy()


@pytest.mark.parametrize("difference", [-1, 1])
@pytest.mark.parametrize(
    "field",
    [
        "price",
        "deposit",
        "arbiterBps",
        "silenceBps",
        "inspection",
        "revisions",
        "claimPeriod",
        "contestPeriod",
        "rulingPeriod",
    ],
)
def test_no_number_differs_from_the_listing(published, field, difference):
    deal = published.deal()
    deal = deal._replace(**{field: getattr(deal, field) + difference})
    with reverts_with("TermsChanged", published.id, 1):
        attempt(published, deal)


@pytest.mark.parametrize("field", ["token", "arbiter", "agreement"])
def test_nothing_else_differs_from_the_listing(published, token, field):
    others = {"token": token.address, "arbiter": ZERO, "agreement": b"\7" * 32}
    with reverts_with("TermsChanged", published.id, 1):
        attempt(published, published.deal(**{field: others[field]}))


@pytest.mark.parametrize(
    "claimed", [{"referralBps": 500}, {"deliverPeriod": 0}, {"cancelPeriod": 365 * DAY}, {"expiresAt": 2**40 - 1}]
)
def test_a_buyer_cannot_invent_what_the_seller_grants(published, claimed):
    with reverts_with("TermsChanged", published.id, 1):
        attempt(published, published.deal(), **claimed)


def test_a_seller_who_raised_the_price_is_not_paid_more(published, seller):
    deal = published.deal()
    dearer = published.terms._replace(price=published.terms.price + 1)
    published.market.revise(SKU, dearer, STOCK, STOCK, {"from": seller})
    with reverts_with("TermsChanged", published.id, 2):
        attempt(published, deal)


@pytest.mark.parametrize("late", [0, 1])
def test_nobody_buys_from_the_expiry_on(published, clock, late):
    clock.to(published.terms.expiresAt - 1 + late)
    deal = published.deal()
    if late:
        with reverts_with("ListingExpired", published.id, published.terms.expiresAt):
            attempt(published, deal)
    else:
        assert published.trade.state(attempt(published, deal)).status == Status.FUNDED


def test_the_front_end_takes_no_more_than_granted(published):
    with reverts_with("ReferralNotGranted", 251, 250):
        published.buy(referralBps=251)


@pytest.mark.parametrize("missing", [0, 1])
def test_the_seller_has_the_time_he_asked_for(published, clock, missing):
    now = clock.by(0)
    earliest = now + published.terms.deliverPeriod
    deal = published.deal(deliverBy=earliest - missing)
    if missing:
        with reverts_with("DeliverByTooSoon", earliest - 1, earliest):
            attempt(published, deal)
    else:
        assert published.trade.state(attempt(published, deal)).status == Status.FUNDED


@pytest.mark.parametrize(
    "steps",
    [
        [Step(DAY + 1, 10_000)],
        [Step(DAY, 9_999)],
        [Step(DAY, 0)],
        [Step(DAY - 1, 10_000), Step(DAY, 10_000)],
    ],
    ids=["later", "in part", "for nothing", "in two steps"],
)
def test_the_buyer_cancels_only_as_granted(published, clock, steps):
    now = clock.by(0)
    refunds = pack_refunds(*(Step(now + step.until, step.buyerBps) for step in steps))
    with reverts_with("CancellationNotGranted", refunds, now + published.terms.cancelPeriod):
        published.buy(refunds=refunds)


def test_more_than_the_stock_is_not_sold(published):
    with reverts_with("OutOfStock", published.id, STOCK, STOCK + 1):
        published.buy(units=STOCK + 1)


def test_nothing_is_sold_after_the_last_unit(published):
    published.buy(units=STOCK)
    with reverts_with("OutOfStock", published.id, 0, 1):
        published.buy(salt=NOTHING)
    assert published.listing()[1] == 0


@pytest.mark.ganache
@in_both_currencies
@pytest.mark.parametrize("units", [1, 3, STOCK])
def test_a_purchase_opens_the_deal_and_takes_the_units(published, trade, escrow, buyer, units):
    deal = published.deal(units=units)
    authorization = published.authorization(units=units)
    done = trade.do(escrow.open, deal, authorization, by=buyer, value=deal.value)

    assert done.moved == {"buyer": -1_500_012 * units, "escrow": 1_500_012 * units}
    assert done.after == DealState(Status.FUNDED, since=done.time)
    told = {"listingId": published.id, "dealId": trade.id(deal), "units": units, "stock": STOCK - units}
    assert events_of(done.tx, published.market) == [("ListingPurchased", told)]
    assert published.listing() == (published.hash(published.terms)[:24], STOCK - units, 1)


@pytest.mark.parametrize(
    "chosen",
    [
        {"handover": NOTHING},
        {"salt": b"\3" * 32},
        {"referrer": ZERO, "referralBps": 0},
        {"referralBps": 1},
        {"refunds": 0},
        {"deliverBy": 2**40 - 1},
    ],
    ids=lambda chosen: next(iter(chosen)),
)
def test_the_buyer_chooses_what_is_his_to_choose(published, trade, chosen):
    assert trade.state(published.buy(**chosen)).status == Status.FUNDED


def test_somebody_else_may_buy_for_him(published, trade, people):
    deal = published.deal(buyer=people.stranger.address)
    trade.open(deal, payer=people.payer, authorization=published.authorization())
    assert trade.state(deal).status == Status.FUNDED


def test_a_batch_sells_no_more_than_the_stock(published, escrow, buyer):
    deals = [published.deal(units=3, salt=bytes([index]) * 32) for index in range(2)]
    authorization = published.authorization(units=3)
    with reverts_with("OutOfStock", published.id, 2, 3):
        escrow.openBatch(deals, [authorization] * 2, {"from": buyer, "value": 2 * deals[0].value})
