"""Writes the generated docs, or with `--check` says which of them are out of date."""

import sys
from collections.abc import Callable
from pathlib import Path

import typer

from scripts.docs.api import api_page
from scripts.docs.contracts import errors_page, events_page, state_machine_page

DOCS = Path("docs")
PAGES: dict[str, Callable[[], str]] = {
    "events.md": events_page,
    "errors.md": errors_page,
    "state-machine.md": state_machine_page,
    "api.md": api_page,
}


def main(*, check: bool = typer.Option(False, help="Only say what is out of date, and exit 1 if anything is.")) -> None:
    """Writes docs/events.md, errors.md, state-machine.md and api.md."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if path.exists() and path.read_text() == text:
            continue
        stale.append(str(path))
        if not check:
            path.write_text(text)
            print(f"wrote {path}")
    if check and stale:
        print(f"out of date: {', '.join(stale)}. Run: make docs")
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
