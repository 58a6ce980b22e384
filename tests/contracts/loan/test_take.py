"""One side signs, the other takes: the collateral comes in, the principal arrives, and the clock runs."""

import pytest
from brownie import web3

from tests.contracts.loan.conftest import NONCE
from tests.contracts.model import typed_data
from tests.contracts.model.loan import MAX_OWED, MAX_TERM, LoanState, LoanStatus
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.shapes import DAY, NATIVE, ZERO


@pytest.fixture
def terms(bank, token):
    """In a token, so that either side may take it."""
    return bank.terms(principalToken=token.address)


def test_a_loan_on_a_deal_is_taken_with_its_deal(bank, terms):
    with reverts_with("SecuredByDeal", b"\1" * 32):
        bank.take(terms._replace(collateralDeal=b"\1" * 32))


def test_a_loan_is_taken_once(bank, terms):
    bank.take(terms)
    with reverts_with("LoanExists", bank.id(terms)):
        bank.take(terms, nonce=8)


def test_a_loan_that_ended_is_not_taken_again(bank, terms):
    bank.take(terms)
    bank.repay(terms, 2**128)
    with reverts_with("LoanExists", bank.id(terms)):
        bank.take(terms)


def test_a_stranger_cannot_take_what_two_others_agreed(bank, terms, stranger):
    with reverts_with("NotLoanParty", stranger):
        bank.take(terms, by="stranger")


def test_nobody_lends_to_himself(bank, terms, lender):
    with reverts_with("BadLoanParties", lender, lender):
        bank.take(terms._replace(borrower=lender.address), by="lender", signer="lender")


def test_somebody_borrows(bank, terms, lender):
    with reverts_with("BadLoanParties", lender, ZERO):
        bank.take(terms._replace(lender=ZERO, borrower=ZERO), by="lender")


@pytest.mark.parametrize(
    "change", [{"collateral": 0}, {"collateral": 0, "collateralToken": ZERO}], ids=["no amount", "nothing"]
)
def test_a_loan_has_a_collateral(bank, terms, change):
    bare = terms._replace(**change)
    with reverts_with("BadCollateral", bare.collateralToken, 0, b"\0" * 32):
        bank.take(bare)


def test_a_loan_has_a_duration(bank, terms):
    with reverts_with("BadDuration", 0, terms.grace, MAX_TERM):
        bank.take(terms._replace(duration=0))


def test_a_loan_and_its_grace_last_at_most_eight_years(bank, terms):
    longest = terms._replace(duration=MAX_TERM - terms.grace)
    with reverts_with("BadDuration", longest.duration + 1, terms.grace, MAX_TERM):
        bank.take(longest._replace(duration=longest.duration + 1))
    bank.take(longest)


def test_a_loan_has_a_principal(bank, terms):
    with reverts_with("BadPrincipal", 0, 0, MAX_OWED):
        bank.take(terms._replace(principal=0))


