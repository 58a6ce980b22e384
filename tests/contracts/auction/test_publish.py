"""A seller puts a lot up for auction, if it can end and its deal can be opened."""

import pytest

from tests.contracts.model.auction import (
    MAX_EXTENSION,
    MAX_EXTENSIONS,
    SETTLE_PERIOD,
    AuctionState,
    AuctionStatus,
    reserve_hash,
)
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, MAX_PERIOD, NOTHING, ZERO
from tests.contracts.world.trade import plain


def test_a_lot_is_auctioned_once(opened, seller):
    with reverts_with("AuctionExists", opened.id):
        opened.market.publish(opened.lot, {"from": seller})


def test_a_lot_that_was_taken_back_cannot_be_published_again(opened, seller):
    opened.do("cancelAuction", by="seller")
    with reverts_with("AuctionExists", opened.id):
        opened.market.publish(opened.lot, {"from": seller})


def test_only_the_seller_publishes_the_lot(house, stranger):
    with reverts_with("NotSeller", stranger):
        house.market.publish(house.lot, {"from": stranger})


@pytest.mark.parametrize(
    ("start", "buy_now"), [(0, 0), (0, 5), (7, 6)], ids=["no price", "buy-now alone", "lower buy-now"]
)
def test_the_prices_make_sense(house, start, buy_now):
    with reverts_with("BadPrices", start, buy_now):
        house.with_lot(startPrice=start, buyNowPrice=buy_now).published()


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(-DAY, 0), (DAY, DAY), (DAY + 1, DAY), (0, MAX_PERIOD + 1)],
    ids=["over", "no time", "backwards", "too long"],
)
def test_an_auction_ends_in_the_future_and_within_a_year(house, clock, starts, ends):
    now = clock.by(0)
    late = house.with_lot(startsAt=now + starts, endsAt=now + ends)
    with reverts_with("BadTimes", now + starts, now + ends):
        late.published()


def test_an_increment_at_most_doubles_the_bid(house):
    with reverts_with("IncrementTooHigh", 10_001, 10_000):
        house.with_lot(incrementBps=10_001).published()


@pytest.mark.parametrize(
    ("extension", "times"), [(MAX_EXTENSION + 1, 1), (1, MAX_EXTENSIONS + 1)], ids=["too long", "too often"]
)
def test_extensions_have_limits(house, extension, times):
    with reverts_with("ExtensionsTooLong", extension, times):
        house.with_lot(extension=extension, maxExtensions=times).published()


@pytest.mark.parametrize("period", [0, SETTLE_PERIOD + 1])
def test_a_reserve_is_revealed_in_time(house, period):
    with reverts_with("BadRevealPeriod", period, SETTLE_PERIOD):
        house.with_lot(reserveHash=b"\1" * 32, revealPeriod=period).published()


def test_the_seller_is_not_the_arbiter(house, seller):
    with reverts_with("BadArbiter", seller):
        house.with_lot(arbiter=seller.address).published()


def test_the_escrow_cannot_rule(house, escrow):
    with reverts_with("BadArbiter", escrow):
        house.with_lot(arbiter=escrow.address).published()


def test_the_arbiters_fee_has_a_limit(house):
    with reverts_with("ArbiterFeeTooHigh", 1_001, 1_000):
        house.with_lot(arbiterBps=1_001).published()


def test_a_share_is_at_most_everything(house):
    with reverts_with("BadShare", 10_001):
        house.with_lot(silenceBps=10_001).published()


def test_the_seller_has_some_time_to_deliver(house, clock):
    now = clock.by(0)
    with reverts_with("DeadlinePassed", now, now):
        house.with_lot(deliverPeriod=0).published()


@pytest.mark.parametrize("field", ["inspection", "contestPeriod", "rulingPeriod"])
def test_no_period_is_longer_than_a_year(house, field):
    with reverts_with("PeriodTooLong", MAX_PERIOD + 1, MAX_PERIOD):
        house.with_lot(**{field: MAX_PERIOD + 1}).published()


@pytest.mark.ganache
@in_both_currencies
def test_a_published_lot_takes_bids(house):
    done = house.do("publish", by="seller")

    assert (done.before, done.after) == (AuctionState(), AuctionState(AuctionStatus.OPEN))
    assert done.moved == {}
    [(name, told)] = done.events
    assert (name, told["auctionId"], told["seller"]) == ("AuctionPublished", house.id, house.lot.seller)
    assert plain(told["lot"]) == tuple(house.lot)
    assert done.tx.return_value.hex() == house.id.hex()


@pytest.mark.parametrize(
    "allowed",
    [
        {"buyNowPrice": 0},
        {"buyNowPrice": 1_000_003},
        {"startPrice": 2**88 - 1, "buyNowPrice": 2**88 - 1},
        {"startsAt": 0},
        {"incrementBps": 10_000},
        {"extension": MAX_EXTENSION, "maxExtensions": MAX_EXTENSIONS},
        {"revealPeriod": 2**32 - 1},
        {"reserveHash": b"\1" * 32, "revealPeriod": SETTLE_PERIOD},
        {"arbiter": ZERO, "arbiterBps": 0},
        {"deliverPeriod": 2**32 - 1},
        {"inspection": 0, "contestPeriod": 0, "rulingPeriod": 0},
        {"document": NOTHING, "salt": NOTHING},
    ],
    ids=lambda allowed: next(iter(allowed)),
)
def test_the_limits_themselves_are_allowed(house, allowed):
    assert house.with_lot(**allowed).published().state.status == AuctionStatus.OPEN


def test_a_lot_may_run_for_a_year(house, clock):
    now = clock.by(0)
    assert house.with_lot(endsAt=now + MAX_PERIOD).published().state.status == AuctionStatus.OPEN


def test_the_views_agree_with_everybodys_own_computation(opened):
    market, lot = opened.market, opened.lot
    assert market.idOf(lot).hex() == opened.id.hex()
    assert market.endOf(lot) == lot.endsAt
    assert market.minimumBid(lot) == lot.startPrice
    assert bytes(market.reserveHashOf(7, b"\2" * 32)) == reserve_hash(7, b"\2" * 32)


@pytest.mark.parametrize("view", ["endOf", "minimumBid"])
def test_nobody_knows_a_lot_that_was_never_published(house, view):
    with reverts_with("AuctionUnknown", house.id):
        getattr(house.market, view)(house.lot)
