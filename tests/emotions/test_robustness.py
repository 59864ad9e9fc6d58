"""The astronaut in bad light, out of line, small and turned is found and happy; 200 made pictures of nobody are not."""

import io
import itertools
from typing import Any

import numpy as np
import pytest
from PIL import Image

from emotions import errors, readings
from emotions.engines import base, fer
from emotions.models import EmotionReading
from gallery.models import Emotion
from generation import engines
from generation.engines.base import RenderRequest
from tests.emotions import photos
from tests.emotions.test_frames import CAMERA, ORIENTATION

READER = fer.FerReader()
# All together 576; every seventh is taken, so that each value meets every other one.
LOOKS = list(
    itertools.product(
        (64, 90, 160, 330), (-15.0, 0.0, 15.0), (1.0, 0.5, 0.25, 0.125), (1.0, 0.3), (False, True),
        ((640, 330), (200, 200), (1100, 560)),
    )
)  # fmt: skip


def read(image: Image.Image) -> list[base.Face]:
    return READER.read(photos.picture(image))


def test_a_face_is_found_once_and_happy_however_it_comes() -> None:
    wrong = []
    for width, tilt, light, shade, mirrored, at in LOOKS[::7]:
        look: dict[str, Any] = {"tilt": tilt, "light": light, "shade": shade, "mirrored": mirrored, "at": at}
        faces = read(photos.webcam(width, **look))
        if [face.emotion for face in faces] != ["happy"]:
            wrong.append((width, look, faces))
    assert len(LOOKS) == 576
    assert not wrong


def painted(emotion: str, seed: int) -> Image.Image:
    asked = RenderRequest("", "", emotion, "", 480, 300, seed, 1, 7.5, "")
    (image,) = engines.renderer().render([asked], lambda _done, _total: None)
    return image


def plain(seed: int) -> Image.Image:
    """One colour, or two that run into each other."""
    one, other = np.random.default_rng(seed).integers(0, 256, (2, 3))
    down = np.linspace(0, 1, 240)[:, None, None] * (seed % 2)
    return Image.fromarray(np.broadcast_to(one * (1 - down) + other * down, (240, 320, 3)).astype(np.uint8))


def things(seed: int) -> Image.Image:
    """A part of a photograph of a thing."""
    made = photos.objects()
    image = made[sorted(made)[seed % len(made)]]
    random = np.random.default_rng(seed)
    side = int(min(image.size) * random.uniform(0.5, 1))
    left, top = (int(random.integers(0, length - side + 1)) for length in image.size)
    return image.crop((left, top, left + side, top + side)).resize((320, 320))


def astronaut_without_face(seed: int) -> Image.Image:
    pixels = np.array(photos.portrait())
    pixels[50:180, 160:290] = pixels[50:180, 160:290].mean(axis=(0, 1))
    image = Image.fromarray(pixels)
    return image.resize((300 + 40 * seed, 300 + 40 * seed))


NEGATIVES = {
    "noise": (photos.noise, 50),
    "flowers": (photos.flowers, 50),
    "things": (things, 36),
    "plain": (plain, 20),
    "painted": (lambda seed: painted(Emotion.values[seed % 8], seed), 40),
    "without face": (astronaut_without_face, 4),
}


def test_there_are_two_hundred_negatives() -> None:
    assert sum(count for _make, count in NEGATIVES.values()) == 200


@pytest.mark.parametrize("kind", NEGATIVES)
def test_nobody_is_seen_where_nobody_is(kind: str) -> None:
    make, count = NEGATIVES[kind]
    assert not {seed: faces for seed in range(count) if (faces := read(make(seed)))}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", NEGATIVES)
def test_a_photo_of_nobody_gets_no_emotion(kind: str) -> None:
    make, _count = NEGATIVES[kind]
    for seed in range(2):
        with pytest.raises(errors.NoFaceError):
            readings.take(photos.encoded(make(seed)), visitor=None)
    assert set(EmotionReading.objects.values_list("emotion", "confidence")) == {(None, None)}


@pytest.mark.django_db
def test_a_photo_held_in_any_of_eight_ways_reads_the_same() -> None:
    upright = photos.webcam(size=(960, 640), at=(400, 300))
    told = []
    for tag, turn in CAMERA.items():
        exif = Image.Exif()
        exif[ORIENTATION] = tag
        kept = io.BytesIO()
        (upright.transpose(turn) if turn is not None else upright).save(kept, "PNG", exif=exif)
        reading = readings.take(kept.getvalue(), visitor=None)
        told.append((reading.emotion, reading.scores, reading.faces))
    assert all(each == told[0] for each in told)
    assert told[0][0] == "happy"
