"""A worker with a funded deal, whose price the loan contract receives in his place."""

import pytest

from tests.contracts.loan.conftest import NONCE
from tests.contracts.world.shapes import DAY, NATIVE, ZERO

PRICE = 1_000_003
SHARE = 975_003  # what the seller gets of it: 2.5 % are the referrer's, rounded down
LENT = 800_000


@pytest.fixture
def deal(make_deal, gold):
    """The seller works for the buyer; the referrer is not one of the people of the loan."""
    return make_deal(referrer="0x" + "22" * 20, claimPeriod=2 * DAY, deliverBy=make_deal().deliverBy + 60 * DAY)


@pytest.fixture
def assigned(trade, escrow, deal, bank):
    trade.open(deal)
    escrow.assign(deal, bank.loan, bank.by("borrower"))
    return deal


@pytest.fixture
def terms(bank, trade, deal):
    return bank.terms(principal=LENT, collateralToken=ZERO, collateral=0, collateralDeal=trade.id(deal))


@pytest.fixture
def take(bank):
    """By the lender, who brings coins where it has to be coins."""

    def send(terms, deal, *, by="lender", signer="borrower", **changes):
        deadline = bank.clock.now + DAY
        signature = bank.signature(terms, signer, nonce=changes.get("nonce", NONCE), deadline=deadline)
        value = changes.get("value", terms.principal if terms.principalToken == NATIVE else 0)
        arguments = (terms, deal, changes.get("nonce", NONCE), deadline, signature)
        return bank.loan.takeAdvance(*arguments, bank.by(by, value))

    return send


@pytest.fixture
def taken(take, terms, assigned):
    take(terms, assigned)
    return terms
