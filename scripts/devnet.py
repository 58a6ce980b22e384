"""A chain of one's own for development: Ganache or Anvil, with the same accounts on both.

python -m scripts.devnet                  # Ganache on port 8545
CHAIN=anvil python -m scripts.devnet --port 8600
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scripts import processes
from scripts.market.rpc import NodeUnreachable, Rpc
from scripts.processes import Port

ROOT = Path(__file__).resolve().parent.parent
MNEMONIC = "test test test test test test test test test test test junk"
ACCOUNTS = 24
BALANCE = 10_000
GAS_LIMIT = 30_000_000
DEFAULT_PORT = Port(8545)
START_SECONDS = 30.0


class Kind(StrEnum):
    GANACHE = "ganache"
    ANVIL = "anvil"

    @property
    def chain_id(self) -> int:
        return {Kind.GANACHE: 1337, Kind.ANVIL: 31337}[self]


class DevnetError(Exception):
    """The chain cannot start or did not answer as a development chain does."""


class NodeMissing(DevnetError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not there. Install Node 20 or newer, then run `make setup`.")


class UnknownChain(DevnetError):
    def __init__(self, name: str) -> None:
        super().__init__(f"CHAIN is {' or '.join(Kind)}, not {name!r}.")


@dataclass(frozen=True, slots=True)
class Devnet:
    kind: Kind
    port: Port
    rpc: Rpc

    @property
    def url(self) -> str:
        return self.rpc.url

    @property
    def chain_id(self) -> int:
        return self.kind.chain_id

    def now(self) -> int:
        return int(self.rpc.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def mine(self) -> None:
        self.rpc.ask("evm_mine")

    @contextmanager
    def one_block(self) -> Iterator[None]:
        """Transactions sent in the meantime are mined together, in the order of their fees."""
        anvil = self.kind is Kind.ANVIL
        self.rpc.ask(*(("evm_setAutomine", False) if anvil else ("miner_stop",)))
        try:
            yield
        finally:
            self.rpc.ask(*(("evm_setAutomine", True) if anvil else ("miner_start",)))
            if anvil:
                self.mine()

    def travel(self, seconds: int) -> None:
        """Moves the chain's clock and mines a block there."""
        self.travel_to(self.now() + seconds)

    def travel_to(self, timestamp: int) -> None:
        """As `travel`, to a moment. The clock runs on from there."""
        if self.kind is Kind.GANACHE:
            self.rpc.ask("evm_setTime", timestamp * 1000)
        else:
            self.rpc.ask("evm_setTime", timestamp)
            self.rpc.ask("evm_setNextBlockTimestamp", timestamp)
        self.mine()


def chosen() -> Kind:
    """The chain that the environment variable CHAIN names."""
    name = os.environ.get("CHAIN", Kind.GANACHE)
    try:
        return Kind(name)
    except ValueError:
        raise UnknownChain(name) from None


@contextmanager
def running(kind: Kind, *, port: Port | None = None, timestamp: int | None = None, log: Path) -> Iterator[Devnet]:
    """A chain that mines each transaction at once, from `timestamp` on if given, on a free port unless told."""
    choose = "Choose another with --port, or end what listens there."
    if port is not None:
        processes.require_free(port, what=kind.title(), choose=choose)
    port = port or processes.free_port()
    net = Devnet(kind, port, Rpc(f"http://{processes.HOST}:{port}"))
    with processes.running(command(net, timestamp), name=kind.title(), log=log) as child:
        child.wait_until(lambda: answers(net), seconds=START_SECONDS)
        yield net


def command(net: Devnet, timestamp: int | None) -> list[str]:
    binary = ROOT / "node_modules" / ".bin" / net.kind
    if shutil.which("node") is None or not binary.exists():
        raise NodeMissing(binary)
    return [str(binary), *options(net, timestamp)]


def options(net: Devnet, timestamp: int | None) -> list[str]:
    host, port, chain_id = processes.HOST, net.port, net.chain_id
    if net.kind is Kind.GANACHE:
        line = f"--server.host {host} --server.port {port} --chain.chainId {chain_id} --chain.networkId {chain_id}"
        line += f" --chain.hardfork shanghai --miner.blockGasLimit {GAS_LIMIT}"
        line += f" --wallet.totalAccounts {ACCOUNTS} --wallet.defaultBalance {BALANCE}"
        moment = "--chain.time {}".format(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(timestamp)))
        phrase = "--wallet.mnemonic"
    else:
        line = f"--host {host} --port {port} --chain-id {chain_id} --hardfork shanghai --gas-limit {GAS_LIMIT}"
        line += f" --accounts {ACCOUNTS} --balance {BALANCE}"
        moment = f"--timestamp {timestamp}"
        phrase = "--mnemonic"
    start = [] if timestamp is None else moment.split()
    return [*line.split(), phrase, MNEMONIC, *start]


def answers(net: Devnet) -> bool:
    try:
        return int(net.rpc.ask("eth_chainId"), 16) == net.chain_id
    except NodeUnreachable:
        return False


def main(
    port: Annotated[int, typer.Option(help="Where the chain listens.")] = DEFAULT_PORT,
    log: Annotated[Path, typer.Option(help="Where the chain writes what it does.")] = ROOT / "build" / "devnet.log",
) -> None:
    """Runs a development chain until Ctrl-C. The environment variable CHAIN chooses ganache or anvil."""
    processes.end_on_terminate()
    try:
        with running(chosen(), port=Port(port), log=log) as net:
            print(f"{net.kind.title()} runs at {net.url}, chain id {net.chain_id}. Ctrl-C ends it.")
            print(f'Its {ACCOUNTS} accounts come from the public phrase "{MNEMONIC}": never send them real money.')
            while True:
                time.sleep(1)
    except (DevnetError, processes.ProcessError) as error:
        raise SystemExit(str(error)) from error
    except KeyboardInterrupt:
        print("\nThe chain has ended.")


if __name__ == "__main__":
    typer.run(main)
