"""A name says what is inside, and no text names the machine it was written on."""

import re

from tests.repo.tree import ROOT, sources, tracked

SAYS_NOTHING = re.compile(r"(^|[/_.-])(utils?|helpers?|common|misc|manager)([/_.-]|$)", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
REGISTRIES = re.compile(
    r"registry\.(npmjs|yarnpkg)|py" + r"pi\.(org|python)|files\.python" + r"hosted|deb\.debian" + r"\.org"
)
SOURCES = (".py", ".sol", ".ts", ".tsx", ".sh", ".mjs", ".sql")
TOP_LEVEL = {
    *("contracts", "scripts", "indexer", "api", "frontend_stub", "tests", "docs", "requirements"),
    *(".ci", "brownie-config.yaml", "pyproject.toml", "package.json", "package-lock.json", "foundry.toml", "Makefile"),
    *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"),
}


def test_no_file_is_named_after_nothing():
    vague = [str(path) for path in tracked() if SAYS_NOTHING.search(path.as_posix())]

    assert not vague, f"name these after what they hold: {vague}"


def test_nothing_is_marked_as_unfinished():
    marks = [
        f"{path}:{number}: {line.strip()}"
        for path, text in sources(*SOURCES)
        for number, line in enumerate(text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]

    assert not marks, "\n".join(marks)


def test_no_registry_host_is_named():
    found = [str(path) for path in tracked() if path.suffix not in {".png", ".webp"} and _names_a_registry(path)]

    assert not found, f"a clone must use whatever registry its machine is set to: {found}"


def test_no_path_of_this_machine_is_named():
    parent = f"{ROOT.parent.as_posix()}/"
    found = [str(path) for path, text in sources(*SOURCES, ".md", ".toml", ".yaml", ".json") if parent in text]

    assert len(ROOT.parents) < 2 or not found, f"{parent} appears in {found}"


def test_the_root_holds_only_what_was_agreed():
    roots = {path.parts[0] for path in tracked()}
    surprising = {name for name in roots - TOP_LEVEL if not name.startswith(".")}

    assert not surprising, f"put these into a folder: {sorted(surprising)}"


def _names_a_registry(path):
    return REGISTRIES.search((ROOT / path).read_bytes().decode("utf-8", errors="ignore")) is not None
