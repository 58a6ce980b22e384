"""Writes contracts/abi/*.json: the interface of each contract with the sentences its users read.

python -m scripts.export_abi           # write
python -m scripts.export_abi --check   # fail where they differ from the sources
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "contracts" / "abi"
SOURCES = {
    "Escrow": "contracts/Escrow.sol",
    "FixedPrice": "contracts/markets/FixedPrice.sol",
    "Request": "contracts/markets/Request.sol",
    "Booking": "contracts/markets/Booking.sol",
    "Amendments": "contracts/Amendments.sol",
    "Auction": "contracts/markets/Auction.sol",
    "Crowdfund": "contracts/markets/Crowdfund.sol",
    "Loan": "contracts/markets/Loan.sol",
    "Panel": "contracts/arbitration/Panel.sol",
    "ArbitratorAdapter": "contracts/arbitration/ArbitratorAdapter.sol",
    "Reputation": "contracts/Reputation.sol",
    "Profiles": "contracts/Profiles.sol",
    "TestToken": "contracts/mocks/TestToken.sol",
}
# Whoever calls the first contract may see an error of the others, because it calls them on his behalf.
BUBBLES = {
    "Escrow": ("FixedPrice", "Request", "Booking"),
    "FixedPrice": (),
    "Request": (),
    "Booking": (),
    "Amendments": (),
    "Auction": ("Escrow",),
    "Crowdfund": (),
    "Loan": ("Escrow",),
    "Panel": ("Escrow",),
    "ArbitratorAdapter": ("Escrow",),
    "Reputation": ("Escrow",),
    "Profiles": (),
    "TestToken": (),
}
NOTICES = {"functions": "methods", "errors": "errors", "events": "events"}


class ExportError(Exception):
    """The interfaces cannot be written or checked."""


class CompilerMissing(ExportError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not there: run `make setup`.")


class SourcesDoNotCompile(ExportError):
    def __init__(self, messages: str) -> None:
        super().__init__(f"The contracts do not compile:\n{messages}")


def main(*, check: Annotated[bool, typer.Option(help="Change nothing, fail where a file differs.")] = False) -> None:
    """Writes or checks contracts/abi/*.json."""
    try:
        files = render(compile_contracts())
    except ExportError as error:
        raise SystemExit(str(error)) from error
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text() != text]
    if check and stale:
        names = ", ".join(path.name for path in stale)
        raise SystemExit(f"contracts/abi differs from the sources: {names}. Run `python -m scripts.export_abi`.")
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(files[path])
    sys.stdout.write(f"{len(files)} interfaces, {len(stale)} rewritten\n")


def compile_contracts() -> dict[str, dict[str, Any]]:
    """Each contract's compiler output, with Brownie's own settings."""
    settings = yaml.safe_load((ROOT / "brownie-config.yaml").read_text())["compiler"]
    compiler = ROOT / ".solcx" / f"solc-v{settings['solc']['version']}"
    if not compiler.is_file():
        raise CompilerMissing(compiler)
    request = {
        "language": "Solidity",
        "sources": {path: {"content": (ROOT / path).read_text()} for path in SOURCES.values()},
        "settings": {
            "evmVersion": settings["evm_version"],
            "remappings": settings["solc"]["remappings"],
            "outputSelection": {"*": {"*": ["abi", "userdoc"]}},
        },
    }
    answer = subprocess.run(
        [str(compiler), "--standard-json", "--base-path", str(ROOT)],
        input=json.dumps(request),
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    output = json.loads(answer)
    failures = [found["formattedMessage"] for found in output.get("errors", ()) if found["severity"] == "error"]
    if failures:
        raise SourcesDoNotCompile("\n".join(failures))
    return {name: output["contracts"][path][name] for name, path in SOURCES.items()}


def render(contracts: dict[str, dict[str, Any]]) -> dict[Path, str]:
    """The text of every file."""
    return {
        FOLDER / f"{name}.json": json.dumps(describe(name, contracts=contracts), indent=1) + "\n" for name in contracts
    }


def describe(name: str, *, contracts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A contract's own interface, then the errors that reach its callers from others."""
    own = contracts[name]
    entries = list(own["abi"])
    notices = {kind: _sentences(own["userdoc"].get(key, {})) for kind, key in NOTICES.items()}
    for other in BUBBLES[name]:
        entries += [entry for entry in contracts[other]["abi"] if entry["type"] == "error" and entry not in entries]
        notices["errors"] = _sentences(contracts[other]["userdoc"].get("errors", {})) | notices["errors"]
    return {"contractName": name, "abi": entries, "notices": notices}


def _sentences(docs: dict[str, Any]) -> dict[str, str]:
    """The compiler gives errors as lists, because two of them may share a selector."""
    return {
        signature: (doc[0] if isinstance(doc, list) else doc)["notice"]
        for signature, doc in sorted(docs.items())
        if "notice" in (doc[0] if isinstance(doc, list) else doc)
    }


if __name__ == "__main__":
    typer.run(main)
