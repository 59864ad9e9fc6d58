"""The port that every reader of faces fits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

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
class Face:
    """One face: where it is, how much it looks like each emotion (0..1, together 1), and how well it can be seen.

    `brightness` (0..255) is the face's own; `sharpness` is 0 for a smear and above 1 for a clear edge.
    """

    box: Box
    scores: Mapping[str, float]
    brightness: float = field(default=128.0, compare=False)
    sharpness: float = field(default=1.0, compare=False)

    @property
    def emotion(self) -> str:
        return max(self.scores, key=lambda name: self.scores[name])


@dataclass(frozen=True, slots=True)
class Described:
    """Which reader looked, and in which version: kept with each reading."""

    name: str
    version: str


class Reader(Protocol):
    """Reads faces. Stateless to the caller; many threads may call one reader at once."""

    def describe(self) -> Described: ...

    def read(self, picture: Picture) -> list[Face]:
        """Every face that the reader is sure of, the largest first; empty when there is none. Raises ReaderError."""
        ...
