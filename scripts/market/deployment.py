"""Where the contracts are and how to speak to them: contracts/deployments and contracts/abi, read once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.market.abi import Interface, Member, interface_of
from scripts.market.shapes import NATIVE, Address

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = ROOT / "contracts"
NATIVE_DECIMALS = 18
LOCAL_CHAINS = frozenset({1337, 31337})
TOKEN_INTERFACE = "TestToken"  # noqa: S105  # the contract whose ABI every ERC-20 with permit shares


class DeploymentMissing(Exception):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not there: nothing is deployed on this chain. `make demo` deploys on a local one.")


@dataclass(frozen=True, slots=True)
class Token:
    address: Address
    symbol: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Deployment:
    chain_id: int
    genesis_hash: str
    start_block: int
    addresses: Mapping[str, Address]
    interfaces: Mapping[str, Interface]
    tokens: tuple[Token, ...]

    def token(self, address: Address) -> Token | None:
        """None for a token nobody told us about: its decimals are then unknown."""
        return next((token for token in self.tokens if token.address == address), None)

    def token_called(self, symbol: str) -> Token | None:
        return next((token for token in self.tokens if token.symbol.lower() == symbol.lower()), None)

    def name_of(self, address: str) -> str:
        """The contract's name where it is one of ours, else the address."""
        return next((name for name, own in self.addresses.items() if own == address), address)

    def error(self, selector: bytes) -> Member | None:
        """Contracts pass on each other's errors, so all of them are searched."""
        return next((i.errors[selector] for i in self.interfaces.values() if selector in i.errors), None)


def load(path: Path) -> Deployment:
    if not path.is_file():
        raise DeploymentMissing(path)
    content = json.loads(path.read_text())
    coin = Token(NATIVE, "ETH", NATIVE_DECIMALS)
    tokens = tuple(Token(Address(t["address"]), t["symbol"], t["decimals"]) for t in content["tokens"])
    return Deployment(
        chain_id=content["chainId"],
        genesis_hash=content["genesisHash"],
        start_block=content["startBlock"],
        addresses={name: Address(contract["address"]) for name, contract in content["contracts"].items()},
        interfaces=interfaces(),
        tokens=(coin, *tokens),
    )


def path_for(chain_id: int) -> Path:
    return CONTRACTS / "deployments" / f"{chain_id}.json"


def interfaces() -> dict[str, Interface]:
    exported = [json.loads(path.read_text()) for path in sorted((CONTRACTS / "abi").glob("*.json"))]
    return {content["contractName"]: interface_of(content) for content in exported}
