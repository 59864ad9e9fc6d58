"""How an order is drawn from scores: the best first, with a budget for what is little known; pure numpy."""

from collections.abc import Iterator, Sequence
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
    """Up to `limit` different pictures. A family comes twice only when its stage holds no other."""
    picks: list[Pick] = []
    taken = np.zeros(field.scores.size, dtype=bool)
    while len(picks) < limit:
        used = field.families[taken]
        pool = next(_pools(field, taken, used), None)
        if pool is not None:
            pick = _by_chance(field, pool, exploration, rng)
        else:
            place = next(_again(field, taken, used), None)
            if place is None:
                break
            # Nothing is left to chance here, so its propensity is 1.
            pick = Pick(place=place, propensity=1.0, best=False, again=True)
        taken[pick.place] = True
        picks.append(pick)
    return picks


def _pools(field: Field, taken: Flags, used: Places) -> Iterator[Places]:
    """Pools of candidates, the one to be used first: in each stage other families before the same ones."""
    for stage in field.stages:
        left = [tier[~taken[tier]] for tier in stage]
        apart = [places[~np.isin(field.families[places], used)] for places in left]
        yield from (places for places in [*apart, *left] if places.size)


def _by_chance(field: Field, pool: Places, exploration: float, rng: np.random.Generator) -> Pick:
    scores = field.scores[pool]
    chances = propensities(scores, field.showings[pool], exploration=exploration)
    drawn = int(rng.choice(pool.size, p=chances / chances.sum()))
    best = bool(scores[drawn] == scores.max())
    return Pick(place=int(pool[drawn]), propensity=min(1.0, float(chances[drawn])), best=best, again=False)


def _again(field: Field, taken: Flags, used: Places) -> Iterator[int]:
    left = field.again[~taken[field.again]]
    yield from left[~np.isin(field.families[left], used)].tolist()
    yield from left.tolist()
