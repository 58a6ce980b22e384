"""A gig in three milestones: one signed offer and one deal for each, opened together and living apart."""

import pytest
from brownie import Amendments, web3

from tests.contracts.model import typed_data
from tests.contracts.request.conftest import SALT
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, NOTHING, WHOLE, Outcome, Status
from tests.contracts.world.trade import events_of

PRICES = (300_001, 500_003, 200_007)
EVIDENCE = b"\6" * 32


@pytest.fixture
def milestones(desk):
    """The worker's price and a deadline for each; two revisions, and two weeks to object."""
    return [
        desk.job(price=price, deposit=0, deliverBy=desk.now + 10 * DAY * number, salt=bytes([number]) * 32)._replace(
            revisions=2, inspection=14 * DAY
        )
        for number, price in enumerate(PRICES, start=1)
    ]


@pytest.fixture
def gig(desk, escrow, milestones, buyer):
    desk.market.post(SALT, desk.need(), {"from": buyer})
    offers = [desk.offer(deal) for deal in milestones]
    escrow.openBatch(milestones, offers, {"from": buyer, "value": sum(deal.value for deal in milestones)})
    return milestones


def earned(deal):
    referral = deal.price * deal.referralBps // WHOLE
    return {"escrow": -deal.price, "seller": deal.price - referral, "referrer": referral}


def statuses(trade, gig):
    return [trade.state(deal).status for deal in gig]


@in_both_currencies
def test_one_payment_funds_all_of_it(trade, escrow, desk, milestones, buyer):
    offers = [desk.offer(deal) for deal in milestones]
    value = sum(deal.value for deal in milestones)
    done = trade.watch(lambda: escrow.openBatch(milestones, offers, {"from": buyer, "value": value}), milestones[0])

    assert done.moved == {"buyer": -sum(PRICES), "escrow": sum(PRICES)}
    assert statuses(trade, milestones) == [Status.FUNDED] * 3
    assert [name for name, _ in events_of(done.tx, desk.market)] == ["OfferAccepted"] * 3


def test_what_the_worker_did_not_sign_is_not_opened_with_the_rest(desk, trade, escrow, milestones, buyer, seller):
    offers = [desk.offer(deal) for deal in milestones]
    cheaper = [*milestones[:2], milestones[2]._replace(price=1)]
    with reverts_with("BadOfferSignature", seller, 0):
        escrow.openBatch(cheaper, offers, {"from": buyer, "value": sum(deal.value for deal in cheaper)})
    assert statuses(trade, milestones) == [Status.NONE] * 3


def test_only_a_funded_milestone_is_work(trade, escrow, desk, milestones, buyer, seller):
    desk.accept(milestones[0])
    with reverts_with("DealUnknown", trade.id(milestones[1])):
        escrow.fulfil(milestones[1], EVIDENCE, {"from": seller})


def test_the_second_may_be_done_before_the_first(trade, escrow, gig, buyer, seller):
    escrow.fulfil(gig[1], EVIDENCE, {"from": seller})
    done = trade.do(escrow.release, gig[1], by=buyer)

    assert done.moved == earned(gig[1])
    assert statuses(trade, gig) == [Status.FUNDED, Status.CLOSED, Status.FUNDED]


def test_two_weeks_of_silence_pay_the_worker(trade, escrow, clock, gig, seller, stranger):
    escrow.fulfil(gig[0], EVIDENCE, {"from": seller})
    until = trade.state(gig[0]).since + 14 * DAY
    now = clock.to(until)
    with reverts_with("TooEarly", until, now):
        escrow.finalize(gig[0], {"from": stranger})
    clock.to(until + 1)
    done = trade.do(escrow.finalize, gig[0], by=stranger)

    assert done.moved == earned(gig[0])
    assert statuses(trade, gig) == [Status.CLOSED, Status.FUNDED, Status.FUNDED]


