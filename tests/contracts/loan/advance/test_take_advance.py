"""A worker borrows against a funded deal: the lender sees that it can pay him back."""

import pytest

from tests.contracts.loan.advance.conftest import LENT, SHARE
from tests.contracts.model.loan import LoanState, LoanStatus, interest_on
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import NOTHING, ZERO


def test_an_advance_is_on_the_deal_it_names(bank, terms, assigned, trade, take):
    other = assigned._replace(salt=NOTHING)
    with reverts_with("WrongDeal", trade.id(assigned), trade.id(other)):
        take(terms, other)


def test_a_deal_secures_one_loan(bank, taken, assigned, trade, take):
    with reverts_with("DealInUse", trade.id(assigned), bank.id(taken)):
        take(taken._replace(salt=NOTHING), assigned)


def test_an_advance_needs_a_signature_like_any_loan(bank, terms, assigned, borrower, take):
    with reverts_with("BadLoanSignature", borrower):
        take(terms, assigned, signer="stranger")


def test_a_loan_on_a_deal_has_no_other_collateral(bank, terms, assigned, gold, take):
    for change in ({"collateral": 1}, {"collateralToken": gold.address}):
        both = terms._replace(**change)
        with reverts_with("BadCollateral", both.collateralToken, both.collateral, both.collateralDeal):
            take(both, assigned)


def test_only_the_deals_seller_borrows_against_it(bank, terms, assigned, trade, take, holder):
    with reverts_with("DealUnfit", trade.id(assigned)):
        take(terms._replace(borrower=holder.address), assigned, signer="holder")


def test_an_advance_is_in_the_deals_currency(bank, terms, assigned, trade, token, take):
    with reverts_with("DealUnfit", trade.id(assigned)):
        take(terms._replace(principalToken=token.address), assigned)


@pytest.mark.parametrize("fate", ["disputed", "released", "never opened"])
def test_a_deal_that_does_not_wait_for_its_buyer_secures_nothing(bank, terms, deal, trade, escrow, buyer, take, fate):
    if fate != "never opened":
        trade.open(deal)
        escrow.assign(deal, bank.loan, bank.by("borrower"))
    if fate == "disputed":
        escrow.dispute(deal, 0, NOTHING, {"from": buyer})
    if fate == "released":
        escrow.release(deal, {"from": buyer})
    with reverts_with("DealUnfit", trade.id(deal)):
        take(terms, deal)


def test_a_deal_that_is_not_assigned_secures_nothing(bank, terms, deal, trade, escrow, holder, take):
    trade.open(deal)
    with reverts_with("DealNotAssigned", trade.id(deal), ZERO):
        take(terms, deal)
    escrow.assign(deal, holder, bank.by("borrower"))
    with reverts_with("DealNotAssigned", trade.id(deal), holder):
        take(terms, deal)


def test_a_deal_pays_at_least_what_can_be_owed(bank, terms, assigned, trade, take):
    """Of the price, the referral is not the seller's."""
    most = SHARE + interest_on(SHARE, terms.rateBps, terms.duration + terms.grace)
    with reverts_with("DealTooSmall", trade.id(assigned), SHARE, most):
        take(terms._replace(principal=SHARE), assigned)
    take(terms._replace(principal=SHARE, rateBps=0), assigned)


def test_a_seller_cannot_lower_the_price_before_the_lender_pays(bank, terms, deal, trade, escrow, take):
    trade.open(deal)
    escrow.discount(deal, 900_000, NOTHING, bank.by("borrower"))
    escrow.assign(deal, bank.loan, bank.by("borrower"))
    share = 100_003 - 100_003 * 250 // 10_000
    most = LENT + interest_on(LENT, terms.rateBps, terms.duration + terms.grace)
    with reverts_with("DealTooSmall", trade.id(deal), share, most):
        take(terms, deal)


def test_the_coin_sent_is_exact(bank, terms, assigned, take):
    with reverts_with("WrongPayment", LENT, LENT - 1):
        take(terms, assigned, value=LENT - 1)


def test_an_advance_is_taken_with_its_deal_alone(bank, terms, assigned):
    with reverts_with("SecuredByDeal", terms.collateralDeal):
        bank.take(terms)


@in_both_currencies
@pytest.mark.ganache
def test_the_worker_has_the_money_at_once(bank, terms, assigned, trade, currency, take):
    done = bank.watch(lambda: take(terms, assigned), currency)
    assert done.moved[currency] == {"lender": -LENT, "borrower": LENT}
    assert [name for name, _ in done.events] == ["LoanTaken"]
    assert bank.state(terms) == LoanState(LoanStatus.OPEN, False, LENT, 0, done.time, done.time)
    assert bytes(bank.loan.loanOf(trade.id(assigned))) == bank.id(terms)


def test_an_offer_on_a_deal_may_be_open(bank, terms, assigned, trade, take):
    take(terms._replace(lender=ZERO), assigned, by="stranger")
    named = terms._replace(lender=bank.people["stranger"].address)
    assert bank.loan.holderOf(named) == bank.people["stranger"]


def test_while_it_is_assigned_the_seller_gives_nothing_away(bank, taken, assigned, trade, escrow, buyer):
    refusal = ("DealIsAssigned", trade.id(assigned), bank.loan)
    for act, arguments in (("refund", ()), ("discount", (1, NOTHING)), ("dispute", (0, NOTHING))):
        with reverts_with(*refusal):
            getattr(escrow, act)(assigned, *arguments, bank.by("borrower"))
    with reverts_with("NotPayee", taken.borrower):
        escrow.assign(assigned, taken.borrower, bank.by("borrower"))
    escrow.dispute(assigned, 0, NOTHING, {"from": buyer})
    with reverts_with(*refusal):
        escrow.concede(assigned, bank.by("borrower"))
