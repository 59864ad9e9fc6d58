"""Two to six people in one photo: each reads as if alone, at every border and in any order (EMO-10)."""

from typing import Any

import numpy as np
import pytest
from PIL import Image

from emotions.engines import base, fer
from emotions.frames import Picture
from tests.emotions import photos

READER = fer.FerReader()
COLUMN, ROW = 427, 360
# In each of six fields of the photo, as near to its corner or border as a whole face can be.
PLACES = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]


def someone(random: np.random.Generator) -> dict[str, Any]:
    """The astronaut as somebody else would look to a detector: size, side, lean, light."""
    return {
        "face_width": int(random.integers(90, 160)),
        "mirrored": bool(random.integers(2)),
        "tilt": float(random.integers(-15, 16)),
        "shade": float(random.choice([1, 0.5])),
    }


def photo(people: dict[tuple[int, int], dict[str, Any]], *, light: float = 1.0) -> Picture:
    frame = Image.new("RGB", (1280, 720), photos.WALL)
    for (column, row), looks in people.items():
        width = looks["face_width"]
        x = (round(width * 0.55), COLUMN // 2, COLUMN - round(width * 0.55))[column]
        y = (round(width * 0.7), ROW - round(width * 0.8))[row]
        field = photos.webcam(at=(x, y), size=(COLUMN, ROW), light=light, **looks)
        frame.paste(field, (column * COLUMN, row * ROW))
    return photos.picture(frame)


def nearest(faces: list[base.Face], one: base.Face) -> base.Face:
    return min(faces, key=lambda face: abs(face.box.x - one.box.x) + abs(face.box.y - one.box.y))


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("light", [1.0, 0.5])
def test_each_reads_as_if_alone(count: int, light: float) -> None:
    random = np.random.default_rng([count, round(light * 10)])
    places = [PLACES[number] for number in random.permutation(len(PLACES))[:count]]
    people = {place: someone(random) for place in places}
    together = READER.read(photo(people, light=light))
    assert len(together) == count
    for place, looks in people.items():
        (alone,) = READER.read(photo({place: looks}, light=light))
        same = nearest(together, alone)
        assert same.scores == pytest.approx(alone.scores, abs=0.02)
        for mine, its in zip((same.box.x, same.box.y), (alone.box.x, alone.box.y), strict=True):
            assert mine == pytest.approx(its, abs=6)


def test_the_order_of_people_changes_nothing() -> None:
    looks: list[dict[str, Any]] = [
        {"face_width": 150},
        {"face_width": 110, "mirrored": True},
        {"face_width": 95, "tilt": 10.0},
    ]
    found = []
    for turn in range(3):
        order = looks[turn:] + looks[:turn]
        found.append(READER.read(photo(dict(zip([(0, 0), (1, 1), (2, 0)], order, strict=True)))))
    for faces in found[1:]:
        for one, other in zip(found[0], faces, strict=True):
            assert one.scores == pytest.approx(other.scores, abs=0.05)


def test_one_face_seen_twice_is_one() -> None:
    hard: list[dict[str, Any]] = [
        {"face_width": 90, "shade": 0.3, "light": 0.5},
        {"face_width": 90, "tilt": 15, "light": 0.25},
    ]
    for how in hard:
        assert len(READER.read(photos.picture(photos.webcam(at=(200, 200), **how)))) == 1
