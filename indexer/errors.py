"""What may go wrong in the index. Each says what happened, with the values, and what to do.

IndexerError
├── ConfigurationError
│   ├── SettingsMissing        environment variables are not set, all at once
│   ├── SettingInvalid         one has a value we cannot use
│   ├── DeploymentMissing      no deployment file
│   ├── DeploymentInvalid      not a deployment file
│   └── AbiMismatch            the ABI is not the one the index was written for
├── ChainError
│   ├── NodeError              may be over soon; retried
│   │   ├── NodeUnreachable    no answer, or not in time
│   │   ├── NodeRefused        an error instead of a result
│   │   ├── NodeConfused       an answer that is not what was asked for
│   │   └── BlockUnknown       the node does not have a block it spoke of
│   ├── TooManyLogs            the range must be smaller; handled by asking for less
│   ├── WrongChain             another chain id or genesis
│   ├── ContractMissing        no code where the deployment says
│   ├── StartAfterHead         the chain is shorter than the deployment says
│   ├── UndecodableLog         a log of ours that we cannot read
│   ├── EntityUnknown          an event about something that never began
│   └── ReorgTooDeep           a final block was replaced
└── StoreError
    ├── StoreMissing           there is no index yet
    ├── StoreInUse             another process writes it
    ├── StoreFailed            the disk is full, the file is broken
    ├── StoreNewer             written by a newer version
    ├── OtherIndex             of another chain or deployment
    └── IndexDiffers           verify found a difference
"""

from collections.abc import Iterable
from pathlib import Path


class IndexerError(Exception):
    """Everything the indexer raises on purpose."""


# ── Configuration ────────────────────────────────────────────────────────────────────────────────────────────────────


class ConfigurationError(IndexerError):
    pass


class SettingsMissing(ConfigurationError):
    def __init__(self, missing: Iterable[tuple[str, str]]) -> None:
        lines = "\n".join(f"  {name}: {meaning}" for name, meaning in missing)
        super().__init__(f"these environment variables must be set:\n{lines}")


class SettingInvalid(ConfigurationError):
    def __init__(self, name: str, value: str, *, expected: str) -> None:
        super().__init__(f"{name}={value!r} cannot be used: expected {expected}")


class DeploymentMissing(ConfigurationError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no deployment file {path}: deploy the contracts first (`make demo` does), "
            "or point AGORA_DEPLOYMENT at contracts/deployments/<chain id>.json"
        )


class DeploymentInvalid(ConfigurationError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is not a deployment file: {reason}. Deploy again, or restore it from git")


class AbiMismatch(ConfigurationError):
    def __init__(self, contract: str, reason: str) -> None:
        super().__init__(
            f"the ABI of {contract} is not the one this indexer was written for: {reason}. "
            "Export it again with `python -m scripts.export_abi`, or use the matching version of the indexer"
        )


# ── Chain ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class ChainError(IndexerError):
    pass


class NodeError(ChainError):
    """May be over soon: asked again, at this endpoint or another."""


class NodeUnreachable(NodeError):
    def __init__(self, url: str, method: str, *, reason: str, is_late: bool = False) -> None:
        super().__init__(f"{url} does not answer {method}: {reason}. Is the node running, and AGORA_RPC_URL right?")
        self.is_late = is_late


class NodeRefused(NodeError):
    def __init__(self, url: str, method: str, *, code: int, message: str) -> None:
        super().__init__(f"{url} refuses {method}: {message} (code {code}). Use another endpoint if this stays")
        self.code = code
        self.message = message


class NodeConfused(NodeError):
    def __init__(self, url: str, method: str, *, answer: str) -> None:
        super().__init__(
            f"{url} answers {method} with something else: {answer}. "
            "Is AGORA_RPC_URL a JSON-RPC endpoint, and not a web page or a rate limiter?"
        )


class BlockUnknown(NodeError):
    def __init__(self, url: str, block: object) -> None:
        super().__init__(f"{url} does not have block {block}: it lags behind, or the block was replaced")


class TooManyLogs(ChainError):
    def __init__(self, url: str, first: int, last: int, *, message: str) -> None:
        super().__init__(
            f"{url} will not give the logs of blocks {first}–{last} at once: {message}. "
            "For a single block there is nothing smaller to ask for: use another endpoint"
        )


class WrongChain(ChainError):
    def __init__(self, url: str, *, what: str, expected: object, actual: object) -> None:
        super().__init__(
            f"{url} is another chain: its {what} is {actual}, the deployment says {expected}. "
            "Correct AGORA_RPC_URL or AGORA_DEPLOYMENT; after a restart of a local chain, deploy again"
        )


class ContractMissing(ChainError):
    def __init__(self, name: str, address: str, *, url: str) -> None:
        super().__init__(f"{url} has no code at {address}, where the deployment says {name} is: deploy again")


class StartAfterHead(ChainError):
    def __init__(self, start: int, head: int, *, url: str) -> None:
        super().__init__(
            f"the deployment starts at block {start}, but the newest block of {url} is {head}: "
            "wait until the node has caught up, or deploy again"
        )


class UndecodableLog(ChainError):
    def __init__(self, *, block: int, transaction: str, log_index: int, address: str, reason: str) -> None:
        super().__init__(
            f"log {log_index} of {address} in block {block}, transaction {transaction}, cannot be decoded: {reason}. "
            "Nothing after block "
            f"{block - 1} was written. Is the deployment file of the contracts this ABI belongs to?"
        )


class EntityUnknown(ChainError):
    def __init__(self, kind: str, key: object) -> None:
        super().__init__(
            f"an event speaks of {kind} {key}, which never began: "
            "the deployment's startBlock is too late, or a node left out logs. Correct it and rebuild"
        )


class ReorgTooDeep(ChainError):
    def __init__(self, *, finalized: int, stored: str, found: str) -> None:
        super().__init__(
            f"block {finalized} was final with hash {stored}, the node now says {found}. "
            "If the chain was reset, remove the index; if not, this node is on another fork: use another. "
            "If blocks of this chain are replaced so late, rebuild with a larger AGORA_FINALITY_DEPTH"
        )


# ── Store ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class StoreError(IndexerError):
    pass


class StoreMissing(StoreError):
    def __init__(self, url: str) -> None:
        super().__init__(f"there is no index at {url}: run `python -m indexer sync` first")


class StoreInUse(StoreError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"another process writes {path}: stop the other `python -m indexer`, one is enough")


class StoreFailed(StoreError):
    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(
            f"{url} could not be used: {reason}. What was being written is not in it, everything before is. "
            "Free some space or check the file's permissions; a broken file is replaced by `rebuild --from-chain`"
        )


class StoreNewer(StoreError):
    def __init__(self, url: str, *, version: int, known: int) -> None:
        super().__init__(
            f"{url} has schema {version}, this indexer knows {known} at most: "
            "use the newer indexer, or `rebuild` into another AGORA_DATABASE_URL"
        )


class OtherIndex(StoreError):
    def __init__(self, url: str, *, what: str, stored: object, expected: object) -> None:
        super().__init__(
            f"{url} is the index of another {what}: {stored}, expected {expected}. "
            "Use another AGORA_DATABASE_URL, or `python -m indexer rebuild --from-chain`"
        )


class IndexDiffers(StoreError):
    def __init__(self, table: str, key: object, *, column: str, stored: object, expected: object) -> None:
        super().__init__(
            f"{table} {key}: {column} is {stored!r}, the chain says {expected!r}. "
            "Run `python -m indexer rebuild --from-chain`, and keep the old file if you want to find out why"
        )
