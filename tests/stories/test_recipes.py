"""Every recipe runs, on a chain of its own, and tells what docs/recipes.md says it tells."""

import os
import re
import subprocess

import pytest

from scripts.marketplace import ROOT

RECIPES = sorted(path.stem for path in (ROOT / "scripts/recipes").glob("*.py") if path.stem != "start")
PAGE = (ROOT / "docs/recipes.md").read_text()
SECTION = re.compile(r"```\nmake recipe NAME=(\w+)\n```\n\n((?:> .*\n)+)")
PATIENCE = 560


def test_every_recipe_is_on_the_page():
    assert sorted(name for name, _ in SECTION.findall(PAGE)) == RECIPES


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE + 20)
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_tells_what_the_page_says(name):
    written = dict(SECTION.findall(PAGE))[name]
    command = ["make", "--silent", "recipe", f"NAME={name}"]

    played = subprocess.run(
        command, cwd=ROOT, env=os.environ, check=False, timeout=PATIENCE, capture_output=True, text=True
    )

    assert played.returncode == 0, played.stdout + played.stderr
    assert told(played.stdout) == [line.removeprefix("> ") for line in written.splitlines()]


def told(output: str) -> list[str]:
    """What stands between Brownie's first and last words, without what is set in."""
    between = re.split(r"^(?:Running .*|Terminating .*)$", output, flags=re.MULTILINE)[1]
    return [line for line in between.splitlines() if line and not line.startswith(" ")]
