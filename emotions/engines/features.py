"""What else a face shows: a smile, open eyes, an open mouth; from the mesh's points, with how sure that is.

Everything here is a distance on the face compared with the face's own size, so it depends neither on the photo's size
nor on how the head leans. What no point tells (glasses, a beard, age, gender) this module does not say.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from emotions.engines import crops, facemesh
from emotions.engines.base import Feature
from emotions.engines.facemesh import Mesh, Points

# The iris model of MediaPipe (Vakunov et al., 2020) sees one eye; its first 16 points go round the opening. It knows
# closed eyes, which the mesh alone draws half open.
MODEL: Final = "iris_landmark.tflite"
SIZE: Final = 64
GROWN: Final = 2.3  # MediaPipe's crop: so many times the eye's width
LOWER, UPPER = (3, 4, 5), (11, 12, 13)
CORNERS: Final = (0, 8)

# The value at which a feature is as likely as not, and the step that makes it 2.7 times as likely or unlikely. From
# labelled portraits: closed eyes measured −0.07 to 0.12, open ones 0.18 to 0.41; closed mouths up to 0.032, open ones
# from 0.042; straight mouths up to 0.62 wide and 0.035 lifted, smiling ones from 0.65 and 0.030.
EYES: Final = (0.14, 0.02)
GAP: Final = (0.038, 0.006)
WIDTH: Final = (0.645, 0.03)
LIFT: Final = (0.037, 0.015)
HAPPY: Final = (0.5, 0.25)


class Features:
    """The iris model; not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self._interpreter = Interpreter(model_path=str(folder / MODEL), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input: int = self._interpreter.get_input_details()[0]["index"]
        self._contour: int = self._interpreter.get_output_details()[0]["index"]

    def of(self, picture: crops.Pixels, mesh: Mesh, *, happy: float) -> Mapping[str, Feature]:
        """Of a face in an RGB picture; `happy` is its score, 0..1, and counts as much as the mouth's shape does."""
        width, lift, gap = _mouth(mesh)
        eyes = (self._opening(picture, mesh, facemesh.LEFT_EYE), self._opening(picture, mesh, facemesh.RIGHT_EYE))
        smile = _steps(width, WIDTH) + _steps(lift, LIFT) + _steps(happy, HAPPY)
        return {
            "smile": _told(smile),
            "eyes_open": _told(_steps(float(np.mean(eyes)), EYES)),
            "mouth_open": _told(_steps(gap, GAP)),
        }

    def _opening(self, picture: crops.Pixels, mesh: Mesh, eye: tuple[int, ...]) -> float:
        """How far an eye is open, against its width."""
        one, other = mesh.points[eye[0]], mesh.points[eye[1]]
        x, y = (one + other) / 2
        side = float(np.linalg.norm(one - other)) * GROWN
        cropped, _back = crops.cut(picture, square=crops.Spot(float(x), float(y), max(side, 1.0), mesh.tilt), size=SIZE)
        if eye == facemesh.RIGHT_EYE:  # the model was taught on one side
            cropped = np.ascontiguousarray(cropped[:, ::-1])
        self._interpreter.set_tensor(self._input, (cropped.astype(np.float32) / 255.0)[None])
        self._interpreter.invoke()
        contour: Points = self._interpreter.get_tensor(self._contour).reshape(-1, 3)[:16, :2].astype(np.float64)
        wide = float(np.linalg.norm(contour[CORNERS[0]] - contour[CORNERS[1]]))
        return float(contour[list(LOWER), 1].mean() - contour[list(UPPER), 1].mean()) / max(wide, 1.0)


def _mouth(mesh: Mesh) -> tuple[float, float, float]:
    """Its width against the eyes', then how far its corners stand up and how far it is open, both against the face."""
    left, right, upper, lower = (mesh.points[number] for number in facemesh.MOUTH)
    eyes = float(np.linalg.norm(mesh.points[facemesh.LEFT_EYE[0]] - mesh.points[facemesh.RIGHT_EYE[1]]))
    down = (mesh.points[facemesh.CHIN] - mesh.points[facemesh.FOREHEAD]) / mesh.length
    lift = float((mesh.middle(*facemesh.LIPS) - (left + right) / 2) @ down)
    width, gap = float(np.linalg.norm(left - right)), float(np.linalg.norm(upper - lower))
    return width / max(eyes, 1.0), lift / mesh.length, gap / mesh.length


def _steps(value: float, scale: tuple[float, float]) -> float:
    middle, step = scale
    return (value - middle) / step


def _told(steps: float) -> Feature:
    likely = 1 / (1 + math.exp(-max(-30.0, min(steps, 30.0))))
    return Feature(likely >= 0.5, max(likely, 1 - likely))
