"""How an order is drawn from scores: the best first, with a budget for what is little known; pure numpy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pick:
    """One drawn picture: its place in the arrays, the chance it had at its position, and how it came."""

    place: int
    propensity: float
    best: bool
    repeat: bool


@dataclass(frozen=True, eq=False)
class Field:
    """What there is to draw from: arrays by place; `last_seen` is −1 for what this visitor has not seen yet."""

    tiers: Sequence[Places]
    scores: Floats
    showings: Floats
    families: Places
    last_seen: Places


def propensities(scores: Floats, showings: Floats, *, exploration: float) -> Floats:
    """The chance of each candidate at one position: 1−ε for the best (ties share it), ε by 1/(1+showings)."""
    best = scores == scores.max()
    weights = 1.0 / (1.0 + showings)
    found: Floats = (1.0 - exploration) * best / best.sum() + exploration * weights / weights.sum()
    return found


def draw(field: Field, *, limit: int, exploration: float, rng: np.random.Generator) -> list[Pick]:
    """Up to `limit` different pictures: unseen ones by chance, tier by tier, then the longest unseen again.

    A family comes twice only when nothing else is left unseen.
    """
    picks: list[Pick] = []
    taken = np.zeros(field.scores.size, dtype=bool)
    while len(picks) < limit:
        used = np.unique(field.families[[pick.place for pick in picks]])
        pool = next(_unseen(field, taken, used), None)
        if pool is not None:
            pick = _by_chance(field, pool, exploration, rng)
        else:
            again = _longest_unseen(field, taken, used)
            if again is None:
                break
            # Nothing is left to chance here, so its propensity is 1.
            pick = Pick(place=again, propensity=1.0, best=False, repeat=True)
        taken[pick.place] = True
        picks.append(pick)
    return picks


def _unseen(field: Field, taken: NDArray[np.bool_], used: Places) -> Iterator[Places]:
    """Pools of candidates, the best one first: other families before the same ones, earlier tiers before later."""
    left = [tier[(field.last_seen[tier] < 0) & ~taken[tier]] for tier in field.tiers]
    apart = [places[~np.isin(field.families[places], used)] for places in left]
    yield from (places for places in [*apart, *left] if places.size)


def _by_chance(field: Field, pool: Places, exploration: float, rng: np.random.Generator) -> Pick:
    scores = field.scores[pool]
    chances = propensities(scores, field.showings[pool], exploration=exploration)
    drawn = int(rng.choice(pool.size, p=chances / chances.sum()))
    best = bool(scores[drawn] == scores.max())
    return Pick(place=int(pool[drawn]), propensity=min(1.0, float(chances[drawn])), best=best, repeat=False)


def _longest_unseen(field: Field, taken: NDArray[np.bool_], used: Places) -> int | None:
    places = np.concatenate(field.tiers)
    places = places[~taken[places]]
    if not places.size:
        return None
    twice = np.isin(field.families[places], used)
    order = np.lexsort((field.last_seen[places], twice))
    return int(places[order[0]])
