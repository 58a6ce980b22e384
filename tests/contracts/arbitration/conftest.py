"""A deal that names a panel, or an adapter, as its arbiter, and a claim that waits for its ruling."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from brownie import ArbitratorAdapter, CentralArbitrator, Panel
from brownie.network.contract import ProjectContract

from tests.contracts.world.shapes import DAY, NOTHING, Deal
from tests.contracts.world.trade import Trade

FEE_BPS, ANSWER_PERIOD = 300, 4 * DAY
DOCUMENT = b"\4" * 32
EXTRA = b"\x00" * 31 + b"\x03"
META = "/ipfs/rulings.json"


@pytest.fixture
def panel(people: SimpleNamespace, escrow: ProjectContract) -> ProjectContract:
    """Three members, two of whom have to agree."""
    members = [people.arbiter, people.referrer, people.payer]
    return people.stranger.deploy(Panel, escrow, members, 2, FEE_BPS, ANSWER_PERIOD, DOCUMENT)


@pytest.fixture
def arbitrator(people: SimpleNamespace) -> ProjectContract:
    return people.stranger.deploy(CentralArbitrator)


@pytest.fixture
def adapter(people: SimpleNamespace, escrow: ProjectContract, arbitrator: ProjectContract) -> ProjectContract:
    return people.stranger.deploy(ArbitratorAdapter, escrow, arbitrator, EXTRA, META)


@pytest.fixture
def contest(trade: Trade, people: SimpleNamespace) -> Callable[[Deal], Deal]:
    """The buyer claims that the seller should have a quarter; the seller contests it."""

    def go(deal: Deal) -> Deal:
        claim = [("dispute", "buyer", 2_500, NOTHING), ("contest", "seller", NOTHING)]
        trade.travel(deal, people, [("open", "buyer", b""), *claim])
        return deal

    return go
