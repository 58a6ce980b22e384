"""Acts of wallet holders on the chain: simulate, explain, sign, send, wait. Reads of what the contracts store."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode as decode_values
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from eth_utils.conversions import to_bytes

from scripts.market.abi import SELECTOR_BYTES, Json, decode
from scripts.market.deployment import TOKEN_INTERFACE, Deployment
from scripts.market.rpc import NodeRefused, Rpc
from scripts.market.shapes import NATIVE, Address

MINE_SECONDS = 120.0
POLL_SECONDS = 0.02
GAS_MARGIN = 1.2
ERROR_TEXT = bytes.fromhex("08c379a0")
PANIC = bytes.fromhex("4e487b71")


class ChainError(Exception):
    """A call to the contracts did not happen. Nothing was sent unless the error says so."""


class WrongChain(ChainError):
    def __init__(self, url: str, *, expected: int, found: int) -> None:
        super().__init__(f"The node at {url} is on chain {found}, but the contracts are on chain {expected}.")


class Restarted(ChainError):
    def __init__(self, url: str) -> None:
        super().__init__(f"The chain at {url} is not the one the contracts were deployed on: it was started anew.")


class Refused(ChainError):
    """A contract said no. `error` is its custom error's name, `values` its arguments."""

    def __init__(self, call: "Call", *, error: str, values: Json, notice: str) -> None:
        self.error, self.values, self.notice = error, values, notice
        told = ", ".join(f"{name} {shown(value)}" for name, value in values.items())
        said = notice or "The contract gives no reason."
        super().__init__(f"{call.contract} refuses {call.act}: {said} ({error}{': ' + told if told else ''})")


class NotMined(ChainError):
    def __init__(self, transaction: str) -> None:
        super().__init__(f"{transaction} was sent but is not mined after {MINE_SECONDS:.0f} s. It may still be.")


@dataclass(frozen=True, slots=True)
class Call:
    """One transaction somebody may sign."""

    contract: str
    act: str
    to: Address
    arguments: tuple[object, ...]
    data: bytes
    value: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    transaction: str
    block_number: int
    gas_used: int
    fee: int
    events: tuple[tuple[str, Json], ...]

    def event(self, name: str) -> Json:
        return next(arguments for found, arguments in self.events if found == name)


