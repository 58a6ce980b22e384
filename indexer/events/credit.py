"""Events of Credits.sol: of every contract that holds money. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.identity import Address, Amount


class Credited(NamedTuple):
    account: Address
    token: Address
    amount: Amount


class Withdrawn(NamedTuple):
    account: Address
    token: Address
    to: Address
    amount: Amount


EVENTS = (Credited, Withdrawn)
