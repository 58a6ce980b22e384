"""A deal in each state, reached as people reach it."""

from collections.abc import Callable

import pytest
from brownie.network.account import Account
from brownie.network.contract import ProjectContract

from tests.contracts.world.chain import Clock
from tests.contracts.world.shapes import DAY, NOTHING, WHOLE, Deal, Ending, Step, pack_refunds
from tests.contracts.world.trade import Trade


@pytest.fixture
def deal_in(request: pytest.FixtureRequest, currency: str) -> Callable[[str], Deal]:
    """A deal in the state with that name."""
    return request.getfixturevalue


@pytest.fixture
def funded_deal(trade: Trade, deal: Deal) -> Deal:
    return trade.open(deal)


@pytest.fixture
def timed_deal(trade: Trade, make_deal: Callable[..., Deal], clock: Clock) -> Deal:
    """Ends by the clock, two days from now."""
    steps = Step(clock.now + DAY, WHOLE), Step(clock.now + 2 * DAY, 5_000)
    return trade.open(make_deal(revisions=0, refunds=pack_refunds(*steps, ending=Ending.BY_CLOCK)))


@pytest.fixture
def coded_deal(trade: Trade, make_deal: Callable[..., Deal], clock: Clock) -> Deal:
    """Begins by its code; who has not come two days from now pays half."""
    steps = Step(clock.now + DAY, WHOLE), Step(clock.now + 2 * DAY, 5_000)
    return trade.open(make_deal(revisions=0, refunds=pack_refunds(*steps, ending=Ending.BY_CODE)))


@pytest.fixture
def fulfilled_deal(escrow: ProjectContract, funded_deal: Deal, seller: Account) -> Deal:
    escrow.fulfil(funded_deal, NOTHING, {"from": seller})
    return funded_deal


@pytest.fixture
def completed_deal(escrow: ProjectContract, funded_deal: Deal, buyer: Account) -> Deal:
    """Paid, with the deposit still held."""
    escrow.release(funded_deal, {"from": buyer})
    return funded_deal


@pytest.fixture
def closed_deal(escrow: ProjectContract, completed_deal: Deal, seller: Account) -> Deal:
    escrow.returnDeposit(completed_deal, {"from": seller})
    return completed_deal


@pytest.fixture
def claimed_deal(escrow: ProjectContract, funded_deal: Deal, buyer: Account) -> Deal:
    """The buyer claims that the seller should have a quarter."""
    escrow.dispute(funded_deal, 2_500, NOTHING, {"from": buyer})
    return funded_deal


@pytest.fixture
def contested_deal(escrow: ProjectContract, claimed_deal: Deal, seller: Account) -> Deal:
    escrow.contest(claimed_deal, NOTHING, {"from": seller})
    return claimed_deal


@pytest.fixture
def ruled_deal(escrow: ProjectContract, contested_deal: Deal, arbiter: Account) -> Deal:
    """The arbiter gives the seller two fifths."""
    escrow.rule(contested_deal, 4_000, {"from": arbiter})
    return contested_deal


@pytest.fixture
def claimed_deposit(escrow: ProjectContract, completed_deal: Deal, seller: Account) -> Deal:
    """The seller claims three tenths of the deposit."""
    escrow.claimDeposit(completed_deal, 3_000, NOTHING, {"from": seller})
    return completed_deal
