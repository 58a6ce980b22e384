"""A schema says what a document of each kind is, and a refusal says which field is wrong and why."""

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

from indexer.content.errors import DocumentRefused
from indexer.content.schema import kind_of, schema_of, validate
from indexer.model.document import DocumentKind
from tests.indexer.content.samples import PICTURE, content_of

PICTURE_ENTRY = {"cid": PICTURE, "alt": "", "width": 1, "height": 1}


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_full_document_is_valid(kind):
    document = content_of(kind)

    validate(document, kind)
    assert kind_of(document) is kind


@pytest.mark.parametrize("kind", DocumentKind)
def test_each_schema_is_itself_valid_and_stands_alone(kind):
    schema = schema_of(kind)

    jsonschema_rs.meta.validate(schema)
    assert all(reference.startswith("#/$defs/") for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema)))


@pytest.mark.parametrize("kind", DocumentKind)
def test_patterns_hold_in_browsers_too(kind):
    # What only one of the two engines knows: lookbehind, named groups, inline flags, possessive repetition.
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schema_of(kind)))

    assert patterns
    assert not [pattern for pattern in patterns if re.search(r"\(\?[<P#i]|\*\+|\+\+", pattern)]


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_text_and_list_has_a_limit(kind):
    unbounded = []

    def look(node, place):
        if not isinstance(node, dict):
            return
        if node.get("type") == "array" and "maxItems" not in node:
            unbounded.append(place)
        if node.get("$ref") in ("#/$defs/line", "#/$defs/text") and "maxLength" not in node:
            unbounded.append(place)
        for key, value in node.items():
            look(value, f"{place}/{key}")

    look(schema_of(kind)["properties"], kind)
    assert not unbounded


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_document_of_another_kind_is_refused(kind):
    other = next(one for one in DocumentKind if one is not kind)

    with pytest.raises(DocumentRefused, match=f"schema: must be agora/{kind}"):
        validate(content_of(other), kind)


@pytest.mark.parametrize("kind", DocumentKind)
def test_an_unknown_field_is_refused(kind):
    with pytest.raises(DocumentRefused, match=f"price is not part of agora/{kind} version 1"):
        validate(content_of(kind, price="5"), kind)


def test_an_unknown_kind_is_refused():
    with pytest.raises(DocumentRefused, match="schema: must be one of agora/listing, agora/profile"):
        kind_of({"schema": "agora/coupon"})


