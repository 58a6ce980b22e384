"""The seller's share of the price goes to somebody else, and cannot be given away meanwhile."""

import pytest
from brownie import web3

from tests.contracts.model import typed_data
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import NOTHING, WHOLE, ZERO, Outcome, Status


@pytest.fixture
def assigned_deal(escrow, funded_deal, seller, stranger):
    """The stranger is the payee: a lender, a factor, a friend."""
    escrow.assign(funded_deal, stranger, {"from": seller})
    return funded_deal


@pytest.mark.parametrize(("state", "status"), [("completed_deal", Status.COMPLETED), ("claimed_deal", Status.DISPUTED)])
def test_what_is_paid_or_claimed_is_not_assigned(escrow, trade, deal_in, seller, stranger, state, status):
    deal = deal_in(state)
    with reverts_with("DealNotPayable", trade.id(deal), status):
        escrow.assign(deal, stranger, {"from": seller})


@pytest.mark.parametrize("person", ["buyer", "arbiter", "stranger"])
def test_nobody_else_assigns(escrow, funded_deal, people, person):
    caller = getattr(people, person)
    with reverts_with("NotPayee", caller):
        escrow.assign(funded_deal, people.payer, {"from": caller})


def test_the_seller_cannot_assign_it_twice(escrow, assigned_deal, seller, payer):
    with reverts_with("NotPayee", seller):
        escrow.assign(assigned_deal, payer, {"from": seller})


@pytest.mark.parametrize("payee", ["nobody", "buyer", "arbiter", "escrow"])
def test_it_goes_to_nobody_who_should_not_have_it(escrow, funded_deal, people, seller, payee):
    address = {"nobody": ZERO, "escrow": escrow.address}.get(payee) or getattr(people, payee).address
    with reverts_with("BadPayee", address):
        escrow.assign(funded_deal, address, {"from": seller})


@pytest.mark.ganache
@pytest.mark.parametrize("state", ["funded_deal", "fulfilled_deal"])
def test_it_is_written_down(escrow, trade, deal_in, seller, stranger, clock, state):
    deal = deal_in(state)
    clock.by(60)
    done = trade.do(escrow.assign, deal, stranger.address, by=seller)

    assert done.moved == {}
    assert done.after == done.before._replace(isAssigned=True)
    assert escrow.payeeOf(trade.id(deal)) == stranger
    assert done.events == [("DealAssigned", {"dealId": trade.id(deal), "payee": stranger.address})]


def test_the_payee_passes_it_on_and_gives_it_back(escrow, trade, assigned_deal, seller, payer, stranger):
    escrow.assign(assigned_deal, payer, {"from": stranger})
    assert escrow.payeeOf(trade.id(assigned_deal)) == payer
    done = trade.do(escrow.assign, assigned_deal, seller.address, by=payer)
    assert not done.after.isAssigned
    assert escrow.payeeOf(trade.id(assigned_deal)) == ZERO


@pytest.mark.ganache
@in_both_currencies
def test_the_payee_is_paid_the_price(escrow, trade, assigned_deal, buyer):
    done = trade.do(escrow.release, assigned_deal, by=buyer)
    assert done.moved == {"escrow": -1_000_003, "stranger": 975_003, "referrer": 25_000}


def test_the_payee_gets_the_sellers_share_of_a_cancellation(escrow, trade, assigned_deal, buyer, clock):
    clock.by(2 * 86_400 - 60)
    done = trade.do(escrow.cancel, assigned_deal, by=buyer)
    assert done.moved == {"escrow": -1_500_012, "stranger": 487_501, "referrer": 12_500, "buyer": 1_000_011}


@in_both_currencies
def test_the_deposit_stays_between_buyer_and_seller(escrow, trade, assigned_deal, buyer, seller):
    escrow.release(assigned_deal, {"from": buyer})
    escrow.claimDeposit(assigned_deal, WHOLE, NOTHING, {"from": seller})
    escrow.proposeSettlement(assigned_deal, True, 1_000, {"from": buyer})
    done = trade.do(escrow.acceptSettlement, assigned_deal, True, 1_000, by=seller)
    assert done.moved == {"escrow": -500_009, "seller": 50_000, "buyer": 450_009}


