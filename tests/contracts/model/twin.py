"""The escrow and its model, side by side."""

from dataclasses import dataclass, field
from typing import Any

from eth_abi import decode

from tests.contracts.model.book import OPEN
from tests.contracts.model.escrow import EscrowModel
from tests.contracts.model.sides import Sides
from tests.contracts.world.shapes import Deal, DealState, Status

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
class Twin(Sides):
    model: EscrowModel
    deals: list[Deal] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.last: dict[bytes, DealState] = {}

    def open(self, deal: Deal, payer: str) -> None:
        self.send(
            lambda: self.model.open(deal),
            lambda: self.contract.open(deal, b"", self.by(payer, value=deal.value)),
        )
        self.start[payer, deal.token] -= deal.funding
        self.deals.append(deal)

    def act(self, name: str, deal: Deal, person: str, *arguments: Any, sent: tuple | None = None) -> bool:
        """Whether it was allowed. `sent` is what the contract is given where it differs from what the model needs."""
        caller = self.people[person].address
        return self.send(
            lambda: getattr(self.model, name)(deal, caller, *arguments),
            lambda: getattr(self.contract, name)(deal, *(arguments if sent is None else sent), self.by(person)),
        )

    def compare(self) -> None:
        """States, credits and balances, to the wei."""
        states = self._states()
        assert states == self.model.states
        assert self.credits() == {key: amount for key, amount in self.model.purses.credits.items() if amount}
        balances = self.balances()
        for token in self.tokens:
            held = balances["contract", token]
            assert held == self.model.purses.held[token]
            assert held == self.model.locked(token), "invariant 1: what is held is what is owed"
            for name, person in self.people.items():
                paid = self.model.purses.paid[person.address, token]
                assert balances[name, token] - self.start[name, token] == paid, f"{name} of {token}"
        for deal_id, state in states.items():
            self._never_backwards(self.last.get(deal_id, DealState()), state)
        self.last = states

    def open_deals(self) -> list[Deal]:
        return [deal for deal in self.deals if self.model.state_of(deal).status in OPEN]

    def _states(self) -> dict[bytes, DealState]:
        ids = list(self.model.states)
        answers = self.ask([self.contract.stateOf.encode_input(deal_id) for deal_id in ids])
        words = (decode(STATE, bytes.fromhex(answer[2:])) for answer in answers)
        return dict(zip(ids, map(DealState.read, words), strict=True))

    def _never_backwards(self, before: DealState, after: DealState) -> None:
        is_revision = (before.status, after.status) == (Status.FULFILLED, Status.FUNDED)
        assert after.status >= before.status or (is_revision and after.revisionsUsed == before.revisionsUsed + 1)
        assert before.status != Status.CLOSED or after == before, "invariant 5: closed is final"
