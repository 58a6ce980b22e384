"""One vocabulary: an event, its handler, its terms and its columns carry the words of docs/glossary.md."""

import json
import re

from indexer.events import BY_CONTRACT
from tests.repo.tree import ROOT, sources

GLOSSARY = (ROOT / "docs/glossary.md").read_text()


def rows(heading):
    section = GLOSSARY.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def abi(kind):
    for contract in BY_CONTRACT:
        for entry in json.loads((ROOT / f"contracts/abi/{contract}.json").read_text())["abi"]:
            if entry["type"] == kind:
                yield entry


def test_every_event_has_a_row_and_every_row_an_event():
    named = {row[1] for row in rows("Acts, events and handlers")}
    emitted = {entry["name"] for entry in abi("event")} - {"Credited", "EIP712DomainChanged"}

    assert named == emitted


def test_every_act_of_the_table_is_an_act_of_a_contract():
    acts = {entry["name"] for entry in abi("function")} | {"authorize"}

    assert {row[0] for row in rows("Acts, events and handlers")} <= acts


def test_every_event_has_its_handler():
    handlers = "\n".join(text for _, text in sources(".py", under="indexer/handlers/"))
    missing = [row[2] for row in rows("Acts, events and handlers") if f"def {row[2]}(" not in handlers]

    assert not missing


def test_every_term_is_a_field_of_the_deal_and_a_column():
    fields = {part["name"] for entry in abi("event") if entry["name"] == "DealOpened" for part in _deal(entry)}
    schema = (ROOT / "indexer/store/migrations/0001_initial.sql").read_text()
    deal = re.search(r"create table deal \((.*?)\n\);", schema, re.DOTALL)[1]

    for _, solidity, column, json_name, _ in rows("Terms of a deal"):
        assert solidity == json_name
        assert solidity in fields
        assert re.search(rf"^    {column} ", deal, re.MULTILINE), column


def test_every_event_of_a_timeline_is_told_by_the_page():
    page = "\n".join(text for _, text in sources(".ts", ".tsx", under="frontend_stub/src/"))
    # A profile has no timeline: the latest one counts.
    told = [row[1] for row in rows("Acts, events and handlers") if row[1] != "ProfileUpdated"]
    missing = [event for event in told if event not in page]

    assert not missing


def _deal(entry):
    return next(field for field in entry["inputs"] if field["name"] == "deal")["components"]