def test_a_debt_that_cannot_be_counted_is_refused(bank, terms):
    large = terms._replace(principal=MAX_OWED, rateBps=1, duration=1, grace=0)
    interest = -(-MAX_OWED // (10_000 * 365 * DAY))
    with reverts_with("BadPrincipal", MAX_OWED, MAX_OWED + interest, MAX_OWED):
        bank.take(large)


def test_an_offer_has_an_end(bank, terms, clock):
    deadline = clock.now + DAY
    clock.to(deadline + 1)
    with reverts_with("TooLate", deadline, deadline + 1):
        bank.take(terms, deadline=deadline)
    clock.by(0)


def test_an_offer_counts_until_its_last_second(bank, terms, clock):
    deadline = clock.to(clock.now + DAY)
    bank.take(terms, deadline=deadline)
    assert bank.state(terms).status == LoanStatus.OPEN


def test_a_revoked_signature_counts_no_more(bank, terms, lender):
    bank.loan.revoke(NONCE, {"from": lender})
    with reverts_with("NonceIsUsed", lender, NONCE):
        bank.take(terms)


@pytest.mark.parametrize("signer", ["stranger", "borrower"], ids=["a stranger", "the taker himself"])
def test_only_the_other_sides_signature_counts(bank, terms, lender, signer):
    with reverts_with("BadLoanSignature", lender):
        bank.take(terms, signer=signer)


def test_the_lender_needs_the_borrowers_signature(bank, terms, borrower):
    with reverts_with("BadLoanSignature", borrower):
        bank.take(terms, by="lender", signer="lender")


@pytest.mark.parametrize(
    "change",
    [
        {"principal": 1_000_004},
        {"rateBps": 1_199},
        {"collateral": 3_000_016},
        {"duration": 91 * DAY},
        {"grace": 8 * DAY},
        {"document": b"\1" * 32},
        {"salt": b"\1" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_term_can_be_other_than_signed(bank, terms, lender, change):
    with reverts_with("BadLoanSignature", lender):
        bank.take(terms._replace(**change), signed=terms)


def test_a_signature_names_its_number_and_end(bank, terms, lender, clock):
    deadline = clock.now + DAY
    signature = bank.signature(terms, "lender", deadline=deadline)
    for nonce, until in ((NONCE + 1, deadline), (NONCE, deadline + 1)):
        with reverts_with("BadLoanSignature", lender):
            bank.loan.take(terms, nonce, until, signature, bank.by("borrower"))


def test_a_signature_for_one_taker_is_none_for_all(bank, terms, lender):
    """Whoever was named cannot be replaced by leaving him out."""
    with reverts_with("BadLoanSignature", lender):
        bank.take(terms._replace(borrower=ZERO), by="stranger", signer="lender", signed=terms)


def test_a_native_principal_comes_with_the_lender(bank, terms, lender):
    with reverts_with("CoinNotSent", lender):
        bank.take(terms._replace(principalToken=NATIVE), by="borrower")


def test_a_native_collateral_comes_with_the_borrower(bank, terms, borrower):
    with reverts_with("CoinNotSent", borrower):
        bank.take(terms._replace(collateralToken=NATIVE), by="lender")


def test_both_sides_cannot_bring_the_native_coin(bank, terms, lender, borrower):
    native = terms._replace(collateralToken=NATIVE, principalToken=NATIVE)
    for taker, other in (("lender", borrower), ("borrower", lender)):
        with reverts_with("CoinNotSent", other):
            bank.take(native, by=taker)


@pytest.mark.parametrize("change", [-1, 1], ids=["too little", "too much"])
def test_the_coin_sent_is_exact(bank, terms, change):
    native = terms._replace(principalToken=NATIVE)
    with reverts_with("WrongPayment", native.principal, native.principal + change):
        bank.take(native, value=native.principal + change)


def test_no_coin_is_sent_for_tokens(bank, terms):
    with reverts_with("WrongPayment", 0, 1):
        bank.take(terms, value=1)


def test_a_borrower_who_has_no_collateral_borrows_nothing(bank, terms, borrower, gold):
    gold.approve(bank.loan, terms.collateral - 1, {"from": borrower})
    with reverts_with("PaymentRefused", gold, borrower, terms.collateral):
        bank.take(terms)


def test_a_lender_who_has_no_principal_lends_nothing(bank, terms, lender, token):
    token.approve(bank.loan, terms.principal - 1, {"from": lender})
    with reverts_with("PaymentRefused", token, lender, terms.principal):
        bank.take(terms)


@in_both_currencies
@pytest.mark.ganache
def test_the_collateral_comes_in_and_the_principal_arrives(bank, terms, currency, gold):
    terms = terms._replace(principalToken=currency)
    offer = {"nonce": NONCE, "deadline": bank.clock.now + DAY}
    done = bank.watch(lambda: bank.take(terms, deadline=offer["deadline"]), currency, gold.address)

    assert done.moved == {
        currency: {"lender": -terms.principal, "borrower": terms.principal},
        gold.address: {"borrower": -terms.collateral, "loan": terms.collateral},
    }
    digest = typed_data.digest(typed_data.loan_offer(web3.eth.chain_id, bank.loan.address, terms=terms, **offer))
    told = {"lender": terms.lender, "borrower": terms.borrower, "offerId": digest, "terms": terms}
    assert done.events == [("LoanTaken", {"loanId": bank.id(terms), **told})]
    assert bank.state(terms) == LoanState(LoanStatus.OPEN, False, terms.principal, 0, done.time, done.time)
    assert bank.loan.holderOf(terms) == terms.lender
    assert bank.loan.owedOf(terms) == (terms.principal, 0)
    assert not bank.loan.isNonceUsed(terms.lender, NONCE)


def test_a_native_collateral_comes_in(bank, terms, token):
    terms = terms._replace(collateralToken=NATIVE)
    done = bank.watch(lambda: bank.take(terms), NATIVE, token.address)
    assert done.moved[NATIVE] == {"borrower": -terms.collateral, "loan": terms.collateral}
    assert done.moved[token.address] == {"lender": -terms.principal, "borrower": terms.principal}


def test_collateral_and_principal_may_be_of_one_token(bank, terms, token):
    terms = terms._replace(collateralToken=token.address)
    moved = bank.watch(lambda: bank.take(terms), token.address).moved[token.address]
    assert moved == {
        "lender": -terms.principal,
        "borrower": terms.principal - terms.collateral,
        "loan": terms.collateral,
    }


@pytest.mark.parametrize("taker", ["stranger", "holder"])
def test_an_open_offer_is_for_whoever_comes(bank, terms, lender, taker):
    offer = terms._replace(borrower=ZERO)
    tx = bank.take(offer, by=taker, signer="lender")
    named = offer._replace(borrower=bank.people[taker].address)

    assert bytes(tx.return_value) == bank.id(named)
    assert bank.state(named).status == LoanStatus.OPEN
    assert bank.loan.isNonceUsed(lender, NONCE)
    assert [event.name for event in tx.events if event.address == bank.loan.address] == ["NonceUsed", "LoanTaken"]


def test_an_open_request_is_for_whoever_lends(bank, terms, borrower, token):
    request = terms._replace(lender=ZERO)
    moved = bank.watch(lambda: bank.take(request, by="stranger", signer="borrower"), token.address).moved
    assert moved[token.address] == {"stranger": -terms.principal, "borrower": terms.principal}
    assert bank.loan.isNonceUsed(borrower, NONCE)


def test_an_open_offer_is_taken_once(bank, terms, lender):
    offer = terms._replace(borrower=ZERO)
    bank.take(offer, by="stranger", signer="lender")
    with reverts_with("NonceIsUsed", lender, NONCE):
        bank.take(offer, by="holder", signer="lender")
    with reverts_with("NonceIsUsed", lender, NONCE):
        bank.take(terms, signer="lender")


def test_nobody_takes_his_own_open_offer(bank, terms, lender):
    with reverts_with("BadLoanParties", lender, lender):
        bank.take(terms._replace(borrower=ZERO), by="lender", signer="lender")


def test_a_wallet_contract_lends_by_its_owners_signature(bank, terms, wallet, token, stranger):
    """The wallet's owner is the borrower's key: an ERC-1271 signature counts like any other."""
    token.mint(wallet, terms.principal, {"from": stranger})
    wallet.act(token, token.approve.encode_input(bank.loan, terms.principal), {"from": stranger})
    offer = terms._replace(lender=wallet.address, borrower=bank.people["holder"].address)
    bank.take(offer, by="holder", signer="borrower")
    assert token.balanceOf(wallet) == 0


@pytest.mark.parametrize("change", [{}, {"rateBps": 0}, {"grace": 0}, {"duration": 1, "grace": 0}], ids=str)
def test_short_and_free_loans_are_loans(bank, terms, change):
    bank.take(terms._replace(**change))
