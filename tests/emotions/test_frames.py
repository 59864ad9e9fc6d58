"""Photos of every usual kind become the same upright pixels."""

import io

import numpy as np
import pytest
from PIL import Image

from emotions import frames
from tests.emotions import photos

ORIENTATION = 0x0112
# What a camera must have done to the upright picture for the tag to be needed: the inverse of what the tag asks for.
CAMERA = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def small() -> Image.Image:
    return photos.portrait().resize((120, 80))


def near(picture: frames.Picture, image: Image.Image, *, off: float) -> bool:
    return bool(np.abs(picture.pixels.astype(int) - np.asarray(image.convert("RGB"), dtype=int)).mean() < off)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF"])
def test_it_opens_every_usual_format(kind: str) -> None:
    picture = frames.decode(photos.encoded(small(), kind))
    assert (picture.width, picture.height, picture.pixels.shape) == (120, 80, (80, 120, 3))
    assert picture.pixels.dtype == np.uint8
    assert near(picture, small(), off=8)


@pytest.mark.parametrize("orientation", CAMERA)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_it_turns_the_photo_upright(kind: str, orientation: int) -> None:
    turn = CAMERA[orientation]
    taken = small() if turn is None else small().transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = frames.decode(photos.encoded(taken, kind, exif=exif.tobytes() if kind != "TIFF" else exif))
    assert (picture.width, picture.height) == (120, 80)
    assert near(picture, small(), off=12)
    assert not near(picture, small().transpose(Image.Transpose.ROTATE_180), off=40)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA"])
def test_it_reads_every_pixel_format(mode: str) -> None:
    image = small().quantize(128) if mode == "P" else small().convert(mode)
    picture = frames.decode(photos.encoded(image, "TIFF" if mode == "CMYK" else "PNG"))
    assert near(picture, image.convert("RGB"), off=2)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_become_eight(kind: str) -> None:
    grey = small().convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    assert near(frames.decode(photos.encoded(deep, kind)), grey, off=2)


def test_grey_as_fractions_becomes_eight_bits() -> None:
    grey = small().convert("L")
    fractions = Image.fromarray(np.asarray(grey).astype(np.float32) / 255)
    assert near(frames.decode(photos.encoded(fractions, "TIFF")), grey, off=2)


def test_black_and_white_alone_is_a_photo_too() -> None:
    image = small().convert("1")
    assert near(frames.decode(photos.encoded(image, "PNG")), image, off=1)


def test_a_camera_that_sends_cmyk_jpeg_is_understood() -> None:
    assert near(frames.decode(photos.encoded(small().convert("CMYK"))), small(), off=12)


def test_what_is_see_through_lies_on_white() -> None:
    image = small().convert("RGBA")
    image.putalpha(0)
    assert frames.decode(photos.encoded(image, "PNG")).pixels.min() == 255


def test_a_palette_with_a_hole_lies_on_white() -> None:
    image = Image.new("P", (10, 10), 3)
    assert frames.decode(photos.encoded(image, "GIF", transparency=3)).pixels.min() == 255


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_it_takes_the_first_picture(kind: str) -> None:
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    picture = frames.decode(photos.encoded(first, kind, save_all=True, append_images=[second]))
    assert picture.pixels[15, 20].tolist() == pytest.approx([255, 0, 0], abs=8)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_photo_is_reduced_and_remembers_its_size(kind: str) -> None:
    image = Image.new("RGB", (4000, 3000), "teal")
    picture = frames.decode(photos.encoded(image, kind))
    assert (picture.width, picture.height) == (4000, 3000)
    assert 1280 <= max(picture.pixels.shape) < 2560
    assert picture.scale == pytest.approx(4000 / picture.pixels.shape[1])


def test_the_name_of_a_picture_does_not_show_its_pixels() -> None:
    assert repr(frames.decode(photos.encoded(small()))) == "<Picture 120×80>"


def test_a_broken_exif_block_does_not_matter() -> None:
    photo = photos.encoded(small(), exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert frames.decode(photo).width == 120


def test_bytes_after_the_end_do_not_matter() -> None:
    photo = io.BytesIO(photos.encoded(small())).getvalue() + b"PK\x03\x04 a zip behind a photo"
    assert near(frames.decode(photo), small(), off=8)
