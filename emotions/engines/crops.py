"""Where a face is, and the upright square that is cut out around it."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]

# One thread: the web has threads of its own, and OpenCV's pool costs more than it brings on pictures this small.
cv2.setNumThreads(1)


@dataclass(frozen=True, slots=True)
class Spot:
    """A square by its middle, in pixels of the picture; `tilt` in degrees, positive when the left eye is the higher."""

    x: float
    y: float
    side: float
    tilt: float = 0.0


def cut(picture: Pixels, *, square: Spot, size: int, averaged: bool = True) -> tuple[Pixels, Matrix]:
    """The leaning square, upright and in `size` × `size` pixels, and the matrix that leads from it to the picture.

    Beyond the picture's edge its last pixels go on, so that a face at the edge reads as the same face elsewhere. Where
    the square is made smaller, each pixel is the mean of those it stands for; not `averaged`, it is picked among them.
    """
    reach = square.side * 0.75
    left, top = max(0, int(square.x - reach)), max(0, int(square.y - reach))
    part = picture[top : max(top, int(square.y + reach)) + 1, left : max(left, int(square.x + reach)) + 1]
    scale = size / square.side
    fit = (1.0, 1.0)
    if scale < 1 and averaged:  # first, since warpAffine picks
        wide, high = (max(1, round(length * scale)) for length in part.shape[1::-1])
        fit = (wide / part.shape[1], high / part.shape[0])
        part = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA)
        scale = 1.0
    sine, cosine = math.sin(math.radians(square.tilt)) * scale, math.cos(math.radians(square.tilt)) * scale
    turn = np.array([[cosine, sine], [-sine, cosine]])
    middle = turn @ ((square.x - left) * fit[0] - 0.5, (square.y - top) * fit[1] - 0.5)
    matrix = np.column_stack([turn, (size - 1) / 2 - middle])
    done: Pixels = cv2.warpAffine(part, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    back: Matrix = cv2.invertAffineTransform(matrix)
    back[0] = (back[0] + (0, 0, 0.5)) / fit[0] + (0, 0, left)
    back[1] = (back[1] + (0, 0, 0.5)) / fit[1] + (0, 0, top)
    return done, back
