"""Settings of the API, read once at the entry. Everything that is wrong is reported at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

_MAX_PORT = 65_535


class BadSettings(Exception):
    """The environment cannot be used. Its message has one line for each thing to correct."""


@dataclass(frozen=True, slots=True)
class Config:
    chain_id: int
    deployment: Mapping[str, Any]
    database_url: str
    content: str
    content_dir: Path
    gateways: tuple[str, ...]
    page_dir: Path
    rpc_origins: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 8000
    rate: float = 200.0
    burst: int = 2_000
    ready_lag: int = 10
    max_streams: int = 500
    max_waiters: int = 500
    wait_seconds: int = 30
    trusted_proxies: str = "127.0.0.1"


def read_config(environment: Mapping[str, str]) -> Config:
    faults: list[str] = []

    def setting(name: str, default: str | None, read: Callable[[str], Any]) -> Any:
        text = environment.get(name) or default
        if text is None:
            faults.append(f"{name} is not set: {_NEEDED[name]}")
            return None
        try:
            return read(text)
        except ValueError as error:
            faults.append(f"{name}={text!r}: {error}")
            return None

    deployment = setting("AGORA_DEPLOYMENT", None, _deployment)
    values = {
        "database_url": setting("AGORA_DATABASE_URL", "sqlite:///.agora/index.sqlite", _database_url),
        "content": setting("AGORA_CONTENT", "embedded", _content),
        "content_dir": setting("AGORA_CONTENT_DIR", ".agora/content", Path),
        "gateways": setting("AGORA_GATEWAYS", "", _urls),
        "page_dir": setting("AGORA_PAGE_DIR", "frontend_stub/dist", Path),
        "rpc_origins": setting("AGORA_RPC_URL", "", _origins),
        "host": environment.get("AGORA_HOST") or "127.0.0.1",
        "port": setting("AGORA_PORT", "8000", _whole(0, _MAX_PORT)),
        "rate": setting("AGORA_RATE_LIMIT", "200", _whole(0, 1_000_000)),
        "burst": setting("AGORA_RATE_BURST", "2000", _whole(1, 1_000_000)),
        "ready_lag": setting("AGORA_READY_LAG", "10", _whole(0, 1_000_000)),
        "max_streams": setting("AGORA_MAX_STREAMS", "500", _whole(0, 100_000)),
        "max_waiters": setting("AGORA_MAX_WAITERS", "500", _whole(0, 100_000)),
        "wait_seconds": setting("AGORA_WAIT_SECONDS", "30", _whole(0, 300)),
        "trusted_proxies": environment.get("AGORA_TRUSTED_PROXIES") or "127.0.0.1",
    }
    if faults:
        raise BadSettings("\n".join(faults))
    return Config(chain_id=deployment["chainId"], deployment=deployment, **values)


_NEEDED = {"AGORA_DEPLOYMENT": "the path of the deployment file, such as contracts/deployments/31337.json."}


def _deployment(text: str) -> Mapping[str, Any]:
    try:
        told = orjson.loads(Path(text).read_bytes())
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror}). Deploy first, or correct the path.") from error
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error}).") from error
    missing = {"chainId", "genesisHash", "startBlock", "contracts"} - set(told if isinstance(told, dict) else ())
    if missing:
        raise ValueError(f"is not a deployment file, {', '.join(sorted(missing))} is missing.")
    deployment: Mapping[str, Any] = told
    return deployment


def _database_url(text: str) -> str:
    if not text.startswith("sqlite:///") or text == "sqlite:///":
        raise ValueError("only sqlite:///path is known.")
    return text


def _content(text: str) -> str:
    return text if text == "embedded" else _url(text)


def _urls(text: str) -> tuple[str, ...]:
    return tuple(_url(part.strip()) for part in text.split(",") if part.strip())


def _url(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        raise ValueError(f"{text!r} is no http address.")
    return text.rstrip("/")


def _origins(text: str) -> tuple[str, ...]:
    """Only where, not the path: it may hold a key, and the page is told of it in its policy."""
    parts = [urlsplit(url) for url in _urls(text)]
    return tuple(f"{part.scheme}://{part.netloc.rpartition('@')[2]}" for part in parts)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"is no whole number from {low} to {high}.")
        return int(text)

    return read
