"""Contracts import interfaces and libraries, never mocks; libraries import only interfaces."""

import re

import pytest

from tests.repo.tree import shown, sources

IMPORT = re.compile(r'^import .*?"([^"]+)";', re.MULTILINE | re.DOTALL)
MONEY_PATH = [
    (path, text)
    for path, text in sources(".sol", under="contracts/")
    if path.parts[1] not in {"mocks", "interfaces", "libraries"}
]


@pytest.mark.parametrize(("path", "text"), MONEY_PATH, ids=shown)
def test_a_contract_imports_interfaces_and_libraries_only(path, text):
    allowed = r"(^solady/|interfaces/|libraries/|/(Credits|LoanBook)\.sol$)"
    foreign = [name for name in IMPORT.findall(text) if not re.search(allowed, name)]

    assert not foreign, f"{path} imports {foreign}"


@pytest.mark.parametrize(("path", "text"), list(sources(".sol", under="contracts/libraries/")), ids=shown)
def test_a_library_imports_interfaces_only(path, text):
    foreign = [name for name in IMPORT.findall(text) if not re.search(r"(^solady/|interfaces/|^\./)", name)]

    assert not foreign, f"{path} imports {foreign}"


@pytest.mark.parametrize(("path", "text"), MONEY_PATH, ids=shown)
def test_documentation_lives_in_the_interface(path, text):
    undocumented = re.findall(
        r"(?<!/// @inheritdoc I)(?<!\n)\n    function \w+\([^)]*\)[^{;]*\b(?:external|public)\b", text
    )
    bare = [match for match in undocumented if not _inherits(text, match)]

    assert not bare, f"{path}: add @inheritdoc and document these in the interface: {bare}"


def _inherits(text, declaration):
    before = text[: text.index(declaration)].rstrip().splitlines()[-1]
    return before.strip().startswith("///")
