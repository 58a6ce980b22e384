"""Canonical JSON (RFC 8785), strict: two parsers never see two documents in the same bytes, and one document has one CID."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

import rfc8785

from indexer.content.errors import DocumentRefused, Fault

MAX_DOCUMENT_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 8

Json = dict[str, Any]

_MAX_INTEGER: Final = 2**53 - 1
# An unfinished string runs to the end, or many quotes would each be tried to the end.
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
# Control, format, private and non-characters hide or reorder what a person reads. Joiners (200C, 200D) stay: scripts
# and emoji need them. A fixed list rather than unicodedata, so that every version of Python takes the same documents.
_HIDDEN: Final = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\uffff\U000e0000-\U0010ffff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def encode(value: object) -> bytes:
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise DocumentRefused(Fault("", str(error))) from error


def parse_canonical(data: bytes) -> Json:
    """Reads bytes that are on chain by their digest: anything but the canonical spelling is refused."""
    document = parse_strict(data)
    if encode(document) != data:
        raise DocumentRefused(Fault("", "not canonical JSON (RFC 8785)"))
    return document


def parse_strict(data: bytes) -> Json:
    """Reads what somebody wrote: spaces and key order are free, nothing else is."""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentRefused(Fault("", f"{len(data)} bytes are more than {MAX_DOCUMENT_BYTES}"))
    _check_depth(data)
    try:
        document = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_float,
            parse_int=_integer,
        )
    except UnicodeDecodeError as error:
        raise DocumentRefused(Fault("", f"not UTF-8 at byte {error.start}")) from error
    except json.JSONDecodeError as error:
        raise DocumentRefused(Fault("", f"not JSON: {error}{_looks_like_a_page(data)}")) from error
    if not isinstance(document, dict):
        raise DocumentRefused(Fault("", "not a JSON object"))
    check_texts(document)
    return document


def check_texts(document: Json) -> None:
    """Refuses characters that a person cannot see, in values and in keys."""
    faults = tuple(_hidden_in(document, ""))
    if faults:
        raise DocumentRefused(*faults)


def _hidden_in(value: object, field: str) -> list[Fault]:
    if isinstance(value, str):
        return _hidden_in_text(value, field)
    if isinstance(value, list):
        return [fault for index, item in enumerate(value) for fault in _hidden_in(item, f"{field}[{index}]")]
    if isinstance(value, dict):
        faults = []
        for key, item in value.items():
            faults += _hidden_in_text(key, field) or _hidden_in(item, f"{field}.{key}" if field else key)
        return faults
    return []


def _hidden_in_text(text: str, field: str) -> list[Fault]:
    if lone := _SURROGATE.search(text):
        return [Fault(field, f"half a character (U+{ord(lone[0]):04X})")]
    if hidden := _HIDDEN.search(text):
        return [Fault(field, f"the control or format character U+{ord(hidden[0]):04X} is not allowed")]
    return []


def _check_depth(data: bytes) -> None:
    """Counts brackets outside strings before any parser recurses into them."""
    depth = 0
    for bracket in re.findall(rb"[\[\]{}]", _STRING.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise DocumentRefused(Fault("", f"nested deeper than {MAX_DEPTH}"))


def _object(pairs: list[tuple[str, Any]]) -> Json:
    document = dict(pairs)
    if len(document) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DocumentRefused(Fault(twice, "the key appears twice"))
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise DocumentRefused(Fault("", f"{name} is not JSON"))


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise DocumentRefused(Fault("", f"{text[:40]} is too large for a number"))
    return value


def _integer(text: str) -> int:
    # The length first: turning thousands of digits into a number is slow, and Python refuses it.
    if len(text) > len("-9007199254740991") or abs(int(text)) > _MAX_INTEGER:
        raise DocumentRefused(Fault("", f"{text[:40]} is not an exact number everywhere; write amounts as text"))
    return int(text)


def _looks_like_a_page(data: bytes) -> str:
    start = data[:512].lstrip().lower()
    return " (this is a web page)" if start.startswith((b"<!doctype", b"<html", b"<head", b"<body")) else ""
