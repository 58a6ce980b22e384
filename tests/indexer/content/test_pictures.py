"""A picture is what its bytes say, whole, of a bearable size, and does not tell where it was taken."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from indexer.content.errors import BlockTooLarge, PictureRefused
from indexer.content.picture import MAX_PICTURE_BYTES, read_picture, sniff

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


def drawn(form, size=(40, 30), **options):
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, form, **options)
    return file.getvalue()


def png_chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(width, height):
    """A few kilobytes that claim to be, and unpack to, any number of black pixels."""
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(("form", "media_type"), TYPES.items())
def test_a_picture_is_measured(form, media_type):
    picture = read_picture(drawn(form))

    assert (picture.media_type, picture.width, picture.height) == (media_type, 40, 30)


@pytest.mark.parametrize("form", TYPES)
def test_a_cut_off_picture_is_refused(form):
    data = drawn(form)
    for length in (20, len(data) // 2):
        with pytest.raises(PictureRefused, match="not a whole"):
            read_picture(data[:length])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"BM" + bytes(100),
        b"II*\x00" + bytes(100),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\x00\x00\x00\x1cftypavif",
    ],
)
def test_everything_else_is_refused(data):
    assert sniff(data) is None
    with pytest.raises(PictureRefused, match="not a png, jpeg, webp or gif"):
        read_picture(data)


@pytest.mark.parametrize("magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBP"])
def test_a_page_behind_the_first_bytes_of_a_picture_is_refused(magic):
    with pytest.raises(PictureRefused, match="not a whole"):
        read_picture(magic + b"<!DOCTYPE html><script>alert(1)</script>" * 10)


def test_a_file_above_one_block_is_refused_before_it_is_read():
    with pytest.raises(BlockTooLarge):
        read_picture(b"\x89PNG\r\n\x1a\n" + bytes(MAX_PICTURE_BYTES))


@pytest.mark.parametrize(("width", "height"), [(8193, 8), (8, 8193), (8000, 8000), (100_000, 100_000)])
def test_a_pixel_bomb_is_refused(width, height):
    bomb = png_bomb(width, height if height * width < 10**9 else 1)
    if height * width > 10**9:
        bomb = bomb.replace(struct.pack(">II", width, 1), struct.pack(">II", width, height))

    with pytest.raises(PictureRefused, match=r"pixels|not a whole"):
        read_picture(bomb)


def test_many_frames_of_bearable_size_are_a_bomb_too():
    frames = [Image.new("P", (2000, 2000), color) for color in range(10)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])

    with pytest.raises(PictureRefused, match="all frames together"):
        read_picture(file.getvalue())


def test_a_short_animation_is_a_picture():
    frames = [Image.new("P", (20, 20), color) for color in range(5)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])

    assert read_picture(file.getvalue()).width == 20


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_names_its_place_is_refused(form):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (38.0, 42.0, 0.0)

    with pytest.raises(PictureRefused, match="names the place"):
        read_picture(drawn(form, exif=exif))


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_a_place_in_a_second_format_is_found_too(form):
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="38,42.0N"/></x:xmpmeta>'

    with pytest.raises(PictureRefused, match="names the place"):
        read_picture(drawn(form, xmp=xmp))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_other_remarks_of_a_camera_are_no_reason_to_refuse(form):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A camera"

    assert read_picture(drawn(form, exif=exif)).width == 40


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x10\x00\x00\x00WEBP"]),
    st.binary(max_size=300),
)
def test_any_bytes_are_measured_or_refused(magic, rest):
    with contextlib.suppress(PictureRefused):
        assert read_picture(magic + rest).width > 0
