"""One campaign, its creator, those who back it, and what an act does to them: state, money and events."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from brownie import Crowdfund, web3
from brownie.network.account import Account
from brownie.network.contract import ProjectContract
from brownie.network.transaction import TransactionReceipt

from tests.contracts.model.crowdfund import (
    LOCK_PERIOD,
    NO_TIER,
    Campaign,
    CampaignState,
    Phase,
    Pledge,
    Tier,
    campaign_id,
    hash_tiers,
)
from tests.contracts.world.chain import Clock
from tests.contracts.world.shapes import DAY, NATIVE
from tests.contracts.world.trade import Event, Trade, events_of

GOAL = 10_000_000
PURSE = 10**15
ROOM_FOR_TWO, FOR_ALL, DEAR = range(3)
TIERS = [Tier(1_000_000, 2), Tier(100, 0), Tier(5_000_003, 1)]
BACKERS = ("buyer", "payer", "referrer", "arbiter")


@dataclass(frozen=True)
class Effects:
    """`moved` names everybody whose balance of the campaign's token changed, the gas of the sender left out."""

    tx: TransactionReceipt
    time: int
    before: CampaignState
    after: CampaignState
    moved: dict[str, int]
    events: list[Event]


@dataclass(frozen=True)
class Fair:
    crowdfund: ProjectContract
    clock: Clock
    people: SimpleNamespace
    campaign: Campaign
    tiers: list[Tier]
    addresses: dict[str, str]

    @property
    def chain_id(self) -> int:
        return web3.eth.chain_id

    @property
    def id(self) -> bytes:
        return campaign_id(self.chain_id, self.crowdfund.address, self.campaign)

    @property
    def state(self) -> CampaignState:
        return read_state(self.crowdfund.stateOf(self.id))

    @property
    def phase(self) -> Phase:
        return Phase(self.crowdfund.phaseOf(self.campaign))

    @property
    def lock(self) -> int:
        """The last moment at which a pledge can be withdrawn."""
        return self.campaign.endsAt - LOCK_PERIOD

    def stake(self, person: Any) -> Pledge:
        return Pledge(*self.crowdfund.pledgeOf(self.id, person))

    def changed(self, **terms: Any) -> "Fair":
        """The same fair about a campaign with other terms."""
        return replace(self, campaign=self.campaign._replace(**terms))

    def with_tiers(self, *tiers: Tier) -> "Fair":
        return replace(self.changed(tiers=hash_tiers(list(tiers))), tiers=list(tiers))

    def publish(self) -> "Fair":
        self.crowdfund.publish(self.campaign, self.tiers, {"from": self.campaign.creator})
        return self

    def pledge(self, person: Any, amount: int, tier: int = NO_TIER) -> TransactionReceipt:
        value = amount if self.campaign.token == NATIVE else 0
        return self.crowdfund.pledge(self.campaign, self.tiers, tier, amount, {"from": person, "value": value})

    def end(self) -> int:
        """The first second after the end."""
        return self.clock.to(self.campaign.endsAt + 1)

    def send(self, act: str, person: Any, *arguments: Any) -> TransactionReceipt:
        return getattr(self.crowdfund, act)(self.campaign, *arguments, {"from": person})

    def do(self, act: str, person: Any, *arguments: Any) -> Effects:
        """Sends the act and sees everything it changed."""
        return self.watch(lambda: self.send(act, person, *arguments))

    def watch(self, send: Callable[[], TransactionReceipt]) -> Effects:
        book = Trade(self.crowdfund, self.clock, self.addresses)
        token, before = self.campaign.token, self.state
        held = book.balances(token)
        tx = send()
        left = book.balances(token)
        if token == NATIVE:
            sender = next((name for name, address in self.addresses.items() if address == tx.sender), None)
            left |= {sender: left[sender] + tx.gas_used * tx.gas_price} if sender else {}
        moved = {name: left[name] - held[name] for name in left if left[name] != held[name]}
        return Effects(tx, tx.timestamp, before, self.state, moved, events_of(tx, self.crowdfund))


def read_state(word: tuple) -> CampaignState:
    sold, *rest = word
    return CampaignState(tuple(sold), *rest)


@pytest.fixture(scope="session")
def crowdfund(people: SimpleNamespace, token: ProjectContract) -> ProjectContract:
    crowdfund = people.stranger.deploy(Crowdfund)
    for name in BACKERS:
        token.mint(getattr(people, name), PURSE, {"from": people.stranger})
        token.approve(crowdfund, 2**256 - 1, {"from": getattr(people, name)})
    return crowdfund


@pytest.fixture
def creator(people: SimpleNamespace) -> Account:
    return people.seller


@pytest.fixture
def backer(people: SimpleNamespace) -> Account:
    return people.buyer


@pytest.fixture
def second(people: SimpleNamespace) -> Account:
    return people.payer


@pytest.fixture
def third(people: SimpleNamespace) -> Account:
    return people.referrer


@pytest.fixture
def unpublished(crowdfund: ProjectContract, people: SimpleNamespace, clock: Clock, currency: str) -> Fair:
    """Three tranches, so that each rounding shows."""
    ends_at = clock.now + 10 * DAY
    campaign = Campaign(
        creator=people.seller.address,
        token=currency,
        goal=GOAL,
        endsAt=ends_at,
        claimPeriod=5 * DAY,
        deliverBy=ends_at + 100 * DAY,
        tranches=3,
        tranchePeriod=30 * DAY,
        tiers=hash_tiers(TIERS),
        document=sha256(b"a book of songs").digest(),
        salt=b"salt".ljust(32, b"\0"),
    )
    addresses = {name: person.address for name, person in vars(people).items()} | {"crowdfund": crowdfund.address}
    return Fair(crowdfund, clock, people, campaign, TIERS, addresses)


@pytest.fixture
def fair(unpublished: Fair) -> Fair:
    return unpublished.publish()


@pytest.fixture
def funded(fair: Fair, backer: Account, second: Account, third: Account) -> Fair:
    """The goal is met, to the unit, and the campaign is still open."""
    fair.pledge(backer, 5_000_003, DEAR)
    fair.pledge(second, 3_000_001)
    fair.pledge(third, 1_999_996, ROOM_FOR_TWO)
    return fair


@pytest.fixture
def succeeded(funded: Fair) -> Fair:
    funded.end()
    return funded
