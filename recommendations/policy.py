"""How an order is drawn from scores: the best first, with a budget for what is little known; pure numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pick:
    """One drawn picture: its place in the arrays, the chance it had at its position, and how it came."""

    place: int
    propensity: float
    best: bool
    again: bool


@dataclass(frozen=True, eq=False)
class Field:
    """What there is to draw from, as places in the arrays.

    `stages` are drawn from by chance: the first is used up before the second is touched, and in each of them its
    first tier before its second. `again` comes when nothing else is left, in its own order.
    """

    scores: Floats
    showings: Floats
    families: Places
    stages: Sequence[Sequence[Places]]
    again: Places


def propensities(scores: Floats, showings: Floats, *, exploration: float) -> Floats:
    """The chance of each candidate at one position: 1−ε for the best (ties share it), ε by 1/(1+showings)."""
    best = scores == scores.max()
    weights = 1.0 / (1.0 + showings)
    found: Floats = (1.0 - exploration) * best / best.sum() + exploration * weights / weights.sum()
    return found


def draw(field: Field, *, limit: int, exploration: float, rng: np.random.Generator) -> list[Pick]:
    """Up to `limit` different pictures. A family comes twice only when there are fewer families than places."""
    picks: list[Pick] = []
    taken = np.zeros(field.scores.size, dtype=bool)
    while len(picks) < limit:
        used = np.isin(field.families, field.families[taken])
        # What was seen before, or was walked past, rather than the other picture of a pair that is here already.
        pick = _next(field, used, exploration, rng) or _next(field, taken, exploration, rng)
        if pick is None:
            break
        taken[pick.place] = True
        picks.append(pick)
    return picks


def _next(field: Field, barred: Flags, exploration: float, rng: np.random.Generator) -> Pick | None:
    """From the first pool that holds anything which is not barred."""
    for pool in (tier[~barred[tier]] for stage in field.stages for tier in stage):
        if pool.size:
            return _by_chance(field, pool, exploration, rng)
    again = field.again[~barred[field.again]]
    # Nothing is left to chance here, so its propensity is 1.
    return Pick(place=int(again[0]), propensity=1.0, best=False, again=True) if again.size else None


def _by_chance(field: Field, pool: Places, exploration: float, rng: np.random.Generator) -> Pick:
    scores = field.scores[pool]
    chances = propensities(scores, field.showings[pool], exploration=exploration)
    drawn = int(rng.choice(pool.size, p=chances / chances.sum()))
    best = bool(scores[drawn] == scores.max())
    return Pick(place=int(pool[drawn]), propensity=min(1.0, float(chances[drawn])), best=best, again=False)
