"""The ladder: which served pictures may answer a question, the closest first."""

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gallery import revision
from gallery.models import Emotion
from recommendations import cells
from recommendations.cell import Cell
from recommendations.policy import Places

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
    """A cell, and in it the tiers (sorted places in the cell's arrays) to be used up one after the other."""

    cell: Cell
    rungs: tuple[str, ...]
    tiers: tuple[Places, ...]
    hash: str
    """What could have been offered, tier by tier."""

    @property
    def size(self) -> int:
        return sum(tier.size for tier in self.tiers)

    def rung_of(self, place: int) -> str:
        return next(rung for rung, tier in zip(self.rungs, self.tiers, strict=True) if _holds(tier, place))

    def without(self, images: Iterable[int]) -> "Candidates":
        """Less the pictures with these ids."""
        gone = self.cell.places_of(list(images))
        tiers = tuple(left_of(tier, gone) for tier in self.tiers)
        return replace(self, tiers=tiers, hash=_hash(self.cell, tiers)) if gone.size else self


def left_of(tier: Places, taken: Places) -> Places:
    """What of the tier is not taken."""
    at = np.searchsorted(tier, taken)
    at = at[at < tier.size]
    return np.delete(tier, at[np.isin(tier[at], taken)]) if at.size else tier


def find(*, emotion: str, favorite: str, orientation: str) -> Candidates | None:
    """The pictures of the first rung that has any; None when nothing is served at all."""
    number = revision.current()
    for step in _ladder(emotion, favorite, orientation):
        # All other emotions are read at once: eight cold cells must not cost eight queries.
        [cell, *_others] = cells.of(
            [step.emotion, *(Emotion.values if step.emotion != emotion else ())], revision=number
        )
        found = of_cell(step, cell)
        if found.tiers[0].size:
            return found
    return None


def of_cell(step: Step, cell: Cell) -> Candidates:
    """Tiers of a million pictures and their hash are worked out once, not for every question."""

    def tiers() -> tuple[tuple[str, ...], tuple[Places, ...], str]:
        rungs, found = _tiered(step, cell)
        return rungs, found, _hash(cell, found)

    return Candidates(cell, *cell.remembered(step, tiers))


def _tiered(step: Step, cell: Cell) -> tuple[tuple[str, ...], tuple[Places, ...]]:
    """A favorite's pictures come first; when they are used up, the emotion's others follow.

    Pictures of the other orientation only fill up what a page shows at once: cropped, but no empty place.
    """
    rungs, tiers = [step.rung], [cell.matching(favorite=step.favorite, orientation=step.orientation)]
    if step.rung == "favorite":
        rungs.append("emotion")
        tiers.append(left_of(cell.matching(favorite="", orientation=step.orientation), tiers[0]))
    if sum(tier.size for tier in tiers) < AT_ONCE and step.orientation:
        rungs.append(step.rung if step.rung in ("neighbour", "any") else "orientation")
        tiers.append(left_of(cell.matching(favorite="", orientation=""), np.concatenate(tiers)))
    return tuple(rungs), tuple(tiers)


def _hash(cell: Cell, tiers: Iterable[Places]) -> str:
    found = hashlib.sha256()
    for tier in tiers:
        found.update(cell.ids[tier].tobytes() + b"|")
    return found.hexdigest()


def _holds(tier: Places, place: int) -> bool:
    at = int(np.searchsorted(tier, place))
    return at < tier.size and int(tier[at]) == place


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
