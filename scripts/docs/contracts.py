"""Pages made from the contracts' ABI, their NatSpec and the table of acts."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ABI = Path("contracts/abi")
ACTS = Path("contracts/acts.json")
CONTRACTS = ("Escrow", "FixedPrice", "Booking", "Request", "Amendments", "Loan", "Reputation", "Profiles")

DIAGRAM = """\
```
 None ──open──▶ Funded ──fulfil──▶ Fulfilled ──release · handOver · finalize──▶ Completed ──returnDeposit──▶ Closed
                  │  ▲    begin       │   │                                        │ claimDeposit
                  │  │    the clock   │   └──dispute──▶ Disputed ◀─────────────────┘
                  │  └──sendBack──────┘                   │
                  │ refund · cancel · reclaim             │ concede · execute · refund
                  │ chargeNoShow · release                │
                  └──────────────▶ Closed ◀───────────────┘
```
"""


def events_page() -> str:
    lines = [
        "# Events\n",
        "Everything the index knows comes from these. Generated from the contracts by `make docs`.\n",
    ]
    for contract in CONTRACTS:
        lines += [f"## {contract}\n", "| event | fields | when |", "|---|---|---|"]
        lines += [
            f"| `{entry['name']}` | {_fields(entry['inputs'])} | {notice} |"
            for entry, notice in _entries(contract, "event")
        ]
        lines.append("")
    return "\n".join(lines)


def errors_page() -> str:
    lines = [
        "# Errors\n",
        "The sentence is what a user sees; the values say what was wrong. Generated from the contracts by `make docs`.\n",
    ]
    for contract in CONTRACTS:
        lines += [f"## {contract}\n", "| error | values | what the user reads |", "|---|---|---|"]
        lines += [
            f"| `{entry['name']}` | {_fields(entry['inputs'])} | {notice} |"
            for entry, notice in _entries(contract, "error")
        ]
        lines.append("")
    return "\n".join(lines)


def state_machine_page() -> str:
    table = json.loads(ACTS.read_text())
    lines = [
        "# The state machine of a deal\n",
        "Who may do what, in which status, from when, until when. Generated from `contracts/acts.json` by `make docs`.\n",
        DIAGRAM,
        "A completed deal without a deposit to watch over closes at once.",
        "One that ends by the clock reads Funded until the next act; its rows say what counts once the clock has passed.",
        "Both parties can settle in every open status. A time that is named *until* is included; *from* is after it.\n",
        "| act | by | status | claim | needs | from | until |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_act_row(row) for row in table["acts"]]
    for title in ("moments", "people", "needs"):
        lines += ["", f"## {title.title()}\n", "| name | is |", "|---|---|"]
        lines += [f"| `{name}` | {meaning} |" for name, meaning in table[title].items()]
    return "\n".join([*lines, ""])


def _act_row(row: Mapping[str, Any]) -> str:
    cells = (
        f"`{row['act']}`",
        ", ".join(row["by"]),
        ", ".join(row["status"]),
        ", ".join(row.get("claim", [])),
        ", ".join(row.get("needs", [])),
        row.get("from", ""),
        row.get("until", ""),
    )
    return f"| {' | '.join(cells)} |"


def _entries(contract: str, kind: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    artifact = json.loads((ABI / f"{contract}.json").read_text())
    notices = artifact["notices"][f"{kind}s"]
    for entry in artifact["abi"]:
        if entry["type"] == kind:
            yield entry, notices.get(_signature(entry), "").replace("|", "\\|")


def _signature(entry: Mapping[str, Any]) -> str:
    return f"{entry['name']}({','.join(_canonical(field) for field in entry['inputs'])})"


def _canonical(field: Mapping[str, Any]) -> str:
    if not field["type"].startswith("tuple"):
        return str(field["type"])
    inner = ",".join(_canonical(part) for part in field["components"])
    return f"({inner}){field['type'].removeprefix('tuple')}"


def _fields(inputs: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"`{field['name']}`" for field in inputs)
