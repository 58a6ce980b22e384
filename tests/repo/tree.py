"""The tracked files of the project, for the laws that count and read them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Paths relative to the root, also of files that are new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(Path(name) for name in listed if (ROOT / name).is_file())


def sources(*suffixes: str, under: str = "") -> Iterator[tuple[Path, str]]:
    """Path and text of every tracked file with one of the suffixes below a folder."""
    for path in tracked():
        if path.suffix in suffixes and path.as_posix().startswith(under):
            yield path, (ROOT / path).read_text()


def shown(value: object) -> str:
    """A test is named after its file, not after the text inside."""
    return value.as_posix() if isinstance(value, Path) else ""