def test_a_third_revision_is_refused(trade, escrow, gig, buyer, seller):
    for _ in range(2):
        escrow.fulfil(gig[0], EVIDENCE, {"from": seller})
        escrow.sendBack(gig[0], EVIDENCE, {"from": buyer})
    escrow.fulfil(gig[0], EVIDENCE, {"from": seller})
    with reverts_with("NoRevisionsLeft", trade.id(gig[0]), 2):
        escrow.sendBack(gig[0], EVIDENCE, {"from": buyer})
    escrow.fulfil(gig[1], EVIDENCE, {"from": seller})
    escrow.sendBack(gig[1], EVIDENCE, {"from": buyer})
    assert [trade.state(deal).revisionsUsed for deal in gig] == [2, 1, 0], "each milestone has its own"


@in_both_currencies
def test_a_late_worker_loses_that_milestone_only(trade, escrow, clock, gig, buyer, seller):
    clock.to(gig[0].deliverBy + 1)
    done = trade.do(escrow.reclaim, gig[0], by=buyer)
    assert done.moved == {"escrow": -PRICES[0], "buyer": PRICES[0]}

    with reverts_with("TooEarly", gig[1].deliverBy, done.time):
        escrow.reclaim(gig[1], {"from": buyer})
    escrow.fulfil(gig[1], EVIDENCE, {"from": seller})
    done = trade.do(escrow.release, gig[1], by=buyer)
    assert done.moved == earned(gig[1])


def test_a_dispute_about_one_leaves_the_others_flowing(trade, escrow, clock, gig, arbiter, buyer, seller, stranger):
    escrow.fulfil(gig[0], EVIDENCE, {"from": seller})
    escrow.dispute(gig[0], 2_500, EVIDENCE, {"from": buyer})
    escrow.contest(gig[0], EVIDENCE, {"from": seller})

    escrow.fulfil(gig[1], EVIDENCE, {"from": seller})
    paid = trade.do(escrow.release, gig[1], by=buyer)
    assert paid.moved == earned(gig[1])
    assert statuses(trade, gig) == [Status.DISPUTED, Status.CLOSED, Status.FUNDED]

    escrow.rule(gig[0], 6_000, {"from": arbiter})
    ruled = trade.do(escrow.execute, gig[0], by=stranger)
    assert ruled.after.outcome == Outcome.RULED
    assert sum(ruled.moved.values()) == 0
    assert ruled.moved["escrow"] == -PRICES[0]
    refunded = trade.do(escrow.refund, gig[2], by=seller)
    assert refunded.moved == {"escrow": -PRICES[2], "buyer": PRICES[2]}


def test_both_sign_another_scope_and_the_old_one_stays_in_the_log(trade, people, escrow, gig, clock, buyer, seller):
    amendments = people.stranger.deploy(Amendments, escrow)
    scope, deadline = b"\7" * 32, clock.now + DAY
    agreed = {"dealId": trade.id(gig[1]), "agreement": scope, "number": 1, "deadline": deadline}
    signature = sign("seller", typed_data.amendment(web3.eth.chain_id, amendments.address, **agreed))
    tx = amendments.amend(gig[1], scope, deadline, signature, {"from": buyer})

    amended = {"dealId": trade.id(gig[1]), "number": 1, "agreement": scope}
    assert events_of(tx, amendments) == [("DealAmended", amended)]
    assert [amendments.amendmentsOf(trade.id(deal)) for deal in gig] == [0, 1, 0]
    escrow.fulfil(gig[1], EVIDENCE, {"from": seller})
    done = trade.do(escrow.release, gig[1], by=buyer)
    assert done.moved == earned(gig[1]), "the deal is still named by the terms it was opened with"
    assert gig[1].agreement != scope != NOTHING


def test_a_worker_may_take_back_what_is_not_yet_accepted(desk, trade, escrow, milestones, buyer, seller):
    offers = [desk.offer(deal) for deal in milestones]
    escrow.open(milestones[0], offers[0], {"from": buyer, "value": milestones[0].value})
    desk.market.revoke({"from": seller})
    with reverts_with("BadOfferSignature", seller, 1):
        escrow.openBatch(milestones[1:], offers[1:], {"from": buyer, "value": sum(PRICES[1:])})
    assert statuses(trade, milestones) == [Status.FUNDED, Status.NONE, Status.NONE]
