"""A digest on chain and a CID on IPFS are the same thing; every other spelling, codec or hash is another thing."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.content.cid import DAG_PB, RAW, Cid, digest_of, parse_cid, read_digest
from indexer.content.errors import CidRefused
from indexer.model.document import cid_of

HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
DIGESTS = st.binary(min_size=32, max_size=32)


def base(number, alphabet):
    digits = ""
    while number:
        number, digit = divmod(number, len(alphabet))
        digits = alphabet[digit] + digits
    return digits


def test_a_known_cid():
    assert str(Cid.of(b"hello world")) == HELLO
    assert parse_cid(HELLO).digest == "0x" + hashlib.sha256(b"hello world").hexdigest()


@given(DIGESTS)
def test_a_digest_survives_the_way_through_its_cid(digest):
    cid = Cid.raw(digest)

    assert parse_cid(str(cid)) == cid
    assert cid.digest == "0x" + digest.hex()
    assert str(cid) == cid_of(cid.digest)


@given(DIGESTS)
def test_base36_base58_and_base16_name_the_same_cid(digest):
    cid = Cid.raw(digest)
    number = int.from_bytes(bytes(cid), "big")

    assert parse_cid("k" + base(number, "0123456789abcdefghijklmnopqrstuvwxyz")) == cid
    assert parse_cid("z" + base(number, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")) == cid
    assert parse_cid("f" + bytes(cid).hex()) == cid


def test_version_0_is_a_dag_pb_node():
    cid = parse_cid("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG")

    assert cid.codec == DAG_PB
    assert str(cid) == "bafybeie5nqv6kd3qnfjupgvz34woh3oksc3iau6abmyajn7qvtf6d2ho34"


@given(DIGESTS)
def test_another_codec_with_the_same_digest_is_another_cid(digest):
    raw = Cid.raw(digest)
    other = Cid(DAG_PB, raw.digest)

    assert parse_cid(str(other)) != raw
    assert parse_cid(str(other)).digest == raw.digest
    assert raw.codec == RAW


@given(st.text(max_size=140))
def test_any_other_text_is_refused_with_a_sentence(text):
    with pytest.raises(CidRefused, match="is not a CID we can check"):
        parse_cid(text)


@given(st.binary(max_size=60))
def test_whatever_bytes_a_cid_has_it_is_read_back_the_same_or_refused(data):
    try:
        cid = parse_cid("f" + data.hex())
    except CidRefused:
        return
    assert bytes(cid) == data


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (HELLO.upper(), "unknown multibase"),
        (HELLO[:-1], "not base32"),
        (HELLO[:-1] + "f", "canonical"),
        (HELLO + "a" * 80, "longer"),
        (HELLO[:20] + "0" + HELLO[21:], "not base32"),
        (" " + HELLO, "unknown multibase"),
        ("f00551220" + "00" * 32, "version 0"),
        ("f01d5001220" + "00" * 32, "varint"),
        ("f01551320" + "00" * 32, "sha2-256"),
        ("f01551220" + "00" * 31, "sha2-256"),
        ("f01551220" + "00" * 33, "sha2-256"),
        ("f01", "cut off"),
        ("f01ffffffffff", "cut off"),
        ("F01551220" + "00" * 32, "unknown multibase"),
        ("bafkqaaa", "sha2-256"),
    ],
)
def test_a_cid_is_refused(text, why):
    with pytest.raises(CidRefused, match=why):
        parse_cid(text)


@pytest.mark.parametrize(
    "value", ["", "0x", "0x" + "0" * 63, "0x" + "0" * 65, "0" * 64, "0x" + "g" * 64, b"", bytes(31)]
)
def test_a_digest_is_32_bytes(value):
    with pytest.raises(CidRefused, match="64 hexadecimal digits"):
        read_digest(value)


def test_a_digest_may_be_written_in_capitals():
    assert read_digest("0x" + "AB" * 32) == read_digest(bytes.fromhex("ab" * 32))


def test_a_cid_names_only_its_own_bytes():
    assert Cid.of(b"hello").names(b"hello")
    assert not Cid.of(b"hello").names(b"hello ")
    assert Cid.of(b"hello").digest == digest_of(b"hello")
