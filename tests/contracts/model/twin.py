"""The contract and the model side by side: every act goes to both, and both must say and do the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from brownie.network.contract import ProjectContract
from eth_abi import decode

from tests.contracts.model.book import OPEN, Refused
from tests.contracts.model.escrow import EscrowModel
from tests.contracts.world.chain import Clock, ask_all, reverts_with
from tests.contracts.world.shapes import NATIVE, Deal, DealState, Status

STATE = [
    "uint8",
    "uint8",
    "uint8",
    "uint8",
    "uint8",
    "bool",
    "uint8",
    "uint16",
    "uint16",
    "uint40",
    "uint128",
    "bool",
    "bool",
]


@dataclass
class Twin:
    """`people` send by name; a name's address may be a wallet contract that refuses money."""

    escrow: ProjectContract
    clock: Clock
    people: dict[str, Any]
    tokens: tuple[str, ...]
    model: EscrowModel
    deals: list[Deal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model.now = self.clock.now
        self.start = self.balances()
        self.last: dict[bytes, DealState] = {}

    def wait_until(self, moment: int) -> None:
        if moment > self.model.now:
            self.model.now = self.clock.to(moment)

    def open(self, deal: Deal, payer: str) -> None:
        self._send(
            lambda: self.model.open(deal),
            lambda: self.escrow.open(deal, b"", self._from(payer, value=deal.value)),
        )
        self.start[payer, deal.token] -= deal.funding
        self.deals.append(deal)

    def act(self, name: str, deal: Deal, person: str, *arguments: Any, sent: tuple | None = None) -> bool:
        """Whether it was allowed. `sent` is what the contract is given where it differs from what the model needs."""
        caller = self.people[person].address
        return self._send(
            lambda: getattr(self.model, name)(deal, caller, *arguments),
            lambda: getattr(self.escrow, name)(deal, *(arguments if sent is None else sent), self._from(person)),
        )

    def withdraw(self, person: str, token: str, to: str) -> bool:
        destination = self.people[to].address
        return self._send(
            lambda: self.model.withdraw(self.people[person].address, token, destination),
            lambda: self.escrow.withdraw(token, destination, self._from(person)),
        )

    def compare(self) -> None:
        """States, credits and balances, to the wei."""
        states = self._states()
        assert states == self.model.states
        assert self._credits() == {key: amount for key, amount in self.model.purses.credits.items() if amount}
        balances = self.balances()
        for token in self.tokens:
            held = balances["escrow", token]
            assert held == self.model.purses.held[token]
            assert held == self.model.locked(token), "invariant 1: what is held is what is owed"
            for name, person in self.people.items():
                paid = self.model.purses.paid[person.address, token]
                assert balances[name, token] - self.start[name, token] == paid, f"{name} of {token}"
        for deal_id, state in states.items():
            self._never_backwards(self.last.get(deal_id, DealState()), state)
        self.last = states

    def name_of(self, address: str) -> str:
        return next(name for name, person in self.people.items() if person.address == address)

    def open_deals(self) -> list[Deal]:
        return [deal for deal in self.deals if self.model.state_of(deal).status in OPEN]

    def balances(self) -> dict[tuple[str, str], int]:
        addresses = {name: person.address for name, person in self.people.items()} | {"escrow": self.escrow.address}
        seen = {}
        for token in self.tokens:
            if token == NATIVE:
                answers = ask_all("eth_getBalance", [[address, "latest"] for address in addresses.values()])
            else:
                data = ["0x70a08231" + address[2:].zfill(64) for address in addresses.values()]
                answers = ask_all("eth_call", [[{"to": token, "data": question}, "latest"] for question in data])
            seen |= {(name, token): int(answer, 16) for name, answer in zip(addresses, answers, strict=True)}
        return seen

    def _send(self, expect: Callable[[], Any], send: Callable[[], Any]) -> bool:
        try:
            expect()
        except Refused as refused:
            with reverts_with(refused.name, *refused.values):
                send()
            return False
        send()
        return True

    def _from(self, person: str, *, value: int = 0) -> dict[str, Any]:
        # Without gas to pay, balances move by the deals alone.
        return {"from": self.people[person], "value": value, "gas_price": 0}

    def _states(self) -> dict[bytes, DealState]:
        ids = list(self.model.states)
        answers = self._call([self.escrow.stateOf.encode_input(deal_id) for deal_id in ids])
        words = (decode(STATE, bytes.fromhex(answer[2:])) for answer in answers)
        return dict(zip(ids, map(DealState.read, words), strict=True))

    def _credits(self) -> dict[tuple[str, str], int]:
        owners = [(person.address, token) for person in self.people.values() for token in self.tokens]
        answers = self._call([self.escrow.credit.encode_input(*owner) for owner in owners])
        amounts = zip(owners, (int(answer, 16) for answer in answers), strict=True)
        return {owner: amount for owner, amount in amounts if amount}

    def _call(self, data: list[str]) -> list[str]:
        return ask_all("eth_call", [[{"to": self.escrow.address, "data": item}, "latest"] for item in data])

    def _never_backwards(self, before: DealState, after: DealState) -> None:
        is_revision = (before.status, after.status) == (Status.FULFILLED, Status.FUNDED)
        assert after.status >= before.status or (is_revision and after.revisionsUsed == before.revisionsUsed + 1)
        assert before.status != Status.CLOSED or after == before, "invariant 5: closed is final"
