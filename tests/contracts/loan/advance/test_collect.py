"""The deal pays the lender first, and the worker the rest; a lost dispute leaves the lender with the shortfall."""

import pytest
from brownie import OddToken

from tests.contracts.loan.advance.conftest import LENT, PRICE, SHARE
from tests.contracts.model.loan import LoanStatus, interest_on
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NATIVE, NOTHING, ZERO, Status


def owed_at(bank, terms, time):
    return terms.principal + interest_on(terms.principal, terms.rateBps, time - bank.state(terms).takenAt)


def test_an_advance_is_not_foreclosed(bank, taken, clock):
    clock.by(98 * DAY)
    with reverts_with("SecuredByDeal", taken.collateralDeal):
        bank.loan.foreclose(taken, bank.by("lender"))


def test_an_unknown_loan_collects_nothing(bank, terms, assigned):
    with reverts_with("LoanUnknown", bank.id(terms)):
        bank.loan.collect(terms, assigned, bank.by("stranger"))


def test_a_loan_collects_its_own_deal(bank, taken, assigned, trade):
    other = assigned._replace(salt=NOTHING)
    with reverts_with("WrongDeal", trade.id(assigned), trade.id(other)):
        bank.loan.collect(taken, other, bank.by("stranger"))


@pytest.mark.parametrize("journey", [[], ["fulfil"], ["dispute"], ["dispute", "contest"]], ids=str)
def test_a_deal_that_is_not_paid_is_not_collected(bank, taken, assigned, trade, escrow, buyer, journey):
    acts = {
        "fulfil": lambda: escrow.fulfil(assigned, NOTHING, bank.by("borrower")),
        "dispute": lambda: escrow.dispute(assigned, 0, NOTHING, {"from": buyer}),
        "contest": lambda: bank.loan.contest(taken, assigned, NOTHING, bank.by("lender")),
    }
    for act in journey:
        acts[act]()
    with reverts_with("DealNotPaid", trade.id(assigned)):
        bank.loan.collect(taken, assigned, bank.by("stranger"))


@in_both_currencies
@pytest.mark.ganache
def test_a_release_pays_the_lender_first_and_the_worker_the_rest(
    bank, taken, assigned, trade, escrow, buyer, clock, currency
):
    clock.to(bank.state(taken).takenAt + 30 * DAY)
    paid = bank.watch(lambda: escrow.release(assigned, {"from": buyer}), currency)
    assert paid.moved[currency] == {"loan": SHARE}
    done = bank.watch(lambda: bank.loan.collect(taken, assigned, bank.by("stranger")), currency)

    owed = owed_at(bank, taken, done.time)
    assert done.moved[currency] == {"loan": -SHARE, "lender": owed, "borrower": SHARE - owed}
    told = {"toHolder": owed, "toBorrower": SHARE - owed, "shortfall": 0}
    ids = {"loanId": bank.id(taken), "dealId": trade.id(assigned)}
    assert done.events == [("AdvanceCollected", {**ids, **told})]
    assert bank.state(taken)[:4] == (LoanStatus.REPAID, False, 0, 0)
    assert trade.state(assigned).status == Status.COMPLETED, "the deposit is another matter"


def test_interest_ends_with_the_grace(bank, taken, assigned, escrow, buyer, clock):
    clock.to(bank.state(taken).takenAt + 200 * DAY)
    escrow.release(assigned, {"from": buyer})
    done = bank.watch(lambda: bank.loan.collect(taken, assigned, bank.by("stranger")), NATIVE)
    most = LENT + interest_on(LENT, taken.rateBps, taken.duration + taken.grace)
    assert done.moved[NATIVE] == {"loan": -SHARE, "lender": most, "borrower": SHARE - most}


def test_a_note_on_a_deal_may_be_sold(bank, taken, assigned, escrow, buyer, holder):
    bank.loan.transferNote(taken, holder, bank.by("lender"))
    escrow.release(assigned, {"from": buyer})
    done = bank.watch(lambda: bank.loan.collect(taken, assigned, bank.by("stranger")), NATIVE)
    owed = owed_at(bank, taken, done.time)
    assert done.moved[NATIVE] == {"loan": -SHARE, "holder": owed, "borrower": SHARE - owed}


def test_a_claim_on_the_deposit_changes_nothing(bank, taken, assigned, escrow, buyer):
    """By then the state of the deal knows the share of the deposit, not that of the price."""
    escrow.release(assigned, {"from": buyer})
    escrow.claimDeposit(assigned, 3_000, NOTHING, bank.by("borrower"))
    escrow.concede(assigned, {"from": buyer})
    done = bank.watch(lambda: bank.loan.collect(taken, assigned, bank.by("stranger")), NATIVE)
    assert done.moved[NATIVE]["loan"] == -SHARE


