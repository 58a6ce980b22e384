"""Known faults of Brownie 1.22.2, worked around in one place. Call `repair()` once, in a conftest, before any test."""

import gc

from brownie.network.rpc import Rpc, anvil
from brownie.network.web3 import web3


def repair():
    # Rpc's methods inspect the whole stack on every call, only to warn who calls: 60 ms each.
    Rpc.sleep = lambda self, seconds: self.backend.sleep(seconds)
    Rpc.snapshot = lambda self: self.backend.snapshot()
    Rpc.mine = _mine
    Rpc.revert = _revert
    # chain.mine(timestamp=…) sends Anvil a bare number where it wants a list.
    anvil.mine = _mine_on_anvil
    # Chain.revert() collects garbage each time: what is loaded by now is not garbage.
    gc.collect()
    gc.freeze()


def _mine(self, timestamp=None):
    self.backend.mine(timestamp)
    return web3.eth.block_number


def _revert(self, snapshot):
    self.backend.revert(snapshot)
    return web3.eth.block_number


def _mine_on_anvil(timestamp=None):
    anvil._request("evm_mine", [] if timestamp is None else [hex(timestamp)])
