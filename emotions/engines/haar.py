"""Finds faces with OpenCV's cascades: looks small first, and believes a box only when others see it too."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]

# One thread: the web has threads of its own, and OpenCV's pool costs more than it brings on pictures this small.
cv2.setNumThreads(1)


@dataclass(frozen=True, slots=True)
class Look:
    """One pass over a copy of the picture whose longer side is `side` pixels, turned by `tilt` degrees."""

    cascade: str
    side: int
    step: float
    neighbours: int
    tilt: float = 0.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A square by its middle, in pixels of the picture, where a face may be; `tilt` in degrees."""

    x: float
    y: float
    side: float
    tilt: float = 0.0
    votes: int = 0

    def covers(self, other: "Spot") -> bool:
        reach = 0.4 * max(self.side, other.side)
        return abs(self.x - other.x) < reach and abs(self.y - other.y) < reach


# From cheap to dear; the first look that finds somebody ends the search.
LOOKS = (
    Look("alt2", 320, 1.2, 1),
    Look("alt2", 480, 1.15, 1),
    Look("default", 320, 1.1, 2),
    Look("alt2", 480, 1.15, 1, tilt=-16),
    Look("alt2", 480, 1.15, 1, tilt=16),
)
SMALLEST = 20  # pixels: the cascades' own window
MOST_ENLARGED = 2.0
MOST_CANDIDATES = 12

# A candidate is looked at again, upright and leaning, as an equalised patch in which it measures 44 pixels, by two
# cascades that report every single hit; unless they are many, the mirror image is asked too, since what only happens
# to look like a face does so on one side. Measured, hits and mirrored hits together: the astronaut, tilted, dim and
# side-lit, 49 and more; flowers, noise, objects and 100 pictures of our painter at most 40; 93 of the 100 faces of
# scikit-image's lfw_subset (25 × 25 pixels, cut to eyes and mouth) are above, none of its 100 others has any.
JURY = ("alt", "alt2")
FACE, PATCH = 44, 84
TILTS = (0.0, -14.0, 14.0)
VOTES_FIRST = 12  # below this the mirror is not asked
VOTES_HOPELESS, VOTES_STEADY = 2, 24  # up to the one and from the other on, no other tilt is tried
VOTES_SURE = 36  # what is no face had at most 27
VOTES_TOGETHER = 41
# The hits' mean is wider than the box that FER's own cascade draws, on which its model was tried (median 1.10 : 1.01).
FIT = 0.92


