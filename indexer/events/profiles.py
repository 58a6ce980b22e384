"""Events of Profiles.sol. Fields as in the ABI."""

from typing import NamedTuple

from indexer.model.identity import Address, Digest


class ProfileUpdated(NamedTuple):
    account: Address
    document: Digest


EVENTS = (ProfileUpdated,)
