"""Settings and deployment, read once at the entry."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from indexer.errors import AbiMismatch, DeploymentInvalid, DeploymentMissing, SettingInvalid, SettingsMissing
from indexer.events import BY_CONTRACT
from indexer.model.acts import ActTable
from indexer.model.identity import Address, BlockNumber, ChainId, Hash

CONTRACTS = Path(__file__).resolve().parent.parent / "contracts"
DEFAULT_DATABASE = "sqlite:///.agora/index.sqlite"
DEFAULT_FINALITY_DEPTH = 64
_SQLITE = "sqlite:///"
_NEEDED = {
    "AGORA_RPC_URL": "the node's JSON-RPC endpoint, such as http://127.0.0.1:8545; several with commas between",
    "AGORA_DEPLOYMENT": "path of the deployment file, such as contracts/deployments/31337.json",
}


@dataclass(frozen=True, slots=True)
class Settings:
    rpc_urls: tuple[str, ...]
    deployment: Path
    database: Path
    content: str
    content_dir: Path
    gateways: tuple[str, ...]
    finality_depth: int

    @property
    def database_url(self) -> str:
        return f"{_SQLITE}{self.database}"


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is indexed: the contracts that have handlers. `skipped` names the others of the file."""

    chain_id: ChainId
    genesis_hash: Hash
    start_block: BlockNumber
    contracts: Mapping[Address, str]
    skipped: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Tells indexes of different deployments apart."""
        identity = [self.chain_id, self.genesis_hash, self.start_block, sorted(self.contracts.items())]
        return "0x" + hashlib.sha256(orjson.dumps(identity)).hexdigest()


def read_settings(environment: Mapping[str, str]) -> Settings:
    missing = [(name, meaning) for name, meaning in _NEEDED.items() if not environment.get(name)]
    if missing:
        raise SettingsMissing(missing)
    return Settings(
        rpc_urls=_urls(environment, "AGORA_RPC_URL"),
        deployment=Path(environment["AGORA_DEPLOYMENT"]),
        database=read_database_path(environment),
        content=environment.get("AGORA_CONTENT") or "embedded",
        content_dir=Path(environment.get("AGORA_CONTENT_DIR") or ".agora/content"),
        gateways=_urls(environment, "AGORA_GATEWAYS"),
        finality_depth=_depth(environment),
    )


def read_database_path(environment: Mapping[str, str]) -> Path:
    url = environment.get("AGORA_DATABASE_URL") or DEFAULT_DATABASE
    if not url.startswith(_SQLITE) or url == _SQLITE:
        raise SettingInvalid("AGORA_DATABASE_URL", url, expected="sqlite:/// and a path")
    return Path(url.removeprefix(_SQLITE))


def read_deployment(path: Path) -> Deployment:
    try:
        content = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise DeploymentMissing(path) from error
    except orjson.JSONDecodeError as error:
        raise DeploymentInvalid(path, f"it is not JSON ({error})") from error
    try:
        named = {name: Address(entry["address"].lower()) for name, entry in content["contracts"].items()}
        return Deployment(
            chain_id=ChainId(content["chainId"]),
            genesis_hash=Hash(content["genesisHash"].lower()),
            start_block=BlockNumber(max(1, content["startBlock"])),
            contracts={address: name for name, address in named.items() if name in BY_CONTRACT},
            skipped=tuple(sorted(name for name in named if name not in BY_CONTRACT)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise DeploymentInvalid(path, f"it lacks or misplaces {error}") from error


def read_abis(folder: Path = CONTRACTS / "abi") -> dict[str, list[dict[str, Any]]]:
    return {name: _abi(folder / f"{name}.json", name) for name in BY_CONTRACT}


def read_acts(path: Path = CONTRACTS / "acts.json") -> ActTable:
    return ActTable.from_json(orjson.loads(path.read_bytes()))


def _abi(path: Path, name: str) -> list[dict[str, Any]]:
    try:
        abi: list[dict[str, Any]] = orjson.loads(path.read_bytes())["abi"]
    except FileNotFoundError as error:
        raise AbiMismatch(name, f"{path} is not there") from error
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise AbiMismatch(name, f"{path} holds no ABI ({error})") from error
    return abi


def _urls(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    urls = tuple(part.strip() for part in (environment.get(name) or "").split(",") if part.strip())
    for url in urls:
        if not url.startswith(("http://", "https://")):
            raise SettingInvalid(name, url, expected="an address that begins with http:// or https://")
    return urls


def _depth(environment: Mapping[str, str]) -> int:
    text = environment.get("AGORA_FINALITY_DEPTH") or str(DEFAULT_FINALITY_DEPTH)
    if not text.isdecimal() or int(text) < 1:
        raise SettingInvalid("AGORA_FINALITY_DEPTH", text, expected="a number of blocks, at least 1")
    return int(text)
