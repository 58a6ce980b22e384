"""Importing a module never reads the environment, opens a file or connects."""

import ast

import pytest

from tests.repo.tree import shown, sources

ACTS_AT_IMPORT = {"open", "connect", "read_text", "read_bytes", "getenv", "Client", "create_engine", "run", "Popen"}
PACKAGES = ("indexer/", "api/", "scripts/")
SOURCES = [(path, text) for package in PACKAGES for path, text in sources(".py", under=package)]


@pytest.mark.parametrize(("path", "text"), SOURCES, ids=shown)
def test_importing_does_nothing(path, text):
    acts = [f"{path}:{node.lineno}" for statement in _at_import(ast.parse(text)) for node in _acting(statement)]

    assert not acts, f"read configuration at the entry, not at import: {acts}"


def _at_import(tree):
    """Statements that run on import: the module's and its classes', without function bodies and the main guard."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            yield from _at_import(statement)
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.If):
            yield statement


def _acting(statement):
    for node in ast.walk(statement):
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.Call) and _called(node) in ACTS_AT_IMPORT:
            yield node
        if isinstance(node, ast.Attribute) and node.attr == "environ":
            yield node


def _called(node):
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
