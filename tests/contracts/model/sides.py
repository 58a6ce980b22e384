"""A contract and its model side by side: every act goes to both, and both must say and do the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brownie.network.contract import ProjectContract

from tests.contracts.model.book import Refused
from tests.contracts.world.chain import Clock, ask_all, reverts_with
from tests.contracts.world.shapes import NATIVE
from tests.contracts.world.trade import BALANCE_OF


def both(expect: Callable[[], Any], send: Callable[[], Any]) -> str:
    """The name of the error by which both refused, or nothing."""
    try:
        expect()
    except Refused as refused:
        with reverts_with(refused.name, *refused.values):
            send()
        return refused.name
    send()
    return ""


def balances_of(places: Mapping[str, str], tokens: Iterable[str]) -> dict[tuple[str, str], int]:
    """By name and token, of addresses by name; one question for each token."""
    seen = {}
    for token in tokens:
        if token == NATIVE:
            answers = ask_all("eth_getBalance", [[address, "latest"] for address in places.values()])
        else:
            asked = [BALANCE_OF + address[2:].zfill(64) for address in places.values()]
            answers = ask_all("eth_call", [[{"to": token, "data": data}, "latest"] for data in asked])
        seen |= {(name, token): int(answer, 16) for name, answer in zip(places, answers, strict=True)}
    return seen


@dataclass
class Sides:
    """`people` send by name; a name's address may be a wallet contract that refuses money."""

    contract: ProjectContract
    clock: Clock
    people: dict[str, Any]
    tokens: tuple[str, ...]
    model: Any

    def __post_init__(self) -> None:
        self.model.now = self.clock.now
        self.start = self.balances()

    def wait_until(self, moment: int) -> None:
        if moment > self.model.now:
            self.model.now = self.clock.to(moment)

    def withdraw(self, person: str, token: str, to: str) -> bool:
        account, destination = self.people[person].address, self.people[to].address
        return self.send(
            lambda: self.model.withdraw(account, token, destination),
            lambda: self.contract.withdraw(token, destination, self.by(person)),
        )

    def send(self, expect: Callable[[], Any], send: Callable[[], Any]) -> bool:
        """Whether it was allowed."""
        return not both(expect, send)

    def by(self, person: str, *, value: int = 0) -> dict[str, Any]:
        # Without gas to pay, balances move by the acts alone.
        return {"from": self.people[person], "value": value, "gas_price": 0}

    def name_of(self, address: str) -> str:
        return next(name for name, person in self.people.items() if person.address == address)

    def contracts(self) -> dict[str, str]:
        """Those whose balances count beside the people's, by name."""
        return {"contract": self.contract.address}

    def balances(self) -> dict[tuple[str, str], int]:
        places = {name: person.address for name, person in self.people.items()}
        return balances_of(places | self.contracts(), self.tokens)

    def credits(self) -> dict[tuple[str, str], int]:
        """What waits for people at the contract, by account and token; those who have nothing are left out."""
        owners = [(person.address, token) for person in self.people.values() for token in self.tokens]
        answers = self.ask([self.contract.credit.encode_input(*owner) for owner in owners])
        amounts = zip(owners, (int(answer, 16) for answer in answers), strict=True)
        return {owner: amount for owner, amount in amounts if amount}

    def ask(self, calls: list[str]) -> list[str]:
        """The contract's answers, all of them to one question."""
        if not calls:
            return []
        return ask_all("eth_call", [[{"to": self.contract.address, "data": data}, "latest"] for data in calls])
