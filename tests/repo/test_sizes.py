"""Someone should be able to read a file in one sitting and a function at one glance."""

import ast

import pytest

from tests.repo.tree import shown, sources

FILE_LINES = 320
FUNCTION_LINES = 40
LONGER_FILES = {"contracts/Escrow.sol": 500, "contracts/interfaces/IEscrow.sol": 500}


@pytest.mark.parametrize(("path", "text"), list(sources(".py", ".sol", ".ts", ".tsx", ".css", ".sql")), ids=shown)
def test_a_file_stays_small(path, text):
    limit = LONGER_FILES.get(path.as_posix(), FILE_LINES)

    assert len(text.splitlines()) <= limit, f"{path} is longer than {limit} lines: split it by what it decides"


def test_a_python_function_stays_small():
    too_long = [
        f"{path}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, text in sources(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]

    assert not too_long, "\n".join(too_long)