@pytest.mark.parametrize(
    ("kind", "field", "value", "fault"),
    [
        ("listing", "version", 2, "version: must be 1"),
        ("listing", "version", True, "version: must be 1"),
        ("listing", "title", "", "title: it must be one line"),
        ("listing", "title", " bowl", "title: it must be one line"),
        ("listing", "title", "bowl\nbowl", "title: it must be one line"),
        ("listing", "title", "x" * 121, "title: must have at most 120 characters"),
        ("listing", "title", 5, "title: must be of the type string"),
        ("listing", "description", "", "description: must have at least 1"),
        ("listing", "description", "x" * 20_001, "description: must have at most 20000"),
        ("listing", "category", "Home", "category: it must be a path of lower-case words"),
        ("listing", "category", "home/", "category: it must be a path"),
        ("listing", "category", "a/b/c/d/e", "category: it must be a path"),
        ("listing", "category", "../etc", "category: it must be a path"),
        ("listing", "kind", "thing", "kind: must be one of physical, digital, service"),
        ("listing", "tags", ["a"] * 2, "tags: must not name the same thing twice"),
        ("listing", "tags", [str(n) for n in range(13)], "tags: must have at most 12 entries"),
        ("listing", "tags", ["x" * 33], "tags\\[0\\]: must have at most 32"),
        ("listing", "pictures", [{"cid": PICTURE}], "pictures\\[0\\].alt: is missing"),
        ("listing", "pictures", [PICTURE_ENTRY | {"width": 0}], "pictures\\[0\\].width: must be at least 1"),
        ("listing", "pictures", [PICTURE_ENTRY | {"height": 9000}], "pictures\\[0\\].height: must be at most 8192"),
        ("listing", "pictures", [PICTURE_ENTRY | {"cid": "https://x"}], "pictures\\[0\\].cid: it must be the CID"),
        ("listing", "pictures", [PICTURE_ENTRY | {"cid": PICTURE.upper()}], "pictures\\[0\\].cid: it must be the CID"),
        ("listing", "attributes", {"a": 1}, "attributes.a: must be of the type string"),
        ("listing", "attributes", {"x" * 41: "1"}, "attributes: each name must be a name of at most 40"),
        ("listing", "attributes", {str(n): "1" for n in range(25)}, "attributes: must have at most 24"),
        ("listing", "shipsTo", ["pt"], "shipsTo\\[0\\]: it must be a country code"),
        ("listing", "returns", "x" * 4001, "returns: must have at most 4000"),
        ("listing", "language", "english", "language: it must be a language tag"),
        ("listing", "cell", "891f1d48897ffff", "cell: it must be an H3 cell no finer than resolution 8"),
        ("listing", "cell", "880000000000000", "cell: is not an H3 cell"),
        ("listing", "createdAt", "2026-11-24", "createdAt: it must be a time in UTC"),
        ("listing", "createdAt", "2026-11-24T12:00:00+01:00", "createdAt: it must be a time in UTC"),
        ("listing", "createdAt", "2026-02-30T12:00:00Z", "createdAt: is not a time of the calendar"),
        ("profile", "name", "x" * 61, "name: must have at most 60"),
        ("profile", "links", ["javascript:alert(1)"], "links\\[0\\]: it must be an https address"),
        ("profile", "links", ['https://a.example/"onload='], "links\\[0\\]: it must be an https address"),
        ("profile", "picture", "bafkqaaa", "picture: it must be the CID"),
        ("review", "text", "x" * 4001, "text: must have at most 4000"),
        (
            "evidence",
            "files",
            [{"cid": PICTURE, "name": "../x", "size": 1}],
            "files\\[0\\].name: it must be a file name",
        ),
        ("place", "kind", "castle", "kind: must be one of whole, room, bed, outdoors"),
        ("place", "guests", 0, "guests: must be at least 1"),
        ("place", "checkIn", "24:00", "checkIn: it must be a time of the day"),
        ("place", "timeZone", "+01:00", "timeZone: it must be a time zone"),
        ("place", "cell", "891f1d48897ffff", "cell: it must be an H3 cell no finer than resolution 8"),
        ("place", "amenities", ["Sea", "Sea"], "amenities: must not name the same thing twice"),
        ("request", "cell", "880000000000000", "cell: is not an H3 cell"),
        ("request", "destination", "880000000000000", "destination: is not an H3 cell"),
        ("request", "destination", "38.7,-9.1", "destination: it must be an H3 cell no finer"),
        ("tariff", "serviceArea", [], "serviceArea: must have at least 1 entries"),
        ("tariff", "serviceArea", ["891f1d48897ffff"], "serviceArea\\[0\\]: it must be an H3 cell no finer"),
        ("tariff", "serviceArea", ["881f1d4889fffff", "880000000000000"], "serviceArea\\[1\\]: is not an H3 cell"),
        ("campaign", "rewards", [{"title": "One"}], "rewards\\[0\\].description: is missing"),
        ("campaign", "pictures", [PICTURE], "pictures\\[0\\]: must be of the type object"),
        ("agreement", "replaces", "0xAB", "replaces: it must be the sha-256 digest"),
        ("agreement", "milestones", [{"title": "", "text": ""}], "milestones\\[0\\].title: it must be one line"),
        ("loan", "description", "", "description: must have at least 1"),
        ("evidence", "files", [{"cid": PICTURE, "name": "x", "size": 2**20 + 1}], "files\\[0\\].size: must be at most"),
        ("evidence", "files", [{"cid": PICTURE, "name": "x", "size": 1.5}], "files\\[0\\].size: must be of the type"),
    ],
)
def test_a_field_is_refused(kind, field, value, fault):
    with pytest.raises(DocumentRefused, match=fault):
        validate(content_of(kind, **{field: value}), DocumentKind(kind))


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_required_field_is_missed(kind):
    for field in schema_of(kind)["required"]:
        document = content_of(kind)
        del document[field]
        with pytest.raises(DocumentRefused, match="schema: must be" if field == "schema" else f"{field}: is missing"):
            validate(document, kind)


def test_all_faults_are_told_at_once_in_a_stable_order():
    with pytest.raises(DocumentRefused) as refused:
        validate(content_of("review", text="", language="?", createdAt="now"), DocumentKind.REVIEW)

    assert [fault.field for fault in refused.value.faults] == ["createdAt", "language", "text"]


def test_a_refusal_does_not_repeat_a_long_document():
    with pytest.raises(DocumentRefused) as refused:
        validate(content_of("listing", **{"x" * 50_000: 1}), DocumentKind.LISTING)

    assert len(str(refused.value)) < 200


def test_the_schema_files_are_those_of_the_kinds():
    folder = Path(__file__).parents[3] / "indexer/content/schemas"

    assert {path.name for path in folder.iterdir()} == {f"{kind}.v1.json" for kind in DocumentKind}
