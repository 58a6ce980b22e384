"""The auction house and its model, side by side."""

from dataclasses import dataclass, field
from typing import Any

from eth_abi import decode

from tests.contracts.model.auction import AuctionModel, AuctionState, AuctionStatus, Lot, end_of, sale_end_of
from tests.contracts.model.sides import Sides
from tests.contracts.world.shapes import DealState, Status
from tests.contracts.world.trade import Trade

STATE = ["uint8", "address", "uint88", "uint8"]
PAID = {"bid", "buyNow"}


@dataclass
class AuctionTwin(Sides):
    model: AuctionModel
    trade: Trade
    lots: list[Lot] = field(default_factory=list)

    def contracts(self) -> dict[str, str]:
        return super().contracts() | {"escrow": self.trade.escrow.address}

    def act(self, name: str, lot: Lot, person: str, *arguments: Any) -> bool:
        """Whether it was allowed."""
        price = {"bid": arguments[0] if arguments else 0, "buyNow": lot.buyNowPrice}.get(name, 0)
        is_done = self.send(
            lambda: getattr(self.model, name)(lot, self.people[person].address, *arguments),
            lambda: getattr(self.contract, name)(lot, *arguments, self.by(person, value=lot.value(price))),
        )
        if is_done and name in PAID:
            self.start[person, lot.token] -= price
        return is_done

    def open_lots(self) -> list[Lot]:
        return [lot for lot in self.lots if self.model.state_of(lot).status == AuctionStatus.OPEN]

    def compare(self) -> None:
        """States, sales, credits and balances, to the wei."""
        assert self._states() == self.model.states
        assert self.credits() == {key: amount for key, amount in self.model.purses.credits.items() if amount}
        balances = self.balances()
        for token in self.tokens:
            held = balances["contract", token]
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
            assert self.withdraw(self.name_of(account), token, "stranger")
        self.compare()
        assert not +self.model.purses.held

    def _states(self) -> dict[bytes, AuctionState]:
        ids = list(self.model.states)
        answers = self.ask([self.contract.stateOf.encode_input(auction_id) for auction_id in ids])
        words = [decode(STATE, bytes.fromhex(answer[2:])) for answer in answers]
        checksums = {person.address.lower(): person.address for person in self.people.values()}
        states = [AuctionState.read((word[0], checksums.get(word[1], word[1]), *word[2:])) for word in words]
        return dict(zip(ids, states, strict=True))