@pytest.mark.ganache
def test_a_lost_dispute_leaves_the_lender_with_the_shortfall(bank, taken, assigned, escrow, buyer, arbiter):
    """The arbiter takes 3 % first, gives the seller 40 % of the rest, of which the referrer gets his part."""
    escrow.dispute(assigned, 0, NOTHING, {"from": buyer})
    bank.loan.contest(taken, assigned, NOTHING, bank.by("lender"))
    escrow.rule(assigned, 4_000, {"from": arbiter})
    escrow.execute(assigned, {"from": arbiter})
    earned = (PRICE - PRICE * 300 // 10_000) * 4_000 // 10_000
    share = earned - earned * 250 // 10_000
    assert bank.loan.balance() == share
    done = bank.watch(lambda: bank.loan.collect(taken, assigned, bank.by("stranger")), NATIVE)

    shortfall = owed_at(bank, taken, done.time) - share
    assert done.moved[NATIVE] == {"loan": -share, "lender": share}
    told = {"toHolder": share, "toBorrower": 0, "shortfall": shortfall}
    assert done.events[0][1] == {"loanId": bank.id(taken), "dealId": taken.collateralDeal, **told}
    assert bank.state(taken).status == LoanStatus.DEFAULTED
    assert sum(bank.state(taken)[2:4]) == shortfall


def test_a_deal_that_is_reclaimed_pays_nobody(bank, taken, assigned, escrow, buyer, clock):
    clock.to(assigned.deliverBy + 1)
    escrow.reclaim(assigned, {"from": buyer})
    done = bank.watch(lambda: bank.loan.collect(taken, assigned, bank.by("stranger")), NATIVE)
    assert done.moved[NATIVE] == {}
    assert done.events[0][1]["shortfall"] == owed_at(bank, taken, min(done.time, assigned.deliverBy + 1))


def test_a_deal_is_collected_once(bank, taken, assigned, trade, escrow, buyer):
    escrow.release(assigned, {"from": buyer})
    bank.loan.collect(taken, assigned, bank.by("stranger"))
    with reverts_with("LoanNotOpen", bank.id(taken), LoanStatus.REPAID):
        bank.loan.collect(taken, assigned, bank.by("stranger"))
    with reverts_with("DealInUse", trade.id(assigned), (1).to_bytes(32, "big")):
        bank.loan.unassign(assigned, bank.by("borrower"))


def test_money_that_waits_in_the_escrow_is_fetched(bank, terms, make_deal, trade, escrow, people, take):
    """The token froze the contract while the deal was paid."""
    odd = people.stranger.deploy(OddToken)
    for person, spender in ((people.buyer, escrow), (people.payer, bank.loan)):
        odd.mint(person, 10**9, {"from": people.stranger})
        odd.approve(spender, 10**9, {"from": person})
    deal = trade.open(make_deal(token=odd.address, referrer=ZERO, referralBps=0))
    escrow.assign(deal, bank.loan, bank.by("borrower"))
    taken = terms._replace(principalToken=odd.address, collateralDeal=trade.id(deal))
    take(taken, deal)
    odd.freeze(bank.loan, True, {"from": people.stranger})
    escrow.release(deal, {"from": people.buyer})
    assert escrow.credit(bank.loan, odd) == PRICE
    with reverts_with("WithdrawalFailed", bank.loan, odd, PRICE):
        bank.loan.collect(taken, deal, bank.by("stranger"))

    odd.freeze(bank.loan, False, {"from": people.stranger})
    moved = bank.watch(lambda: bank.loan.collect(taken, deal, bank.by("stranger")), odd.address).moved[odd.address]
    assert moved["lender"] + moved["borrower"] == PRICE


def test_only_the_holder_contests_for_the_seller(bank, taken, assigned, escrow, buyer, stranger):
    escrow.dispute(assigned, 0, NOTHING, {"from": buyer})
    with reverts_with("NotHolder", stranger):
        bank.loan.contest(taken, assigned, NOTHING, bank.by("stranger"))


def test_the_holder_contests_a_claim_on_his_own_deal(bank, taken, assigned, trade):
    other = assigned._replace(salt=NOTHING)
    with reverts_with("WrongDeal", trade.id(assigned), trade.id(other)):
        bank.loan.contest(taken, other, NOTHING, bank.by("lender"))


def test_without_a_claim_there_is_nothing_to_contest(bank, taken, assigned, trade):
    with reverts_with("DealNotDisputed", trade.id(assigned), Status.FUNDED):
        bank.loan.contest(taken, assigned, NOTHING, bank.by("lender"))
