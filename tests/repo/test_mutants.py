"""A fault that no longer finds its place in the contracts says nothing about the tests."""

import tomllib

import pytest

from tests.repo.tree import ROOT

MUTANTS = tomllib.loads((ROOT / "tests/contracts/forge/mutants.toml").read_text())["mutant"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant["fault"])
def test_a_fault_finds_its_place_exactly_once(mutant):
    assert (ROOT / mutant["file"]).read_text().count(mutant["find"]) == 1


def test_every_fault_has_a_name_of_its_own():
    names = [mutant["fault"] for mutant in MUTANTS]

    assert len(names) == len(set(names))
