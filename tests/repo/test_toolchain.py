"""The locks name no place, and the compiler behind `solc` speaks as the native one does."""

import json
import os
import re
import subprocess
from itertools import pairwise

import pytest

from tests.repo.tree import ROOT

SOLC = ROOT / ".solcx" / "solc-v0.8.37"
BOX = "// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\ncontract Box { uint256 public value; }\n"
IMPORTING = BOX.replace("contract", 'import "lid/Lid.sol"; contract')
LID = BOX.replace("Box", "Lid")


def solc(*arguments, folder, stdin=""):
    return subprocess.run([SOLC, *arguments], cwd=folder, input=stdin, capture_output=True, text=True, check=False)


def standard_json(sources, **settings):
    settings = {"outputSelection": {"*": {"*": ["abi"]}}, **settings}
    return json.dumps({"language": "Solidity", "sources": sources, "settings": settings})


def errors(answer):
    return [error["message"] for error in json.loads(answer.stdout).get("errors", []) if error["severity"] == "error"]


@pytest.fixture
def lid(tmp_path):
    """A library outside the project, as node_modules may be."""
    folder = tmp_path / "elsewhere" / "lid"
    folder.mkdir(parents=True)
    (folder / "Lid.sol").write_text(LID)
    return folder


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Box.sol").write_text(BOX)
    return folder


def test_the_locks_of_python_hold_hashes_and_no_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        unhashed = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line) and not line.endswith("\\")]
        assert "--hash=sha256:" in text, lock
        assert not unhashed, f"{lock}: {unhashed}"
        assert "://" not in text, lock


def test_the_lock_of_node_holds_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    unhashed = [path for path, package in packages.items() if path and not _is_hashed(package)]
    addressed = [path for path, package in packages.items() if "resolved" in package]

    assert not unhashed
    assert not addressed


def _is_hashed(package):
    return "integrity" in package or package.get("inBundle", False)


def test_the_runtime_is_free_of_development_tools():
    runtime = (ROOT / "requirements" / "runtime.txt").read_text()
    assert not re.search(r"^(eth-brownie|pytest|hypothesis|mypy|slither-analyzer)==", runtime, re.MULTILINE)


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text().partition("[tool.")[0].splitlines()
    bare = [now for before, now in pairwise(lines) if _is_entry(now) and "# " not in before]
    assert not bare


def _is_entry(line):
    return line.startswith('    "')


def test_solc_says_its_version_without_starting_the_compiler(tmp_path):
    assert "Version: 0.8.37+commit." in solc("--version", folder=tmp_path).stdout


def test_solc_compiles_standard_json(project):
    answer = solc("--standard-json", folder=project, stdin=standard_json({"Box.sol": {"content": BOX}}))
    assert "Box" in json.loads(answer.stdout)["contracts"]["Box.sol"]


def test_solc_reads_sources_given_by_url(project):
    answer = solc("--standard-json", folder=project, stdin=standard_json({"Box.sol": {"urls": ["Box.sol"]}}))
    assert errors(answer) == []


def test_solc_follows_remappings(project, lid):
    source = standard_json({"Box.sol": {"content": IMPORTING}}, remappings=[f"lid/={lid}/"])
    assert errors(solc("--standard-json", folder=project, stdin=source)) == []


def test_solc_reads_include_paths(project, lid):
    source = standard_json({"Box.sol": {"content": IMPORTING}})
    answer = solc("--base-path", ".", "--include-path", lid.parent, "--standard-json", folder=project, stdin=source)
    assert errors(answer) == []


def test_solc_reads_nothing_outside_the_allowed_paths(project, lid):
    source = standard_json({"Box.sol": {"content": IMPORTING.replace("lid/", f"{lid}/")}})

    refused = solc("--standard-json", folder=project, stdin=source)
    allowed = solc("--allow-paths", lid, "--standard-json", folder=project, stdin=source)

    assert "outside of allowed directories" in errors(refused)[0]
    assert errors(allowed) == []


def test_solc_writes_combined_json_for_slither(project):
    answer = json.loads(solc("--combined-json", "abi,ast,bin,srcmap", "--optimize", "Box.sol", folder=project).stdout)

    assert set(answer["contracts"]["Box.sol:Box"]) >= {"abi", "bin", "srcmap"}
    assert answer["sourceList"] == ["Box.sol"]
    assert answer["sources"]["Box.sol"]["AST"]["nodeType"] == "SourceUnit"


def test_solc_fails_on_a_program_that_does_not_compile(project):
    (project / "Box.sol").write_text(BOX.replace("uint256", "uint257"))
    answer = solc("--combined-json", "abi", "Box.sol", folder=project)

    assert answer.returncode == 1
    assert "uint257" in answer.stderr


def test_brownie_runs_on_the_two_chains_we_know_and_no_other():
    environment = {**os.environ, "CHAIN": "mainnet"}
    answer = subprocess.run(
        [ROOT / "scripts" / "brownie.sh", "test"], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "CHAIN is anvil or ganache" in answer.stderr


def test_make_lists_every_command_that_others_may_call():
    listed = subprocess.run(["make", "--silent", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for command in ("setup", "demo", "smoke", "compile", "check", "test", "slither", "bench", "lock", "clean"):
        assert f"make {command} " in listed
