"""Contracts on a fresh chain once a session; each test begins where the deployment ended."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from types import SimpleNamespace

import pytest
from brownie import Escrow, FixedPrice, OddWallet, OpenMarket, Profiles, Reputation, TestToken, chain
from brownie.network.account import Account
from brownie.network.contract import ProjectContract
from eth_utils import keccak

from tests.contracts.world import people as world_people
from tests.contracts.world.chain import Clock, quicken
from tests.contracts.world.shapes import DAY, NATIVE, Deal, Step, pack_refunds
from tests.contracts.world.trade import Trade

CODE = b"the code on the parcel"
PURSE = 10**15


@pytest.fixture(scope="session")
def clock() -> Clock:
    quicken()
    return Clock()


@pytest.fixture(scope="session")
def people(clock: Clock) -> SimpleNamespace:
    return SimpleNamespace(**{name: world_people.invite(name) for name in world_people.NAMES})


@pytest.fixture(scope="session")
def escrow(people: SimpleNamespace) -> ProjectContract:
    return people.stranger.deploy(Escrow)


@pytest.fixture(scope="session")
def market(people: SimpleNamespace) -> ProjectContract:
    """Vouches for everything, so that the escrow is tested alone."""
    return people.stranger.deploy(OpenMarket)


@pytest.fixture(scope="session")
def fixed_price(people: SimpleNamespace, escrow: ProjectContract) -> ProjectContract:
    return people.stranger.deploy(FixedPrice, escrow)


@pytest.fixture(scope="session")
def reputation(people: SimpleNamespace, escrow: ProjectContract) -> ProjectContract:
    return people.stranger.deploy(Reputation, escrow)


@pytest.fixture(scope="session")
def profiles(people: SimpleNamespace) -> ProjectContract:
    return people.stranger.deploy(Profiles)


@pytest.fixture(scope="session")
def token(people: SimpleNamespace, escrow: ProjectContract) -> ProjectContract:
    token = people.stranger.deploy(TestToken, "Agora Dollar", "AUSD", 6)
    for person in (people.buyer, people.payer):
        token.mint(person, PURSE, {"from": people.stranger})
        token.approve(escrow, PURSE, {"from": person})
    return token


@pytest.fixture(autouse=True)
def isolated(
    fixed_price: ProjectContract,
    market: ProjectContract,
    profiles: ProjectContract,
    reputation: ProjectContract,
    token: ProjectContract,
) -> Iterator[None]:
    chain.snapshot()
    here = chain._snapshot_id
    yield
    # A state machine takes snapshots of its own, later than this one.
    chain._snapshot_id = here
    chain.revert()


@pytest.fixture
def buyer(people: SimpleNamespace) -> Account:
    return people.buyer


@pytest.fixture
def seller(people: SimpleNamespace) -> Account:
    return people.seller


@pytest.fixture
def arbiter(people: SimpleNamespace) -> Account:
    return people.arbiter


@pytest.fixture
def referrer(people: SimpleNamespace) -> Account:
    return people.referrer


@pytest.fixture
def payer(people: SimpleNamespace) -> Account:
    return people.payer


@pytest.fixture
def stranger(people: SimpleNamespace) -> Account:
    return people.stranger


@pytest.fixture
def trade(escrow: ProjectContract, clock: Clock, people: SimpleNamespace) -> Trade:
    addresses = {name: person.address for name, person in vars(people).items()}
    return Trade(escrow, clock, addresses | {"escrow": escrow.address})


@pytest.fixture
def currency(request: pytest.FixtureRequest, token: ProjectContract) -> str:
    """Native unless the test asks for another one: `@in_both_currencies`."""
    return token.address if getattr(request, "param", "native") == "token" else NATIVE


@pytest.fixture
def make_deal(people: SimpleNamespace, market: ProjectContract, currency: str, clock: Clock) -> Callable[..., Deal]:
    """Odd amounts, so that each rounding shows."""
    now = clock.now
    usual = Deal(
        market=market.address,
        buyer=people.buyer.address,
        seller=people.seller.address,
        token=currency,
        price=1_000_003,
        deposit=500_009,
        referrer=people.referrer.address,
        referralBps=250,
        arbiter=people.arbiter.address,
        arbiterBps=300,
        silenceBps=6_000,
        deliverBy=now + 7 * DAY,
        inspection=3 * DAY,
        revisions=2,
        claimPeriod=2 * DAY,
        contestPeriod=1 * DAY,
        rulingPeriod=5 * DAY,
        refunds=pack_refunds(Step(now + DAY, 10_000), Step(now + 2 * DAY, 5_000)),
        handover=keccak(CODE),
        agreement=sha256(b"agreement").digest(),
        salt=b"salt".ljust(32, b"\0"),
    )
    return usual._replace


@pytest.fixture
def wallet(people: SimpleNamespace) -> ProjectContract:
    """A contract in the seller's place, which accepts his signature and behaves as it is told."""
    return people.stranger.deploy(OddWallet, people.seller)


@pytest.fixture
def deal(make_deal: Callable[..., Deal]) -> Deal:
    return make_deal()
