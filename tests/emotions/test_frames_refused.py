"""What is no photo is refused by a sentence that says why."""

import struct
import zlib

import pytest
from django.utils import translation
from PIL import Image

from emotions import errors, frames
from tests.emotions import photos


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has hardly any data: the bomb before it goes off."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))


def ftyp(brand: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + brand + b"\0\0\0\0" + b"".join(others)
    return struct.pack(">I", len(body) + 4) + body + b"\0" * 40


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(errors.EmptyPhotoError) as caught:
        frames.decode(b"")
    assert (caught.value.status, caught.value.code) == (400, "empty_photo")


@pytest.mark.parametrize(
    ("photo", "named"),
    [
        (b"Dear garden, this is a letter and not a photo.\n", "text"),
        ("안녕하세요, 정원님".encode(), "text"),
        (b'{"photo": "aGVsbG8="}', "text"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"8BPS\0\1", "PSD"),
        (b"\xff\x0a\x00\x00", "JPEG XL"),
        (ftyp(b"heic", b"mif1", b"heic"), "HEIC"),
        (ftyp(b"mif1", b"heic"), "HEIC"),
        (ftyp(b"isom", b"mp41"), "video"),
        (ftyp(b"qt  "), "video"),
        (b"RIFF\x24\0\0\0AVI LIST", "video"),
        (b"\0" * 100, "not a photo"),
        (b"\x7fELF\x02\x01\x01\0", "not a photo"),
        (b"MZ\x90\0\x03", "not a photo"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_kind_of_file_is_refused_by_its_name(photo: bytes, named: str) -> None:
    with pytest.raises(errors.UnsupportedPhotoError, match=named) as caught:
        frames.decode(photo)
    assert (caught.value.status, caught.value.code) == (415, "unsupported_photo")


def test_twenty_thousand_by_twenty_thousand_is_refused_by_its_header() -> None:
    with pytest.raises(errors.PhotoTooLargeError, match="16 million") as caught:
        frames.decode(png_header(20_000, 20_000))
    assert (caught.value.status, caught.value.code) == (413, "photo_too_large")


@pytest.mark.parametrize("size", [(4001, 4000), (60_000, 267), (1_000_000, 17)])
def test_sixteen_million_pixels_are_the_most_where_all_have_to_be_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(errors.PhotoTooLargeError):
        frames.decode(png_header(*size))


@pytest.mark.parametrize(
    ("kind", "size", "most"), [("JPEG", (7072, 7072), 50), ("WEBP", (3606, 3606), 13), ("GIF", (4001, 4000), 16)]
)
def test_each_kind_says_how_many_it_takes(kind: str, size: tuple[int, int], most: int) -> None:
    photo = photos.encoded(Image.new("L", size), kind)
    with pytest.raises(errors.PhotoTooLargeError, match=f"more than {most} million"):
        frames.decode(photo)
    with translation.override("ko"), pytest.raises(errors.PhotoTooLargeError, match=f"{most}00만 화소"):
        frames.decode(photo)


def test_a_jpeg_that_cannot_be_reduced_while_it_is_decoded_counts_as_the_others() -> None:
    whole, steps = (photos.encoded(Image.new("RGB", (4001, 4000)), progressive=way) for way in (False, True))
    assert frames.decode(whole).width == 4001
    with pytest.raises(errors.PhotoTooLargeError, match="16 million"):
        frames.decode(steps)
    # The header of its first scan, as if that had one colour of the three.
    at = whole.index(b"\xff\xda") + 2
    first = b"\x00\x08\x01\x01\x00\x00\x3f\x00"
    with pytest.raises(errors.PhotoTooLargeError, match="16 million"):
        frames.decode(whole[:at] + first + whole[at + 12 :])


def test_a_wide_canvas_with_a_tiny_picture_is_refused_too() -> None:
    gif = bytearray(photos.encoded(Image.new("P", (8, 8)), "GIF"))
    gif[6:10] = struct.pack("<HH", 60_000, 60_000)
    with pytest.raises(errors.PhotoTooLargeError):
        frames.decode(bytes(gif))


@pytest.mark.parametrize("part", [0.02, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF"])
def test_half_a_photo_is_refused(kind: str, part: float) -> None:
    photo = photos.encoded(photos.portrait().resize((200, 150)), kind)
    with pytest.raises(errors.UnreadablePhotoError, match=kind) as caught:
        frames.decode(photo[: max(20, int(len(photo) * part))])
    assert (caught.value.status, caught.value.code) == (422, "unreadable_photo")


@pytest.mark.parametrize(
    "start", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0", b"RIFF\0\0\0\0WEBP"]
)
def test_a_true_beginning_with_a_false_rest_is_refused(start: bytes) -> None:
    with pytest.raises(errors.UnreadablePhotoError):
        frames.decode(start + bytes(range(256)) * 8)


def test_what_a_decoder_says_about_the_bytes_goes_no_further() -> None:
    with pytest.raises(errors.UnreadablePhotoError) as caught:
        frames.decode(b"\x89PNG\r\n\x1a\nsecret pixels")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
