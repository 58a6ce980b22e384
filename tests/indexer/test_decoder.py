"""Our decoder reads what eth_abi reads, and refuses what eth_abi refuses."""

import re
import struct

import pytest
from eth_abi import decode, encode
from eth_abi.exceptions import DecodingError
from hypothesis import given, settings
from hypothesis import strategies as some

from indexer.chain.decoder import Decoder, compile_events
from indexer.chain.layout import OutOfRange, fields_of
from indexer.config import read_abis
from indexer.errors import AbiMismatch, UndecodableLog
from indexer.events import BY_CONTRACT
from indexer.events.escrow import DealReleased, DealSettled, SettlementProposed
from indexer.events.log import Log
from indexer.model.deal import Party

ABIS = read_abis()
CONTRACTS = {name: f"0x{number:040x}" for number, name in enumerate(BY_CONTRACT, 1)}
DECODER = Decoder({address: name for name, address in CONTRACTS.items()}, abis=ABIS)
EVENTS = [(name, entry) for name in BY_CONTRACT for entry in ABIS[name] if entry["type"] == "event"]
LAYOUTS = {(name, one.name): one for name in BY_CONTRACT for one in compile_events(name, ABIS[name]).values()}
ENUMS = {"enum Party": 3, "enum Outcome": 12}
WORDS = some.binary(min_size=32, max_size=32)
TYPES = ["address", "bool", *(f"bytes{n}" for n in range(1, 33))]
TYPES += [f"{sign}int{bits}" for sign in ("", "u") for bits in range(8, 257, 8)]


def values_for(entry):
    """Any value of an ABI input; enums stay within their members."""
    if entry["type"] == "tuple":
        return some.tuples(*map(values_for, entry["components"]))
    if members := ENUMS.get(entry.get("internalType")):
        return some.integers(0, members - 1)
    if entry["type"] == "address":
        return some.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())
    return plain_values(entry["type"])


def plain_values(abi_type):
    name, size = re.fullmatch(r"([a-z]+)(\d*)", abi_type).groups()
    makers = {
        "bool": some.booleans,
        "uint": lambda: some.integers(0, 2 ** int(size) - 1),
        "int": lambda: some.integers(-(2 ** (int(size) - 1)), 2 ** (int(size) - 1) - 1),
        "bytes": lambda: some.binary(min_size=int(size or 0), max_size=int(size or 100)),
    }
    return makers[name]()


def log_of(contract, entry, values):
    layout = LAYOUTS[contract, entry["name"]]
    types = [field.abi_type for field in fields_of(entry["inputs"])]
    topics, plain = [layout.topic], []
    for field, kind, value in zip(entry["inputs"], types, values, strict=True):
        if field["indexed"]:
            topics.append("0x" + encode([kind], [value]).hex())
        else:
            plain.append((kind, value))
    data = "0x" + encode([kind for kind, _ in plain], [value for _, value in plain]).hex()
    return Log(7, "0x" + "b1" * 32, "0x" + "7a" * 32, 3, CONTRACTS[contract], tuple(topics), data)


def flat(value):
    """Ours and eth_abi's values in one shape: hex text, plain integers, no structs."""
    if isinstance(value, tuple):
        return [leaf for part in value for leaf in flat(part)]
    if isinstance(value, bytes):
        return ["0x" + value.hex()]
    if isinstance(value, str) and type(value) is not str:
        return [list(type(value)).index(value)]
    return [value]


@settings(max_examples=300)
@given(some.data())
def test_every_event_reads_as_eth_abi_reads_it(data):
    contract, entry = data.draw(some.sampled_from(EVENTS))
    values = data.draw(some.tuples(*map(values_for, entry["inputs"])))

    decoded = DECODER.decode(log_of(contract, entry, values))

    assert type(decoded.event).__name__ == decoded.name == entry["name"]
    assert flat(decoded.event) == flat(values)


@settings(max_examples=300)
@given(some.data())
def test_words_that_eth_abi_refuses_are_refused(data):
    """Random words are nearly always dirty: both must agree on which."""
    contract, entry = data.draw(some.sampled_from(EVENTS))
    plain = [field for field in fields_of(entry["inputs"]) if not field.indexed]
    count = sum(len(field.flat()) for field in plain)
    sparse = some.tuples(some.integers(0, 31), some.integers(0, 255)).map(
        lambda at: bytes(at[0]) + bytes([at[1]]) + bytes(31 - at[0])
    )
    body = b"".join(data.draw(some.lists(sparse | WORDS, min_size=count, max_size=count)))
    layout = LAYOUTS[contract, entry["name"]]
    topics = (layout.topic, *["0x" + "00" * 32] * sum(field["indexed"] for field in entry["inputs"]))
    log = Log(7, "0xb1", "0x7a", 3, CONTRACTS[contract], topics, "0x" + body.hex())

    expected = read_by_eth_abi([field.abi_type for field in plain], body)
    found, refusal = read_by_us(log)

    if expected is None:
        assert refusal
    elif refusal:
        assert "is no " in refusal, "only enums are narrower than their words"
    else:
        assert flat(found.event)[-len(expected) :] == expected or not expected


