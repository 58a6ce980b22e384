"""Docs are true: links lead somewhere, commands exist, generated pages are fresh, sentences can be read aloud."""

import re
import subprocess
import sys

import pytest

from tests.repo.tree import ROOT, shown, sources

GENERATED = {"docs/events.md", "docs/errors.md", "docs/state-machine.md", "docs/api.md"}
PAGES = list(sources(".md"))
WRITTEN = [(path, text) for path, text in PAGES if path.as_posix() not in GENERATED]
MAX_WORDS = 25


def prose(text):
    without_code = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for line in without_code.splitlines():
        if line.strip() and not line.startswith(("|", "#", "    ")):
            yield re.sub(r"`[^`]*`|\]\([^)]*\)", "x", line)


@pytest.mark.parametrize(("path", "text"), PAGES, ids=shown)
def test_links_lead_somewhere(path, text):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    broken = [target for target in local if not (ROOT / path.parent / target).exists()]

    assert not broken


@pytest.mark.parametrize(("path", "text"), WRITTEN, ids=shown)
def test_a_sentence_has_at_most_25_words(path, text):
    sentences = [sentence for line in prose(text) for sentence in re.split(r"(?<=[.:;!?])\s", line)]
    long = [sentence for sentence in sentences if len(sentence.split()) > MAX_WORDS]

    assert not long


def test_every_make_target_named_in_the_docs_exists():
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for _, text in PAGES for line in re.findall(r"\bmake ([a-z -]+)", text) for name in line.split()[:1]}

    assert named <= targets, f"not in the Makefile: {sorted(named - targets)}"


def test_ci_runs_the_test_command_of_the_readme():
    command = re.search(r"^(make test)\b", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert command
    assert command[1] in (ROOT / ".ci/run").read_text()


def test_every_path_named_in_the_docs_exists():
    pattern = r"`((?:contracts|scripts|indexer|api|frontend_stub|tests|docs)/[\w./-]+)`"
    named = {name for _, text in WRITTEN for name in re.findall(pattern, text) if "<" not in name}
    missing = [name for name in named if not any((ROOT / f"{name}{suffix}").exists() for suffix in ("", ".py"))]

    assert not [name for name in missing if name != "frontend_stub/dist"]


def test_generated_pages_are_fresh():
    outcome = subprocess.run(
        [sys.executable, "-m", "scripts.docs", "--check"], check=False, cwd=ROOT, capture_output=True, text=True
    )

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
