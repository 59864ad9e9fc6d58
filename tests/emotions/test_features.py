"""What else the default reader tells of a face, and what it leaves out."""

import cv2
import numpy as np
import pytest
from PIL import Image

from emotions.engines import base, fer
from tests.emotions import photos

READER = fer.FerReader()


def features(image: Image.Image) -> dict[str, base.Feature]:
    (face,) = READER.read(photos.picture(image))
    return dict(face.features)


@pytest.mark.parametrize("how", [{}, {"mirrored": True}, {"tilt": 15}, {"light": 1 / 4}, {"face_width": 80}], ids=str)
def test_an_open_smile_with_open_eyes_is_told_as_such(how: dict[str, float]) -> None:
    told = features(photos.webcam(**how))  # type: ignore[arg-type]
    assert {name: feature.value for name, feature in told.items()} == {
        "smile": True,
        "eyes_open": True,
        "mouth_open": True,
    }
    assert all(0.5 <= feature.confidence <= 1 for feature in told.values())


def test_eyes_covered_by_skin_are_not_open() -> None:
    pixels = np.array(photos.webcam(300))
    scale = 300 / photos.FACE_WIDTH
    for x in (206, 243):  # the eyes in the portrait
        middle = (round(640 + (x - photos.FACE_X) * scale), round(330 + (101 - photos.FACE_Y) * scale))
        cheek = pixels[middle[1] + 60, middle[0]].tolist()
        cv2.ellipse(pixels, middle, (38, 16), 0, 0, 360, cheek, -1)
    assert features(Image.fromarray(pixels))["eyes_open"].value is False


def test_what_cannot_be_told_is_left_out() -> None:
    assert set(features(photos.webcam())).isdisjoint({"eyeglasses", "sunglasses", "beard", "mustache"})
