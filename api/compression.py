"""Smaller answers for those who take them: zstd before gzip, and nothing for what does not shrink."""

import gzip

import zstandard

MIN_BYTES = 1_400
_GZIP_LEVEL = 4
_ZSTD_LEVEL = 3


def negotiate(accepted: str, size: int) -> str | None:
    """The encoding to use: what the client takes, when the body is longer than a packet."""
    if size < MIN_BYTES or not accepted:
        return None
    offered = dict(_weights(accepted))
    for encoding in ("zstd", "gzip"):
        if offered.get(encoding, offered.get("*", 0.0)) > 0:
            return encoding
    return None


def compress(body: bytes, encoding: str) -> bytes:
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


def _weights(accepted: str) -> list[tuple[str, float]]:
    weights = []
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        quality = parameters.partition("q=")[2].strip()
        try:
            weights.append((name.strip(), float(quality) if quality else 1.0))
        except ValueError:
            continue
    return weights
