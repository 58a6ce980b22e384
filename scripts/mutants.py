"""Do the forge tests notice? Breaks a copy of the contracts in one place at a time and expects a test to fail.

The faults are tests/contracts/forge/mutants.toml. A mutant that no test kills is a hole in the tests, unless the file
says why no test can see it.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTANTS = ROOT / "tests/contracts/forge/mutants.toml"
COPIED = ("contracts", "tests/contracts/forge")
LINKED = ("node_modules", ".solcx")
FAILURE = re.compile(r"\[FAIL: (?P<reason>.*?)(?:; counterexample.*)?\](?P<rest>.*)")
TEST = re.compile(r"\b(?P<name>(?:test|invariant)_\w+)\(")
TIMEOUT_SECONDS = 600


@dataclass(frozen=True)
class Mutant:
    fault: str
    file: str
    find: str
    replace: str
    survives: str = ""


class MutantStale(Exception):
    def __init__(self, mutant: Mutant, count: int) -> None:
        super().__init__(f"“{mutant.fault}” finds its text {count} times in {mutant.file}, not once: renew it.")


class ForgeFailed(Exception):
    def __init__(self, output: str) -> None:
        super().__init__(f"forge did not run the tests:\n{output[-2000:]}")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    mutants = [mutant for mutant in _load() if options.only.lower() in mutant.fault.lower()]
    with tempfile.TemporaryDirectory(prefix="agora-mutants-") as folder:
        copy = Path(folder)
        _copy_project(copy)
        if reason := _first_failure(copy):
            print(f"The tests fail without a mutant: {reason}")
            return 1
        surprises = sum(_try(copy, mutant) for mutant in mutants)
    print(f"\n{len(mutants)} mutants, {surprises} surprises.")
    return 1 if surprises else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="TEXT", help="only mutants whose sentence contains this")
    return parser.parse_args(arguments)


def _load() -> list[Mutant]:
    mutants = [Mutant(**entry) for entry in tomllib.loads(MUTANTS.read_text())["mutant"]]
    for mutant in mutants:
        if (count := (ROOT / mutant.file).read_text().count(mutant.find)) != 1:
            raise MutantStale(mutant, count)
    return mutants


def _copy_project(copy: Path) -> None:
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name)
    for name in LINKED:
        (copy / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "foundry.toml", copy)


def _try(copy: Path, mutant: Mutant) -> bool:
    """Whether the outcome is a surprise: a mutant lives unexplained, or one that is said to live is killed."""
    path = copy / mutant.file
    original = path.read_text()
    path.write_text(original.replace(mutant.find, mutant.replace))
    started = time.monotonic()
    killer = _first_failure(copy)
    path.write_text(original)

    took = f"{time.monotonic() - started:.0f} s"
    if killer:
        print(f"killed    {mutant.fault}\n          by {killer}, {took}", flush=True)
        return bool(mutant.survives)
    print(f"SURVIVED  {mutant.fault}\n          {mutant.survives or 'no test sees it'}, {took}", flush=True)
    return not mutant.survives


def _first_failure(copy: Path) -> str | None:
    # Counterexamples of an earlier mutant say nothing about this one; smaller ones are not worth the time.
    shutil.rmtree(copy / "build/forge-cache/invariant", ignore_errors=True)
    # The faults are in the source: the pipeline that compiles faster finds the same ones.
    environment = os.environ | {"FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT": "0", "FOUNDRY_VIA_IR": "false"}
    outcome = subprocess.run(
        ["forge", "test", "--fail-fast"],
        cwd=copy,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
    )
    if outcome.returncode == 0:
        return None
    failure = FAILURE.search(outcome.stdout)
    if failure is None:
        raise ForgeFailed(outcome.stdout + outcome.stderr)
    test = TEST.search(outcome.stdout, failure.start())
    return f"{test['name'] if test else 'setUp'} ({failure['reason']})"


if __name__ == "__main__":
    sys.exit(main())