def read_by_eth_abi(types, body):
    try:
        return flat(tuple(decode(types, body)))
    except DecodingError:
        return None


def read_by_us(log):
    try:
        return DECODER.decode(log), ""
    except UndecodableLog as error:
        return None, str(error)


@settings(max_examples=300)
@given(some.data())
def test_a_word_of_any_type_reads_as_eth_abi_reads_it(data):
    abi_type = data.draw(some.sampled_from(TYPES))
    entry = {"name": "value", "type": abi_type}
    word = data.draw(values_for(entry).map(lambda value: encode([abi_type], [value])) | WORDS)
    fixed = fields_of([entry])[0].word

    expected = read_by_eth_abi([abi_type], word)
    is_clean = not int.from_bytes(word, "big") & int.from_bytes(fixed.padding, "big")
    raw = struct.unpack(">" + fixed.format, word)[0]

    if expected is None and is_clean:
        with pytest.raises(OutOfRange, match=f"is no {abi_type}"):
            fixed.convert(raw)
    else:
        assert is_clean == (expected is not None)
        assert not is_clean or [fixed.convert(raw) if fixed.convert else raw] == expected


def test_a_log_that_cannot_be_read_is_named_with_block_transaction_and_index():
    log = Log(7, "0xb1", "0x" + "7a" * 32, 3, CONTRACTS["Escrow"], ("0x" + "99" * 32,), "0x")

    with pytest.raises(UndecodableLog, match=f"log 3 of 0x.* in block 7, transaction 0x{'7a' * 32}") as raised:
        DECODER.decode(log)

    assert "Nothing after block 6 was written" in str(raised.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda log: log._replace(data=log.data + "00"), "65 bytes instead of 64"),
        (lambda log: log._replace(data=log.data[:-2]), "63 bytes instead of 64"),
        (lambda log: log._replace(data="0x" + "zz" * 32), "not hexadecimal"),
        (lambda log: log._replace(topics=log.topics[:1]), "has 2 topics, the log 1"),
        (lambda log: log._replace(topics=()), "no event of this contract"),
        (lambda log: log._replace(data="0x" + "ff" * 32), "larger than its type"),
    ],
)
def test_what_is_wrong_with_a_log_is_said(change, said):
    entry = next(entry for name, entry in EVENTS if entry["name"] == "DealSettled")
    log = log_of("Escrow", entry, (b"\1" * 32, 5_000))
    assert isinstance(DECODER.decode(log).event, DealSettled)

    with pytest.raises(UndecodableLog, match=said):
        DECODER.decode(change(log))


def test_enums_have_names_in_events_and_arguments():
    entry = next(entry for name, entry in EVENTS if entry["name"] == "SettlementProposed")
    decoded = DECODER.decode(log_of("Escrow", entry, (b"\1" * 32, 2, 2_500)))

    assert decoded.event == SettlementProposed("0x" + "01" * 32, Party.SELLER, 2_500)
    assert b'"proposer":"Seller","sellerBps":2500' in decoded.arguments


def test_arguments_are_what_the_api_shows():
    address = "0x" + "ab" * 20
    entry = next(entry for name, entry in EVENTS if entry["name"] == "Credited")
    decoded = DECODER.decode(log_of("Escrow", entry, (address, address, 2**200)))

    checksummed = "0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB"
    assert decoded.arguments.decode() == (f'{{"account":"{checksummed}","token":"{checksummed}","amount":"{2**200}"}}')


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda abi: [e for e in abi if e.get("name") != "DealReleased"], r"\['DealReleased'\] are missing"),
        (lambda abi: [*abi, {"type": "event", "name": "DealLost", "inputs": []}], r"\['DealLost'\] are not known"),
        (lambda abi: [{**e, "inputs": []} if e.get("name") == "DealReleased" else e for e in abi], "DealReleased has"),
    ],
)
def test_an_abi_of_other_contracts_is_refused(change, said):
    with pytest.raises(AbiMismatch, match=f"the ABI of Escrow is not the one .*{said}"):
        compile_events("Escrow", change(ABIS["Escrow"]))


def test_dynamic_arguments_are_left_to_eth_abi():
    abi = [e for e in ABIS["Escrow"] if e.get("name") != "DealReleased"]
    inputs = [
        {"name": "dealId", "type": "string", "indexed": False, "internalType": "string"},
    ]
    layouts = compile_events("Escrow", [*abi, {"type": "event", "name": "DealReleased", "inputs": inputs}])
    layout = next(one for one in layouts.values() if one.name == "DealReleased")

    values = layout.values([layout.topic], "0x" + encode(["string"], ["walnut"]).hex())

    assert layout.event(values) == DealReleased("walnut")
