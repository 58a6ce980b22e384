"""What a picture is: png, jpeg, webp or gif by its bytes, never by its name. SVG and HTML are never pictures."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final, Literal

from PIL import ExifTags, Image, ImageFile

from indexer.content.errors import BlockTooLarge, PictureRefused

MAX_PICTURE_BYTES: Final = 1024 * 1024
MAX_SIDE: Final = 8192
MAX_PIXELS: Final = 32_000_000
"""Over all frames: what a browser must hold to show the picture."""

MediaType = Literal["image/png", "image/jpeg", "image/webp", "image/gif"]

_PLACE_IN_XMP: Final = b"exif:GPSLatitude"
_FORMATS: Final[dict[MediaType, str]] = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: MediaType
    width: int
    height: int


def sniff(data: bytes) -> MediaType | None:
    """Tells the type by the first bytes alone: enough to label bytes that were accepted before."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return None


def read_picture(data: bytes) -> Picture:
    """Decodes the whole picture, so that a cut-off, oversized or disguised file is refused before it is pinned."""
    if len(data) > MAX_PICTURE_BYTES:
        raise BlockTooLarge(len(data), MAX_PICTURE_BYTES)
    media_type = sniff(data)
    if media_type is None:
        raise PictureRefused("not a png, jpeg, webp or gif picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(data, media_type)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, Warning) as error:
        raise PictureRefused(f"not a whole {media_type} picture: {error}") from error


def _decode(data: bytes, media_type: MediaType) -> Picture:
    with Image.open(io.BytesIO(data), formats=[_FORMATS[media_type]]) as image:
        width, height = image.size
        _check_size(image)
        image.load()
        _check_place(image, data)
        return Picture(media_type, width, height)


def _check_size(image: ImageFile.ImageFile) -> None:
    width, height = image.size
    if max(width, height) > MAX_SIDE:
        raise PictureRefused(f"{width} × {height}: no side may be longer than {MAX_SIDE} pixels")
    # The first frame's size first: counting the frames of a bomb would decode parts of it.
    if width * height > MAX_PIXELS or width * height * getattr(image, "n_frames", 1) > MAX_PIXELS:
        raise PictureRefused(f"{width} × {height}, all frames together more than {MAX_PIXELS} pixels")


def _check_place(image: ImageFile.ImageFile, data: bytes) -> None:
    """A picture for everybody must not tell where its seller lives, neither in Exif nor in XMP."""
    if image.getexif().get_ifd(ExifTags.IFD.GPSInfo) or _PLACE_IN_XMP in data:
        raise PictureRefused("it names the place where it was taken; save it without its location")
