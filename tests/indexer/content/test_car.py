"""A CAR file of one block, byte for byte as the specification writes it."""

from indexer.content.car import car_of
from indexer.content.cid import Cid

HELLO = b"hello world"
CID_HEX = "01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"


def test_a_small_block_byte_for_byte():
    header = "a265" + b"roots".hex() + "81d82a582500" + CID_HEX + "67" + b"version".hex() + "01"

    assert car_of(Cid.of(HELLO), HELLO).hex() == "3a" + header + "2f" + CID_HEX + HELLO.hex()


def test_the_length_of_a_large_block_takes_several_bytes():
    block = bytes(1024 * 1024)
    car = car_of(Cid.of(block), block)
    body = car[1 + 0x3A :]

    # 36 + 2^20 = 0b1000000_0000000_0100100
    assert body[:3] == bytes([0b10100100, 0b10000000, 0b01000000])
    assert body[3:39] == bytes(Cid.of(block))
    assert body[39:] == block
