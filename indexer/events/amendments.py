"""Events of Amendments.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.identity import DealId, Digest


class DealAmended(NamedTuple):
    deal_id: DealId
    number: int
    agreement: Digest


EVENTS = (DealAmended,)
