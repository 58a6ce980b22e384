"""A log as the node gave it, and the event that was read from it."""

from typing import Any, NamedTuple

from indexer.model.identity import Address, BlockNumber, Hash

# Each event is a named tuple of its own: the registry pairs it with a contract, handlers with what it means.
Event = tuple[Any, ...]


class Log(NamedTuple):
    """Topics and data are hex text."""

    block_number: BlockNumber
    block_hash: Hash
    transaction_hash: Hash
    log_index: int
    address: Address
    topics: tuple[str, ...]
    data: str


class Decoded(NamedTuple):
    """An event with the log it came from, and its arguments as the API shows them: a JSON object."""

    log: Log
    name: str
    event: Event
    arguments: bytes

    @property
    def entity_id(self) -> str:
        """What an event is about always comes first."""
        entity: str = self.event[0]
        return entity
