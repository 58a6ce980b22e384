"""The buyer cancels by the schedule both agreed to."""

import pytest

from tests.contracts.escrow.outcomes import ALL_BACK, verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NOTHING, Outcome, Status, Step, pack_refunds, unpack_refunds


def cancelled(trade, deal, seller_bps):
    return [("DealCancelled", {"dealId": trade.id(deal), "sellerBps": seller_bps})]


def test_a_fulfilled_deal_cannot_be_cancelled(escrow, trade, fulfilled_deal, buyer):
    with reverts_with("DealNotFunded", trade.id(fulfilled_deal), Status.FULFILLED):
        escrow.cancel(fulfilled_deal, {"from": buyer})


def test_the_seller_cannot_cancel(escrow, funded_deal, seller):
    with reverts_with("NotBuyer", seller):
        escrow.cancel(funded_deal, {"from": seller})


def test_without_a_schedule_nobody_cancels_alone(escrow, trade, make_deal, buyer):
    deal = trade.open(make_deal(refunds=0))
    with reverts_with("NotCancellable", trade.id(deal)):
        escrow.cancel(deal, {"from": buyer})


def test_who_has_seen_the_work_cannot_cancel_it(escrow, trade, fulfilled_deal, buyer):
    escrow.sendBack(fulfilled_deal, NOTHING, {"from": buyer})
    with reverts_with("NotCancellable", trade.id(fulfilled_deal)):
        escrow.cancel(fulfilled_deal, {"from": buyer})


def test_a_second_after_the_last_step_is_too_late(escrow, funded_deal, buyer, clock):
    last = unpack_refunds(funded_deal.refunds)[-1].until
    late = clock.to(last + 1)
    with reverts_with("TooLate", last, late):
        escrow.cancel(funded_deal, {"from": buyer})


@pytest.mark.ganache
@in_both_currencies
def test_in_the_first_step_everything_comes_back(escrow, trade, funded_deal, buyer, clock):
    clock.to(unpack_refunds(funded_deal.refunds)[0].until)
    done = trade.do(escrow.cancel, funded_deal, by=buyer)
    verify_closed(done, Outcome.CANCELLED, moved=ALL_BACK, seller_bps=0, events=cancelled(trade, funded_deal, 0))


@in_both_currencies
@pytest.mark.parametrize("step", [0, 1], ids=["a second after the first step", "at the end of the second"])
def test_in_the_second_step_the_seller_keeps_half_less_the_referral(escrow, trade, funded_deal, buyer, clock, step):
    first, second = unpack_refunds(funded_deal.refunds)
    clock.to([first.until + 1, second.until][step])
    done = trade.do(escrow.cancel, funded_deal, by=buyer)

    # 1,000,003 / 2 rounds down for the seller; 2.5 % of that is the referral; the deposit comes back whole.
    moved = {"escrow": -1_500_012, "seller": 487_501, "referrer": 12_500, "buyer": 500_002 + 500_009}
    events = cancelled(trade, funded_deal, 5_000)
    verify_closed(done, Outcome.CANCELLED, moved=moved, seller_bps=5_000, events=events)


@pytest.mark.parametrize(("day", "seller_bps"), [(1, 0), (2, 1_000), (3, 5_000), (4, 10_000)])
def test_a_schedule_has_up_to_four_steps(escrow, trade, make_deal, buyer, clock, day, seller_bps):
    now = clock.now
    shares = (10_000, 9_000, 5_000, 0)
    refunds = pack_refunds(*(Step(now + (index + 1) * DAY, bps) for index, bps in enumerate(shares)))
    deal = trade.open(make_deal(refunds=refunds))

    clock.to(now + day * DAY)
    assert trade.do(escrow.cancel, deal, by=buyer).events == cancelled(trade, deal, seller_bps)
