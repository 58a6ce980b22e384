"""Two parsers never see two documents in the same bytes, and one document has one spelling."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.content.canonical import MAX_DEPTH, MAX_DOCUMENT_BYTES, encode, parse_canonical, parse_strict
from indexer.content.errors import DocumentRefused

VISIBLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from("äß語🙂\n"), max_size=20)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | VISIBLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(VISIBLE, inner, max_size=4),
    max_leaves=8,
)
OBJECTS = st.dictionaries(VISIBLE, VALUES, max_size=6)


def depth(value):
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(OBJECTS.filter(lambda document: depth(document) <= MAX_DEPTH))
def test_what_is_encoded_is_read_back_the_same(document):
    assert parse_canonical(encode(document)) == document


@given(OBJECTS.filter(lambda document: depth(document) <= MAX_DEPTH))
def test_key_order_and_spaces_do_not_change_the_bytes(document):
    loose = json.dumps(dict(reversed(document.items())), indent=3).encode()

    assert encode(parse_strict(loose)) == encode(document)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_never_anything_else(data):
    try:
        document = parse_canonical(data)
    except DocumentRefused:
        return
    assert encode(document) == data


def test_keys_are_ordered_by_utf16():
    # U+20AC is below U+1F600 by code point, and above its first half in UTF-16.
    assert encode({"\ufb33": 1, "\U0001f600": 2, "€": 3}) == '{"€":3,"😀":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (b'{"a":NaN}', "", "NaN is not JSON"),
        (b'{"a":Infinity}', "", "Infinity is not JSON"),
        (b'{"a":-Infinity}', "", "-Infinity is not JSON"),
        (b'{"a":1e999}', "", "too large"),
        (b'{"a":-1e999}', "", "too large"),
        (b'{"a":9007199254740992}', "", "write amounts as text"),
        (b'{"a":' + b"9" * 60_000 + b"}", "", "write amounts as text"),
        (b'{"price":"1","price":"2"}', "price", "twice"),
        (b'{"a":{"b":1,"\\u0062":2}}', "b", "twice"),
        (b'{"a":"\\ud800"}', "a", "half a character"),
        (b'{"\\udc00":1}', "", "half a character"),
        (b'{"a":["x","\\u202e"]}', "a[1]", "U\\+202E"),
        (b'{"a":{"b":"\\u0000"}}', "a.b", "U\\+0000"),
        (b'{"a":"tab\\t"}', "a", "U\\+0009"),
        ('{"a":"\u2066"}'.encode(), "a", "U\\+2066"),
        ('{"a":"\u200b"}'.encode(), "a", "U\\+200B"),
        ('{"a":"\ufeff"}'.encode(), "a", "U\\+FEFF"),
        ('{"a":"\U000e0041"}'.encode(), "a", "U\\+E0041"),
        (b"\xef\xbb\xbf{}", "", "not JSON"),
        (b'{"a":"\xff"}', "", "not UTF-8 at byte 6"),
        (b'{"a":"\xed\xa0\x80"}', "", "not UTF-8"),
        (b"", "", "not JSON"),
        (b"[]", "", "not a JSON object"),
        (b"null", "", "not a JSON object"),
        (b"{}x", "", "not JSON"),
        (b"<!DOCTYPE html><title>Just a moment", "", "web page"),
        (b"{" + b'"a":{' * MAX_DEPTH, "", "nested deeper"),
        (b"[" * 60_000, "", "nested deeper"),
        (b'{"a":' * 10_000, "", "nested deeper"),
        (b'{"a":"' + b'\\"' * 30_000, "", "not JSON"),
        (b"{" + b" " * MAX_DOCUMENT_BYTES, "", "more than 65536"),
    ],
)
def test_a_document_is_refused(data, field, message):
    with pytest.raises(DocumentRefused, match=message) as refused:
        parse_strict(data)
    assert refused.value.faults[0].field == field


@pytest.mark.parametrize(
    "data", [b'{ "a":1}', b'{"b":1,"a":2}', b'{"a":1.0}', b'{"a":-0}', b'{"a":"\\u0041"}', b'{"a":1}\n', b'{"a":1e2}']
)
def test_only_one_spelling_is_canonical(data):
    parse_strict(data)
    with pytest.raises(DocumentRefused, match="not canonical"):
        parse_canonical(data)


def test_brackets_in_strings_are_not_depth():
    assert parse_strict(b'{"a":"[[[[[[[[[[[[[[[[\\"[[[[[[[["}')


def test_joiners_and_lines_may_be_written():
    family = "👩‍👩‍👧"

    assert parse_strict(encode({"a": f"{family}\nمی‌خواهم"}))["a"].startswith(family)


def test_what_cannot_be_json_cannot_be_encoded():
    for value in (float("nan"), float("inf"), 2**53, "\ud800", {1: 2}, {"\ud800": 1}, b"bytes"):
        with pytest.raises(DocumentRefused):
            encode({"a": value})