class TestWhatTheSellerAloneCouldGiveAway:
    def test_he_does_not_refund(self, escrow, trade, assigned_deal, seller, stranger):
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), stranger):
            escrow.refund(assigned_deal, {"from": seller})

    def test_he_does_not_refund_the_last_second_before_he_is_late(self, escrow, trade, assigned_deal, people, clock):
        clock.to(assigned_deal.deliverBy)
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), people.stranger):
            escrow.refund(assigned_deal, {"from": people.seller})

    def test_once_he_is_late_it_is_the_buyers_anyway(self, escrow, trade, assigned_deal, seller, clock):
        clock.to(assigned_deal.deliverBy + 1)
        done = trade.do(escrow.refund, assigned_deal, by=seller)
        assert done.moved == {"escrow": -1_500_012, "buyer": 1_500_012}

    def test_he_does_not_refund_what_he_delivered_in_time(self, escrow, trade, assigned_deal, people, clock):
        escrow.fulfil(assigned_deal, NOTHING, {"from": people.seller})
        clock.to(assigned_deal.deliverBy + 1)
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), people.stranger):
            escrow.refund(assigned_deal, {"from": people.seller})

    def test_he_does_not_claim_less(self, escrow, trade, assigned_deal, seller, stranger):
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), stranger):
            escrow.dispute(assigned_deal, 0, NOTHING, {"from": seller})

    def test_he_does_not_concede(self, escrow, trade, assigned_deal, buyer, seller, stranger):
        escrow.dispute(assigned_deal, 0, NOTHING, {"from": buyer})
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), stranger):
            escrow.concede(assigned_deal, {"from": seller})
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), stranger):
            escrow.refund(assigned_deal, {"from": seller})

    @pytest.mark.parametrize("act", ["proposeSettlement", "acceptSettlement"])
    @pytest.mark.parametrize("person", ["buyer", "seller"])
    def test_nobody_settles(self, escrow, trade, assigned_deal, people, act, person):
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), people.stranger):
            getattr(escrow, act)(assigned_deal, False, 0, {"from": getattr(people, person)})

    def test_an_earlier_signature_settles_nothing(self, escrow, trade, assigned_deal, people):
        terms = {"depositOnly": False, "sellerBps": 0, "deadline": 2**40}
        message = typed_data.settlement(web3.eth.chain_id, escrow.address, dealId=trade.id(assigned_deal), **terms)
        with reverts_with("DealIsAssigned", trade.id(assigned_deal), people.stranger):
            escrow.settleWithSignature(assigned_deal, 0, 2**40, sign("seller", message), {"from": people.buyer})


class TestClaims:
    @pytest.fixture
    def claimed(self, escrow, assigned_deal, buyer):
        escrow.dispute(assigned_deal, 0, NOTHING, {"from": buyer})
        return assigned_deal

    @pytest.mark.parametrize("person", ["buyer", "arbiter", "payer"])
    def test_nobody_else_contests_the_buyers_claim(self, escrow, claimed, people, person):
        caller = getattr(people, person)
        with reverts_with("NotOpponent", caller):
            escrow.contest(claimed, NOTHING, {"from": caller})

    @pytest.mark.ganache
    @pytest.mark.parametrize("person", ["seller", "stranger"])
    def test_seller_and_payee_contest_it(self, escrow, trade, claimed, people, person):
        """And the payee is paid what the arbiter gives the seller."""
        escrow.contest(claimed, NOTHING, {"from": getattr(people, person)})
        escrow.rule(claimed, WHOLE, {"from": people.arbiter})
        done = trade.do(escrow.execute, claimed, by=people.buyer)
        assert done.after.outcome == Outcome.RULED
        assert done.moved == {
            "escrow": -1_500_012,
            "stranger": 945_753,
            "referrer": 24_250,
            "arbiter": 30_000,
            "buyer": 500_009,
        }

    def test_the_payee_does_not_concede(self, escrow, trade, claimed, stranger):
        with reverts_with("DealIsAssigned", trade.id(claimed), stranger):
            escrow.concede(claimed, {"from": stranger})

    def test_the_payee_does_not_answer_for_the_buyer(self, escrow, assigned_deal, buyer, seller, stranger):
        escrow.release(assigned_deal, {"from": buyer})
        escrow.claimDeposit(assigned_deal, WHOLE, NOTHING, {"from": seller})
        with reverts_with("NotOpponent", stranger):
            escrow.contest(assigned_deal, NOTHING, {"from": stranger})
