"""Offers and requests are signatures. Somebody may log one; whoever signed it may void it."""

import pytest
from brownie import web3

from tests.contracts.loan.conftest import NONCE
from tests.contracts.model import typed_data
from tests.contracts.model.loan import MAX_OWED, MAX_TERM
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, ZERO


def publish(bank, terms, author, *, nonce=NONCE, deadline=0, signer=None, by="stranger"):
    until = deadline or bank.clock.now + DAY
    signature = bank.signature(terms, signer or author, nonce=nonce, deadline=until)
    return bank.loan.publishOffer(bank.people[author], terms, nonce, until, signature, bank.by(by))


def test_an_offer_is_by_a_side_of_it(bank, terms, stranger):
    with reverts_with("NotLoanParty", stranger):
        publish(bank, terms, "stranger")


def test_nobody_reads_an_offer_that_nobody_can_take(bank, terms):
    with reverts_with("BadCollateral", terms.collateralToken, 0, b"\0" * 32):
        publish(bank, terms._replace(collateral=0), "lender")
    with reverts_with("BadDuration", 0, terms.grace, MAX_TERM):
        publish(bank, terms._replace(duration=0), "lender")
    with reverts_with("BadPrincipal", 0, 0, MAX_OWED):
        publish(bank, terms._replace(principal=0), "lender")


def test_an_offer_that_is_over_is_not_published(bank, terms, clock):
    deadline = clock.now - 1
    with reverts_with("TooLate", deadline, clock.now):
        publish(bank, terms, "lender", deadline=deadline)


def test_a_voided_offer_is_not_published(bank, terms, lender):
    bank.loan.revoke(NONCE, bank.by("lender"))
    with reverts_with("NonceIsUsed", lender, NONCE):
        publish(bank, terms, "lender")


@pytest.mark.parametrize("signer", ["borrower", "stranger"])
def test_an_offer_is_signed_by_its_author(bank, terms, lender, signer):
    with reverts_with("BadLoanSignature", lender):
        publish(bank, terms, "lender", signer=signer)


def test_nobody_is_no_author(bank, terms):
    offer, deadline = terms._replace(borrower=ZERO), bank.clock.now + DAY
    with reverts_with("BadLoanSignature", ZERO):
        bank.loan.publishOffer(ZERO, offer, NONCE, deadline, b"\1" * 65, bank.by("stranger"))


@pytest.mark.ganache
@pytest.mark.parametrize(("author", "open_side"), [("lender", "borrower"), ("borrower", "lender"), ("lender", None)])
def test_anybody_may_carry_an_offer(bank, terms, author, open_side):
    offer = terms._replace(**({open_side: ZERO} if open_side else {}))
    deadline = bank.clock.now + DAY
    done = bank.watch(lambda: publish(bank, offer, author, deadline=deadline))

    signed = {"terms": offer, "nonce": NONCE, "deadline": deadline}
    digest = typed_data.digest(typed_data.loan_offer(web3.eth.chain_id, bank.loan.address, **signed))
    assert bytes(done.tx.return_value) == bytes(bank.loan.offerDigest(offer, NONCE, deadline)) == digest
    told = {"offerId": digest, "author": bank.people[author].address, **signed}
    signature = bank.signature(offer, author, deadline=deadline)
    assert done.events == [("LoanOffered", {**told, "signature": signature})]


def test_a_number_is_voided(bank, lender):
    done = bank.watch(lambda: bank.loan.revoke(NONCE, bank.by("lender")))
    assert done.events == [("NonceUsed", {"account": lender.address, "nonce": NONCE})]
    assert bank.loan.isNonceUsed(lender, NONCE)


def test_numbers_are_ones_own(bank, lender, borrower):
    bank.loan.revoke(NONCE, bank.by("borrower"))
    assert not bank.loan.isNonceUsed(lender, NONCE)
    for nonce in (NONCE - 1, NONCE + 1, NONCE + 256, 2**255 + NONCE):
        assert not bank.loan.isNonceUsed(borrower, nonce)


def test_views_of_a_loan_that_is_not_open_say_so(bank, terms):
    for view in (bank.loan.owedOf, bank.loan.holderOf):
        with reverts_with("LoanUnknown", bank.id(terms)):
            view(terms)
    assert bytes(bank.loan.loanIdOf(terms)) == bank.id(terms)
