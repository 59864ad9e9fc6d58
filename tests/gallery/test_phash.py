"""The perceptual hash is the one that everybody knows, without the library that brings scipy."""

import io

import imagehash
from PIL import Image as Pixels
from skimage import data

from gallery import likeness
from tests.gallery.factories import make_jpeg


def test_it_is_the_hash_of_imagehash_to_the_last_bit() -> None:
    made = [Pixels.open(io.BytesIO(make_jpeg(number, size=(320, 200)))) for number in range(100)]
    photos = [Pixels.fromarray(photo) for photo in (data.astronaut(), data.coffee(), data.rocket(), data.camera())]
    plain = [Pixels.new("RGB", (64, 64), colour) for colour in ("black", "white", "teal")]
    for picture in (*made, *photos, *plain):
        assert likeness.phash(picture) == str(imagehash.phash(picture))
