"""The buyer pays the seller."""

import pytest

from tests.contracts.escrow.outcomes import PRICE_PAID, verify_completed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import WHOLE, ZERO, Outcome, Status


def test_a_deal_is_not_released_twice(escrow, trade, completed_deal, buyer):
    with reverts_with("DealNotPayable", trade.id(completed_deal), Status.COMPLETED):
        escrow.release(completed_deal, {"from": buyer})


def test_a_disputed_deal_cannot_be_released(escrow, trade, claimed_deal, buyer):
    with reverts_with("DealNotPayable", trade.id(claimed_deal), Status.DISPUTED):
        escrow.release(claimed_deal, {"from": buyer})


@pytest.mark.parametrize("person", ["seller", "arbiter", "payer", "stranger"])
def test_nobody_else_can_release(escrow, funded_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotBuyer", caller):
        escrow.release(funded_deal, {"from": caller})


@pytest.mark.ganache
@in_both_currencies
def test_the_buyer_pays_the_seller_and_the_referrer(escrow, trade, fulfilled_deal, buyer):
    done = trade.do(escrow.release, fulfilled_deal, by=buyer)
    verify_completed(done, Outcome.RELEASED, ("DealReleased", {"dealId": trade.id(fulfilled_deal)}))


def test_the_buyer_may_pay_before_fulfilment(escrow, trade, funded_deal, buyer):
    done = trade.do(escrow.release, funded_deal, by=buyer)
    verify_completed(done, Outcome.RELEASED, ("DealReleased", {"dealId": trade.id(funded_deal)}))


def test_the_buyer_may_pay_after_every_deadline(escrow, trade, funded_deal, buyer, clock):
    clock.to(funded_deal.deliverBy + 10 * funded_deal.inspection)
    done = trade.do(escrow.release, funded_deal, by=buyer)
    verify_completed(done, Outcome.RELEASED, ("DealReleased", {"dealId": trade.id(funded_deal)}))


def test_without_a_deposit_the_deal_is_closed_at_once(escrow, trade, make_deal, buyer):
    deal = trade.open(make_deal(deposit=0))
    done = trade.do(escrow.release, deal, by=buyer)

    assert done.moved == PRICE_PAID
    assert done.after == done.before._replace(
        status=Status.CLOSED, outcome=Outcome.RELEASED, claimBps=WHOLE, since=done.time
    )
    assert done.events == [("DealReleased", {"dealId": trade.id(deal)})]


@pytest.mark.parametrize("referrer_and_bps", [(ZERO, 0), (None, 0)], ids=["no referrer", "a referrer for nothing"])
def test_without_a_referral_the_seller_gets_the_whole_price(escrow, trade, make_deal, buyer, people, referrer_and_bps):
    referrer, bps = referrer_and_bps
    deal = trade.open(make_deal(referrer=referrer or people.referrer.address, referralBps=bps))
    assert trade.do(escrow.release, deal, by=buyer).moved == {"escrow": -deal.price, "seller": deal.price}


@pytest.mark.parametrize(("price", "referral"), [(1, 0), (39, 0), (40, 1), (79, 1)])
def test_the_referral_is_rounded_down(escrow, trade, make_deal, buyer, price, referral):
    deal = trade.open(make_deal(price=price))
    moved = trade.do(escrow.release, deal, by=buyer).moved
    assert (moved["seller"], moved.get("referrer", 0)) == (price - referral, referral)
