"""The contract and the model side by side: every act goes to both, and both must say and do the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from brownie.network.contract import ProjectContract
from eth_abi import decode

from tests.contracts.model.auction import AuctionModel, AuctionState, AuctionStatus, Lot, end_of, sale_end_of
from tests.contracts.model.book import Refused
from tests.contracts.world.chain import Clock, ask_all, reverts_with
from tests.contracts.world.shapes import NATIVE, DealState, Status
from tests.contracts.world.trade import BALANCE_OF, Trade

STATE = ["uint8", "address", "uint88", "uint8"]
PAID = {"bid", "buyNow"}


@dataclass
class AuctionTwin:
    """`people` send by name; a name's address may be a wallet contract that refuses money."""

    market: ProjectContract
    trade: Trade
    clock: Clock
    people: dict[str, Any]
    tokens: tuple[str, ...]
    model: AuctionModel
    lots: list[Lot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model.now = self.clock.now
        self.start = self.balances()

    def wait_until(self, moment: int) -> None:
        if moment > self.model.now:
            self.model.now = self.clock.to(moment)

    def act(self, name: str, lot: Lot, person: str, *arguments: Any) -> bool:
        """Whether it was allowed."""
        price = {"bid": arguments[0] if arguments else 0, "buyNow": lot.buyNowPrice}.get(name, 0)
        is_done = self._send(
            lambda: getattr(self.model, name)(lot, self.people[person].address, *arguments),
            lambda: getattr(self.market, name)(lot, *arguments, self._from(person, value=lot.value(price))),
        )
        if is_done and name in PAID:
            self.start[person, lot.token] -= price
        return is_done

    def withdraw(self, person: str, token: str, to: str) -> bool:
        destination = self.people[to].address
        return self._send(
            lambda: self.model.withdraw(self.people[person].address, token, destination),
            lambda: self.market.withdraw(token, destination, self._from(person)),
        )

    def open_lots(self) -> list[Lot]:
        return [lot for lot in self.lots if self.model.state_of(lot).status == AuctionStatus.OPEN]

    def compare(self) -> None:
        """States, sales, credits and balances, to the wei."""
        assert self._states() == self.model.states
        assert self._credits() == {key: amount for key, amount in self.model.purses.credits.items() if amount}
        balances = self.balances()
        for token in self.tokens:
            held = balances["auction", token]
            assert held == self.model.purses.held[token]
            assert held == self.model.locked(token), "invariant 8: nobody's money is held but the highest bidders'"
            sold = sum(deal.price for deal in self.model.sales.values() if deal.token == token)
            assert balances["escrow", token] == sold, "invariant 8: the highest bid is in escrow, and nothing else"
            for name, person in self.people.items():
                paid = self.model.purses.paid[person.address, token]
                assert balances[name, token] - self.start[name, token] == paid, f"{name} of {token}"

    def compare_sales(self) -> None:
        """Each sale is a deal in escrow that was opened when it was made."""
        for deal in self.model.sales.values():
            assert self.trade.state(deal)._replace(since=0) == DealState(Status.FUNDED)

    def drain(self) -> None:
        """Invariants 3 and 8: whoever is silent, everybody's bids come back by anybody's calls."""
        for lot in self.open_lots():
            state = self.model.state_of(lot)
            self.wait_until((sale_end_of if state.has_bids else end_of)(lot, state) + 1)
            assert self.act("expire", lot, "stranger")
        for account, token in [key for key, amount in self.model.purses.credits.items() if amount]:
            name = next(name for name, person in self.people.items() if person.address == account)
            assert self.withdraw(name, token, "stranger")
        self.compare()
        assert not +self.model.purses.held

    def balances(self) -> dict[tuple[str, str], int]:
        places = {name: person.address for name, person in self.people.items()}
        places |= {"auction": self.market.address, "escrow": self.trade.escrow.address}
        seen = {}
        for token in self.tokens:
            if token == NATIVE:
                answers = ask_all("eth_getBalance", [[address, "latest"] for address in places.values()])
            else:
                data = [BALANCE_OF + address[2:].zfill(64) for address in places.values()]
                answers = ask_all("eth_call", [[{"to": token, "data": question}, "latest"] for question in data])
            seen |= {(name, token): int(answer, 16) for name, answer in zip(places, answers, strict=True)}
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
        # Without gas to pay, balances move by the auctions alone.
        return {"from": self.people[person], "value": value, "gas_price": 0}

    def _states(self) -> dict[bytes, AuctionState]:
        ids = list(self.model.states)
        answers = self._call([self.market.stateOf.encode_input(auction_id) for auction_id in ids])
        words = [decode(STATE, bytes.fromhex(answer[2:])) for answer in answers]
        checksums = {person.address.lower(): person.address for person in self.people.values()}
        states = [AuctionState.read((word[0], checksums.get(word[1], word[1]), *word[2:])) for word in words]
        return dict(zip(ids, states, strict=True))

    def _credits(self) -> dict[tuple[str, str], int]:
        owners = [(person.address, token) for person in self.people.values() for token in self.tokens]
        answers = self._call([self.market.credit.encode_input(*owner) for owner in owners])
        amounts = zip(owners, (int(answer, 16) for answer in answers), strict=True)
        return {owner: amount for owner, amount in amounts if amount}

    def _call(self, data: list[str]) -> list[str]:
        return ask_all("eth_call", [[{"to": self.market.address, "data": item}, "latest"] for item in data])