class Finder:
    """The cascades of one thread: OpenCV's classifiers keep state while they look."""

    def __init__(self) -> None:
        folder = Path(cv2.__file__).parent / "data"
        names = {look.cascade for look in LOOKS} | set(JURY)
        self._cascades = {
            name: cv2.CascadeClassifier(str(folder / f"haarcascade_frontalface_{name}.xml")) for name in names
        }
        self._leveller = cv2.createCLAHE(2.0, (8, 8))

    def find(self, grey: Grey) -> list[Spot]:
        """Confirmed faces, the largest first."""
        for look in LOOKS:
            if faces := self._confirmed(grey, self._candidates(grey, look=look)):
                return faces
        return []

    def _candidates(self, grey: Grey, *, look: Look) -> list[Spot]:
        copy, back = _copy(self._leveller, grey, look=look)
        boxes, counts = self._cascades[look.cascade].detectMultiScale2(
            copy, look.step, look.neighbours, 0, (SMALLEST, SMALLEST)
        )
        scale = float(np.hypot(back[0, 0], back[0, 1]))
        spots = []
        for (x, y, width, height), count in zip(boxes, counts, strict=True):
            middle_x, middle_y = back @ (x + width / 2, y + height / 2, 1.0)
            spots.append(Spot(middle_x, middle_y, width * scale, look.tilt, int(count)))
        return sorted(spots, key=lambda spot: spot.votes, reverse=True)[:MOST_CANDIDATES]

    def _confirmed(self, grey: Grey, candidates: Iterable[Spot]) -> list[Spot]:
        faces: list[Spot] = []
        for candidate in candidates:
            if any(face.covers(candidate) for face in faces):
                continue
            face = self._judged(grey, candidate)
            if face and not any(other.covers(face) for other in faces):
                faces.append(face)
        return sorted(faces, key=lambda face: face.side, reverse=True)

    def _judged(self, grey: Grey, candidate: Spot) -> Spot | None:
        best: Spot | None = None
        for tilt in sorted(TILTS, key=lambda tilt: abs(tilt - candidate.tilt)):
            verdict = self._votes(grey, replace(candidate, tilt=tilt))
            if verdict and (best is None or verdict.votes > best.votes):
                best = verdict
            if best is None or not VOTES_HOPELESS < best.votes < VOTES_STEADY:
                break
        return best if best and self._agreed(grey, best) else None

    def _agreed(self, grey: Grey, face: Spot) -> bool:
        if not VOTES_FIRST <= face.votes < VOTES_SURE:
            return face.votes >= VOTES_SURE
        mirrored = np.ascontiguousarray(_patch(grey, face)[:, ::-1])
        return face.votes + len(self._hits(mirrored)) >= VOTES_TOGETHER

    def _votes(self, grey: Grey, candidate: Spot) -> Spot | None:
        """The candidate moved to the mean of all hits near it, with their number."""
        hits = self._hits(_patch(grey, candidate))
        if not hits:
            return None
        right, down, width = (float(mean) * candidate.side / FACE for mean in np.mean(hits, axis=0))
        sine, cosine = math.sin(math.radians(candidate.tilt)), math.cos(math.radians(candidate.tilt))
        return Spot(
            candidate.x + cosine * right - sine * down,
            candidate.y + sine * right + cosine * down,
            width * FIT,
            candidate.tilt,
            len(hits),
        )

    def _hits(self, patch: Grey) -> list[tuple[float, float, float]]:
        """Every hit near the patch's middle: how far right and down of it, and how wide, in the patch's pixels."""
        least, most = int(FACE * 0.65), int(FACE * 1.5)
        hits = (
            (x + width / 2 - PATCH / 2, y + width / 2 - PATCH / 2, width)
            for name in JURY
            for x, y, width, _height in self._cascades[name].detectMultiScale(
                patch, 1.1, 0, 0, (least, least), (most, most)
            )
        )
        return [hit for hit in hits if max(abs(hit[0]), abs(hit[1])) < FACE / 4]


def _patch(grey: Grey, candidate: Spot) -> Grey:
    square = replace(candidate, side=candidate.side / FACE * PATCH)
    patch: Grey = cv2.equalizeHist(cut(grey, square=square, size=PATCH))
    return patch


def cut(grey: Grey, *, square: Spot, size: int) -> Grey:
    """The leaning square, upright and in `size` × `size` pixels.

    Beyond the picture's edge its last pixels go on, so that a face at the edge reads as the same face elsewhere.
    """
    reach = square.side * 0.75
    left, top = max(0, int(square.x - reach)), max(0, int(square.y - reach))
    part = grey[top : max(top, int(square.y + reach)) + 1, left : max(left, int(square.x + reach)) + 1]
    scale = size / square.side
    if scale < 1:  # averaged first: warpAffine alone would pick single pixels
        wide, high = (max(1, round(length * scale)) for length in part.shape[::-1])
        fit = (wide / part.shape[1], high / part.shape[0])
        part = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA)
        scale = 1.0
    else:
        fit = (1.0, 1.0)
    sine, cosine = math.sin(math.radians(square.tilt)) * scale, math.cos(math.radians(square.tilt)) * scale
    turn = np.array([[cosine, sine], [-sine, cosine]])
    middle = turn @ ((square.x - left) * fit[0] - 0.5, (square.y - top) * fit[1] - 0.5)
    matrix = np.column_stack([turn, (size - 1) / 2 - middle])
    done: Grey = cv2.warpAffine(part, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return done


def _copy(leveller: cv2.CLAHE, grey: Grey, *, look: Look) -> tuple[Grey, Matrix]:
    """The picture in the look's size and turn, its contrast levelled, and the matrix that leads back."""
    height, width = grey.shape
    scale = min(look.side / max(height, width), MOST_ENLARGED)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    copy = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    there: Matrix = np.array([[scale, 0.0, 0.0], [0.0, scale, 0.0]])
    if look.tilt:
        turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), look.tilt, 1.0)
        copy = cv2.warpAffine(copy, turn, size, borderMode=cv2.BORDER_REPLICATE)
        there = np.column_stack([turn[:, :2] * scale, turn[:, 2]])
    return leveller.apply(copy), cv2.invertAffineTransform(there)
