"""One escrow, its people and what an act does to them: state, money and events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from brownie import web3
from brownie.network.contract import ProjectContract
from brownie.network.transaction import TransactionReceipt

from tests.contracts.model.identity import deal_id
from tests.contracts.world.chain import Clock, ask_all
from tests.contracts.world.shapes import NATIVE, Deal, DealState

Event = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Effects:
    """`moved` names everybody whose balance of the deal's token changed, the gas of the sender left out."""

    tx: TransactionReceipt
    time: int
    before: DealState
    after: DealState
    moved: dict[str, int]
    events: list[Event]


@dataclass(frozen=True)
class Trade:
    escrow: ProjectContract
    clock: Clock
    addresses: Mapping[str, str]

    def id(self, deal: Deal) -> bytes:
        return deal_id(web3.eth.chain_id, self.escrow.address, deal)

    def state(self, deal: Deal) -> DealState:
        return DealState.read(self.escrow.stateOf(self.id(deal)))

    def open(self, deal: Deal, *, payer: Any = None, authorization: bytes = b"") -> Deal:
        self.escrow.open(deal, authorization, {"from": payer or deal.buyer, "value": deal.value})
        return deal

    def do(self, act: Callable, deal: Deal, *arguments: Any, by: Any, value: int = 0) -> Effects:
        """Sends the act and sees everything it changed."""
        return self.watch(lambda: act(deal, *arguments, {"from": by, "value": value}), deal)

    def travel(self, deal: Deal, people: SimpleNamespace, journey: list[tuple]) -> None:
        """Each step is an act, the person's name, and what the act needs besides the deal."""
        for act, person, *arguments in journey:
            value = deal.value if act == "open" else 0
            getattr(self.escrow, act)(deal, *arguments, {"from": getattr(people, person), "value": value})

    def watch(self, send: Callable[[], TransactionReceipt], deal: Deal) -> Effects:
        tokens = sorted({NATIVE, deal.token})
        before, state = {token: self.balances(token) for token in tokens}, self.state(deal)
        tx = send()
        moved = {token: self._moved(token, before[token], tx) for token in tokens}
        if deal.token != NATIVE:
            assert moved[NATIVE] == {}, "a deal in a token moves no native coin"
        return Effects(tx, tx.timestamp, state, self.state(deal), moved[deal.token], events_of(tx, self.escrow))

    def balances(self, token: str) -> dict[str, int]:
        addresses = list(self.addresses.values())
        if token == NATIVE:
            answers = ask_all("eth_getBalance", [[address, "latest"] for address in addresses])
        else:
            asked = [[{"to": token, "data": BALANCE_OF + address[2:].zfill(64)}, "latest"] for address in addresses]
            answers = ask_all("eth_call", asked)
        return dict(zip(self.addresses, (int(answer, 16) for answer in answers), strict=True))

    def _moved(self, token: str, before: dict[str, int], tx: TransactionReceipt) -> dict[str, int]:
        after = self.balances(token)
        if token == NATIVE:
            after |= {
                name: after[name] + tx.gas_used * tx.gas_price
                for name, address in self.addresses.items()
                if address == tx.sender
            }
        return {name: after[name] - before[name] for name in after if after[name] != before[name]}


BALANCE_OF = "0x70a08231"


def events_of(tx: TransactionReceipt, contract: ProjectContract) -> list[Event]:
    """In order, with every field, those of this contract alone."""
    return [
        (event.name, {key.removesuffix(" (indexed)"): plain(value) for key, value in event.items()})
        for event in tx.events
        if event.address == contract.address
    ]


def plain(value: Any) -> Any:
    """Brownie's own strings and bytes refuse to be compared with anything that is not like them."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return next((kind(value) for kind in (bytes, str) if isinstance(value, kind)), value)
