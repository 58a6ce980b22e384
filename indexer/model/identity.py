"""Names for what is counted or addressed. Hex is lower case with 0x inside the house, checksummed on the way out."""

from functools import lru_cache
from typing import NamedTuple, NewType

from Crypto.Hash import keccak

ChainId = NewType("ChainId", int)
BlockNumber = NewType("BlockNumber", int)
Timestamp = NewType("Timestamp", int)
Seconds = NewType("Seconds", int)
Amount = NewType("Amount", int)
Bps = NewType("Bps", int)
# Several values in the bits of one word.
Packed = NewType("Packed", int)

Address = NewType("Address", str)
Hash = NewType("Hash", str)
DealId = NewType("DealId", str)
ListingId = NewType("ListingId", str)
AuctionId = NewType("AuctionId", str)
PlaceId = NewType("PlaceId", str)
RequestId = NewType("RequestId", str)
TariffId = NewType("TariffId", str)
LoanId = NewType("LoanId", str)
CampaignId = NewType("CampaignId", str)
Digest = NewType("Digest", str)

NOBODY = Address("0x" + "00" * 20)
NOTHING = Digest("0x" + "00" * 32)
NO_MONEY = Amount(0)
WHOLE = 10_000


class BlockRef(NamedTuple):
    number: BlockNumber
    hash: Hash
    parent_hash: Hash
    timestamp: Timestamp


def keccak256(data: bytes) -> bytes:
    return keccak.new(data=data, digest_bits=256).digest()


@lru_cache(maxsize=65_536)
def checksummed(address: str) -> str:
    """EIP-55. Cached, because the same people trade again and again."""
    digits = address[2:]
    nibbles = keccak256(digits.encode()).hex()
    return "0x" + "".join(d.upper() if n > "7" else d for d, n in zip(digits, nibbles, strict=False))