class Chain:
    """`gas` is for development chains, where it costs nothing and Ganache takes long to estimate it."""

    def __init__(self, rpc: Rpc, deployment: Deployment, *, gas: int | None = None) -> None:
        self.rpc = rpc
        self.deployment = deployment
        self._gas = gas

    def require_same(self) -> None:
        """Refuses a node of another chain, and a development chain that was started anew."""
        found = int(self.rpc.ask("eth_chainId"), 16)
        if found != self.deployment.chain_id:
            raise WrongChain(self.rpc.url, expected=self.deployment.chain_id, found=found)
        genesis = self.rpc.ask("eth_getBlockByNumber", "0x0", False)["hash"]
        if genesis != self.deployment.genesis_hash:
            raise Restarted(self.rpc.url)

    def now(self) -> int:
        return int(self.rpc.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def balance(self, account: Address, token: Address = NATIVE) -> int:
        if token == NATIVE:
            return int(self.rpc.ask("eth_getBalance", account, "latest"), 16)
        return int(self.read(TOKEN_INTERFACE, "balanceOf", account, at=token))

    def call(self, contract: str, act: str, *arguments: object, value: int = 0, at: Address | None = None) -> Call:
        data = self.deployment.interfaces[contract].encode_call(act, *arguments)
        return Call(contract, act, at or self.deployment.addresses[contract], arguments, data, value)

    def read(self, contract: str, view: str, *arguments: object, at: Address | None = None) -> Any:
        call = self.call(contract, view, *arguments, at=at)
        answer = self.rpc.ask("eth_call", {"to": call.to, "data": hexed(call.data)}, "latest")
        return self.deployment.interfaces[contract].decode_answer(view, bytes.fromhex(answer[2:]))

    def simulate(self, call: Call, sender: Address) -> None:
        """Raises Refused when a contract would."""
        self._ask(call, "eth_call", transaction_of(call, sender), "latest")

    def estimate(self, call: Call, sender: Address) -> int:
        """The gas to send along, with a margin for what changes until it is mined."""
        return int(int(self._ask(call, "eth_estimateGas", transaction_of(call, sender)), 16) * GAS_MARGIN)

    def send(self, call: Call, account: LocalAccount) -> Receipt:
        """Signs, sends and waits. Without a fixed gas, a call that would fail is refused before it is signed."""
        return self.wait(call, self.submit(call, account), sender=Address(account.address))

    def submit(self, call: Call, account: LocalAccount) -> str:
        """Signs and sends. Returns the transaction's hash."""
        sender = Address(account.address)
        gas = self._gas or self.estimate(call, sender)
        nonce, block, tip = self.rpc.ask_all(
            ("eth_getTransactionCount", sender, "pending"),
            ("eth_getBlockByNumber", "latest", False),
            ("eth_maxPriorityFeePerGas",),
        )
        signed = account.sign_transaction(
            {
                "chainId": self.deployment.chain_id,
                "nonce": int(nonce, 16),
                "to": to_bytes(hexstr=HexStr(call.to)),
                "value": call.value,
                "data": call.data,
                "gas": gas,
                "maxFeePerGas": 2 * int(block["baseFeePerGas"], 16) + int(tip, 16),
                "maxPriorityFeePerGas": int(tip, 16),
            }
        )
        transaction: str = self._ask(call, "eth_sendRawTransaction", hexed(signed.raw_transaction))
        return transaction

    def wait(self, call: Call, transaction: str, *, sender: Address) -> Receipt:
        """Raises Refused when the mined call failed."""
        receipt = self._receipt(transaction)
        if int(receipt["status"], 16) != 1:
            # Receipts give no reason: ask again for it.
            self.simulate(call, sender)
            raise Refused(call, error="Failed", values={}, notice="The transaction failed when it was mined.")
        return Receipt(
            transaction=transaction,
            block_number=int(receipt["blockNumber"], 16),
            gas_used=int(receipt["gasUsed"], 16),
            fee=int(receipt["gasUsed"], 16) * int(receipt["effectiveGasPrice"], 16),
            events=tuple(self.decoded(receipt["logs"])),
        )

    def decoded(self, logs: list[Json]) -> Iterator[tuple[str, Json]]:
        for log in logs:
            topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
            for interface in self.deployment.interfaces.values():
                found = interface.decode_event(topics, bytes.fromhex(log["data"][2:]))
                if found is not None:
                    yield found
                    break

    def _receipt(self, transaction: str) -> Json:
        deadline = time.monotonic() + MINE_SECONDS
        while time.monotonic() < deadline:
            receipt: Json | None = self.rpc.ask("eth_getTransactionReceipt", transaction)
            if receipt is not None:
                return receipt
            time.sleep(POLL_SECONDS)
        raise NotMined(transaction)

    def _ask(self, call: Call, method: str, *parameters: object) -> Any:
        try:
            return self.rpc.ask(method, *parameters)
        except NodeRefused as error:
            data = error.revert_data()
            if data is None:
                raise
            raise self.refusal(call, data) from error

    def refusal(self, call: Call, data: bytes) -> Refused:
        selector, rest = data[:SELECTOR_BYTES], data[SELECTOR_BYTES:]
        known = self.deployment.error(selector)
        if known is not None:
            return Refused(call, error=known.name, values=decode(known.inputs, rest), notice=known.notice)
        if selector == ERROR_TEXT:
            return Refused(call, error="Error", values={}, notice=decode_values(["string"], rest)[0])
        if selector == PANIC:
            return Refused(call, error="Panic", values={"code": hex(decode_values(["uint256"], rest)[0])}, notice="")
        return Refused(call, error=hexed(selector), values={}, notice="")


def transaction_of(call: Call, sender: Address) -> Json:
    return {"from": sender, "to": call.to, "value": hex(call.value), "data": hexed(call.data)}


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def shown(value: object) -> str:
    return hexed(value) if isinstance(value, bytes) else str(value)
