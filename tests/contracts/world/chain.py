"""Time and refusals, the same on Anvil and Ganache. Faults of Brownie 1.22.2 are worked around here, once."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from brownie import chain, rpc, web3
from brownie.exceptions import VirtualMachineError
from brownie.network.account import Account
from eth_utils import to_hex
from web3.exceptions import Web3RPCError

_session = requests.Session()


def ask(method: str, *params: Any) -> Any:
    answer = web3.provider.make_request(method, list(params))
    if "error" in answer:
        raise RuntimeError(f"{method}{params}: {answer['error']['message']}")
    return answer["result"]


def ask_all(method: str, calls: list[list[Any]]) -> list[Any]:
    """One round trip for many questions. In place of an answer a call that reverts has its data as an error."""
    body = [{"jsonrpc": "2.0", "id": index, "method": method, "params": params} for index, params in enumerate(calls)]
    answers = _session.post(web3.provider.endpoint_uri, json=body, timeout=30).json()
    return [
        Reverted(answer["error"]["data"]) if "error" in answer else answer["result"]
        for answer in sorted(answers, key=lambda answer: answer["id"])
    ]


class Reverted(str):
    """The data a call reverted with."""

    __slots__ = ()


def quicken() -> None:
    """Takes 40 % off the time of the suite."""
    # Each of these walks the whole call stack to warn outsiders, 60 ms a call.
    for name in ("sleep", "mine", "snapshot", "revert"):
        method = getattr(rpc, name)
        if method.__closure__:
            inner = next(cell.cell_contents for cell in method.__closure__ if callable(cell.cell_contents))
            setattr(rpc, name, inner.__get__(rpc))
    # Brownie takes a snapshot after every transaction, for an undo that breaks isolation on Anvil and that nobody uses.
    chain._add_to_undo_buffer = lambda *_: None
    # Anvil answers before it has mined. Brownie then sleeps a second, or takes the transaction for dropped.
    Account._transact = _transact_and_wait(Account._transact)
    # Every revert collects all garbage: let it pass over what the session keeps anyway.
    gc.collect()
    gc.freeze()


def _transact_and_wait(transact: Callable[..., Any]) -> Callable[..., Any]:
    def send(self: Account, tx: dict, allow_revert: bool | None) -> Any:  # noqa: FBT001 - Brownie's signature
        if _refusals_expected:
            _ask_first(tx)
        txid = transact(self, tx, allow_revert)
        patience = time.monotonic() + 1
        while ask("eth_getTransactionReceipt", to_hex(txid)) is None:
            if time.monotonic() > patience:
                # Anvil sometimes overlooks one that arrives while it mines another.
                ask("evm_mine")
                patience += 1
            time.sleep(0.001)
        return txid

    return send


# Not empty inside `reverts_with`.
_refusals_expected: list[str] = []


def _ask_first(tx: dict) -> None:
    """A call says why at once; of a transaction that failed, Brownie fetches and reads the whole trace."""
    try:
        web3.eth.call({key: value for key, value in tx.items() if key not in {"gasPrice", "nonce"}})
    except (ValueError, Web3RPCError) as error:
        raise VirtualMachineError(error) from error


class Clock:
    """Moves the chain's time. Nothing passes by itself on Anvil; on Ganache only what a test really takes."""

    def __init__(self) -> None:
        self._is_anvil = web3.client_version.lower().startswith("anvil")
        if self._is_anvil:
            ask("anvil_setBlockTimestampInterval", 0)

    @property
    def now(self) -> int:
        return web3.eth.get_block("latest")["timestamp"]

    def to(self, moment: int) -> int:
        """Calls see exactly this moment, and so does the next transaction."""
        self._set(moment)
        ask("evm_mine")
        self._set(moment)
        return moment

    def by(self, seconds: int) -> int:
        return self.to(self.now + seconds)

    def _set(self, moment: int) -> None:
        # Brownie's own `chain.mine(timestamp=…)` sends Anvil a wrong argument.
        if self._is_anvil:
            ask("evm_setNextBlockTimestamp", moment)
        else:
            ask("evm_setTime", moment * 1000)


def render(value: Any) -> str:
    """As Brownie writes the values of a custom error."""
    if isinstance(value, bytes | bool):
        return str(value)
    if isinstance(value, int):
        return str(int(value))
    text = str(getattr(value, "address", value))
    if text.startswith("0x"):
        return text.lower() if len(text) == 42 else str(bytes.fromhex(text[2:]))
    return text


@contextmanager
def reverts_with(name: str, *values: Any) -> Iterator[None]:
    """The custom error and each of its values; a single ellipsis stands for values the test cannot know."""
    _refusals_expected.append(name)
    try:
        with pytest.raises(VirtualMachineError) as caught:
            yield
    finally:
        _refusals_expected.pop()
    seen_name, _, seen_values = caught.value.revert_msg.partition(": ")
    assert seen_name == name, f"reverted with {caught.value.revert_msg}"
    assert values == (...,) or seen_values == ", ".join(map(render, values))
