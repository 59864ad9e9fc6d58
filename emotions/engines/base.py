"""The port that every reader of faces fits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from emotions.frames import Picture


class ReaderError(Exception):
    """A reader cannot work: its model is missing or broken. A sentence for the operator, never about the photo."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright picture; it lies inside it."""

    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Feature:
    """Whether a face shows something, and how sure the reader is of it (0.5..1)."""

    value: bool
    confidence: float


# What the original Emotion Garden tells of a face; what a reader cannot tell, it leaves out.
FEATURES: Final = ("smile", "eyes_open", "mouth_open", "eyeglasses", "sunglasses", "beard", "mustache")


@dataclass(frozen=True, slots=True)
class Face:
    """One face: where it is, how much it looks like each emotion (0..1, together 1), and how well it can be seen.

    `brightness` (0..255) is the face's own; `sharpness` is 0 for a smear and above 1 for a clear edge. `features` holds
    those of FEATURES that the reader can tell; `ages` (lowest, highest, in years) and `gender` are None unless it can.
    `unknown` (0..1) is what a reader that has a name for it gives to none of the emotions; in `scores` it is spread
    evenly.
    """

    box: Box
    scores: Mapping[str, float]
    features: Mapping[str, Feature] = field(default_factory=dict, compare=False)
    ages: tuple[int, int] | None = None
    gender: str | None = None
    unknown: float = 0.0
    brightness: float = field(default=128.0, compare=False)
    sharpness: float = field(default=1.0, compare=False)

    @property
    def emotion(self) -> str:
        return max(self.scores, key=lambda name: self.scores[name])


@dataclass(frozen=True, slots=True)
class Described:
    """Which reader looked, and in which version: kept with each reading.

    `sends_to` names whom the reader sends the photo to, for the visitor to read; empty if it looks by itself.
    """

    name: str
    version: str
    sends_to: str = ""


class Reader(Protocol):
    """Reads faces. Stateless to the caller; many threads may call one reader at once."""

    def describe(self) -> Described: ...

    def read(self, picture: Picture) -> list[Face]:
        """Every face that the reader is sure of, the largest first; empty when there is none. Raises ReaderError."""
        ...
