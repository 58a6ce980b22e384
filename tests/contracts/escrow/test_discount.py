"""The seller lowers what he is owed: a metered fare, a flaw, an hour less."""

import pytest

from tests.contracts.escrow.outcomes import verify_closed
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, WHOLE, Outcome, Status

GIVEN = 400_001  # leaves 600,002 of the price


@pytest.fixture
def discounted_deal(escrow, funded_deal, seller):
    escrow.discount(funded_deal, GIVEN, NOTHING, {"from": seller})
    return funded_deal


@pytest.mark.parametrize(
    ("state", "status"),
    [("completed_deal", Status.COMPLETED), ("claimed_deal", Status.DISPUTED), ("closed_deal", Status.CLOSED)],
)
def test_what_is_paid_or_claimed_is_not_discounted(escrow, trade, deal_in, seller, state, status):
    deal = deal_in(state)
    with reverts_with("DealNotPayable", trade.id(deal), status):
        escrow.discount(deal, 1, NOTHING, {"from": seller})


def test_what_is_promised_to_somebody_else_is_not_given_away(escrow, trade, funded_deal, seller, stranger):
    escrow.assign(funded_deal, stranger, {"from": seller})
    with reverts_with("DealIsAssigned", trade.id(funded_deal), stranger):
        escrow.discount(funded_deal, 1, NOTHING, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_nobody_else_discounts(escrow, funded_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotSeller", caller):
        escrow.discount(funded_deal, 1, NOTHING, {"from": caller})


@pytest.mark.parametrize("amount", [0, GIVEN, 1_000_003, 2**128 - 1])
def test_a_discount_grows_and_leaves_something(escrow, discounted_deal, seller, amount):
    with reverts_with("BadDiscount", amount, GIVEN, 1_000_003):
        escrow.discount(discounted_deal, amount, NOTHING, {"from": seller})


@pytest.mark.ganache
@pytest.mark.parametrize("state", ["funded_deal", "fulfilled_deal"])
def test_it_moves_neither_money_nor_clock(escrow, trade, deal_in, seller, clock, state):
    deal = deal_in(state)
    clock.by(60)
    done = trade.do(escrow.discount, deal, GIVEN, b"\5" * 32, by=seller)

    assert done.moved == {}
    assert done.after == done.before._replace(discount=GIVEN)
    assert done.events == [("DealDiscounted", {"dealId": trade.id(deal), "amount": GIVEN, "evidence": b"\5" * 32})]


@pytest.mark.ganache
@in_both_currencies
def test_the_seller_is_paid_the_rest_and_the_buyer_gets_it_back(escrow, trade, discounted_deal, buyer):
    done = trade.do(escrow.release, discounted_deal, by=buyer)
    assert done.moved == {"escrow": -1_000_003, "seller": 585_002, "referrer": 15_000, "buyer": GIVEN}
    assert done.after.discount == GIVEN


@in_both_currencies
def test_a_split_divides_the_rest(escrow, trade, discounted_deal, buyer, seller):
    escrow.proposeSettlement(discounted_deal, False, 5_000, {"from": seller})
    done = trade.do(escrow.acceptSettlement, discounted_deal, False, 5_000, by=buyer)

    moved = {"escrow": -1_500_012, "seller": 292_501, "referrer": 7_500, "buyer": 300_001 + GIVEN + 500_009}
    settled = [("DealSettled", {"dealId": trade.id(discounted_deal), "sellerBps": 5_000})]
    verify_closed(done, Outcome.SETTLED, moved=moved, seller_bps=5_000, events=settled)


def test_a_ruling_and_its_fee_are_about_the_rest(escrow, trade, discounted_deal, people):
    escrow.dispute(discounted_deal, WHOLE, NOTHING, {"from": people.seller})
    escrow.contest(discounted_deal, NOTHING, {"from": people.buyer})
    escrow.rule(discounted_deal, WHOLE, {"from": people.arbiter})
    done = trade.do(escrow.execute, discounted_deal, by=people.stranger)
    # 3 % of 600,002 is the arbiter's, 2.5 % of the rest the referrer's.
    assert done.moved == {
        "escrow": -1_500_012,
        "arbiter": 18_000,
        "referrer": 14_550,
        "seller": 567_452,
        "buyer": GIVEN + 500_009,
    }


def test_the_deposit_is_not_touched_by_it(escrow, trade, discounted_deal, buyer, seller):
    escrow.release(discounted_deal, {"from": buyer})
    escrow.claimDeposit(discounted_deal, WHOLE, NOTHING, {"from": seller})
    assert trade.do(escrow.concede, discounted_deal, by=buyer).moved == {"escrow": -500_009, "seller": 500_009}


def test_all_but_the_smallest_unit_can_be_given_back(escrow, trade, funded_deal, buyer, seller):
    escrow.discount(funded_deal, 1_000_002, NOTHING, {"from": seller})
    assert trade.do(escrow.release, funded_deal, by=buyer).moved == {
        "escrow": -1_000_003,
        "seller": 1,
        "buyer": 1_000_002,
    }
