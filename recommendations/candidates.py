"""The ladder: which served pictures may answer a question, the closest first."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gallery import revision
from gallery.models import Emotion
from recommendations import cells
from recommendations.cells import Cell

NEAR: Final = 3
# What a page of the garden shows.
AT_ONCE: Final = 3
# Where each emotion lies, pleasant to unpleasant and still to stirred (after Russell's circumplex of affect).
_PLACES: Final[dict[str, tuple[float, float]]] = {
    Emotion.HAPPY: (0.8, 0.4),
    Emotion.SURPRISED: (0.3, 0.8),
    Emotion.CALM: (0.7, -0.6),
    Emotion.ANGRY: (-0.6, 0.8),
    Emotion.FEAR: (-0.5, 0.9),
    Emotion.CONFUSED: (-0.2, 0.3),
    Emotion.DISGUSTED: (-0.7, 0.4),
    Emotion.SAD: (-0.7, -0.5),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder."""

    rung: str
    emotion: str
    favorite: str
    orientation: str


@dataclass(frozen=True, eq=False)
class Candidates:
    """A cell, and in it the tiers (places in the cell's arrays) to be used up one after the other."""

    cell: Cell
    rungs: tuple[str, ...]
    tiers: tuple[NDArray[np.int64], ...]
    fits_the_screen: bool = False
    """Whether an orientation was asked for: pictures of the rung “emotion” then have it."""

    @property
    def hash(self) -> str:
        """What could have been offered, tier by tier."""
        found = hashlib.sha256()
        for tier in self.tiers:
            found.update(self.cell.ids[tier].tobytes() + b"|")
        return found.hexdigest()

    def rung_of(self, place: int) -> str:
        return next(rung for rung, tier in zip(self.rungs, self.tiers, strict=True) if place in tier)


def find(*, emotion: str, favorite: str, orientation: str) -> Candidates | None:
    """The pictures of the first rung that has any; None when nothing is served at all."""
    number = revision.current()
    for step in _ladder(emotion, favorite, orientation):
        # All other emotions are read at once: eight cold cells must not cost eight queries.
        if step.emotion != emotion:
            cells.of([*Emotion.values], revision=number)
        [cell] = cells.of([step.emotion], revision=number)
        places = cell.matching(favorite=step.favorite, orientation=step.orientation)
        if places.size:
            return _tiered(step, cell, places)
    return None


def _tiered(step: Step, cell: Cell, places: NDArray[np.int64]) -> Candidates:
    """A favorite's pictures come first; when they are used up, the emotion's others follow.

    Pictures of the other orientation only fill up what a page shows at once: cropped, but no empty place.
    """
    rungs, tiers = [step.rung], [places]
    if step.rung == "favorite":
        rungs.append("emotion")
        tiers.append(np.setdiff1d(cell.matching(favorite="", orientation=step.orientation), places))
    if sum(tier.size for tier in tiers) < AT_ONCE and step.orientation:
        rungs.append(step.rung if step.rung in ("neighbour", "any") else "orientation")
        tiers.append(np.setdiff1d(cell.matching(favorite="", orientation=""), np.concatenate(tiers)))
    return Candidates(cell, tuple(rungs), tuple(tiers), fits_the_screen=bool(step.orientation))


def _ladder(emotion: str, favorite: str, orientation: str) -> Iterator[Step]:
    if favorite:
        yield Step("favorite", emotion, favorite, orientation)
    yield Step("emotion", emotion, "", orientation)
    yield Step("orientation", emotion, "", "")
    for place, other in enumerate(_nearest(emotion)):
        rung = "neighbour" if place < NEAR else "any"
        yield Step(rung, other, "", orientation)
        yield Step(rung, other, "", "")


def _nearest(emotion: str) -> list[str]:
    here = _PLACES[emotion]
    return sorted((name for name in _PLACES if name != emotion), key=lambda name: math.dist(here, _PLACES[name]))
