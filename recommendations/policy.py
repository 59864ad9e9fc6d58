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
    due: Floats | None = None
    """How badly each picture needs to be shown (newcomers within their first hours); 0 for those that do not."""
    seldom: Floats | None = None
    """1/(1+showings), where it is at hand already."""


def propensities(scores: Floats, showings: Floats, *, exploration: float, due: Floats | None = None) -> Floats:
    """The chance of each candidate at one position: 1−ε for the best (ties share it), ε for what is to be explored.

    Those ε are shared by the newcomers that are due, by how badly; where there are none, by 1/(1+showings).
    """
    best = scores == scores.max()
    weights = due if due is not None and due.any() else 1.0 / (1.0 + showings)
    found: Floats = (1.0 - exploration) * best / best.sum() + exploration * (weights / weights.sum())
    return found


def draw(field: Field, *, limit: int, exploration: float, rng: np.random.Generator) -> list[Pick]:
    """Up to `limit` different pictures. A family comes twice only when there are fewer families than places."""
    picks: list[Pick] = []
    apart, alone = _Side(field, apart=True), _Side(field, apart=False)
    while len(picks) < limit:
        # What was seen before, or was walked past, rather than the other picture of a pair that is here already.
        pick = apart.next(picks, exploration, rng) or alone.next(picks, exploration, rng)
        if pick is None:
            break
        picks.append(pick)
    return picks


class _Side:
    """The field less what is taken, or (`apart`) less the families of what is taken; tiers open when reached."""

    def __init__(self, field: Field, *, apart: bool) -> None:
        self.field, self.apart = field, apart
        self.tiers = [tier for stage in field.stages for tier in stage if tier.size]
        self.pools: list[_Pool] = []

    def next(self, picks: Sequence[Pick], exploration: float, rng: np.random.Generator) -> Pick | None:
        """From the first tier that holds anything; what comes again only after all of them."""
        for pool in self._opened():
            pool.strike(picks, apart=self.apart)
            if pool.left:
                return pool.pick(exploration, rng)
        taken = [pick.place for pick in picks]
        families = self.field.families[taken]
        for place in self.field.again.tolist():
            if place not in taken and not (self.apart and self.field.families[place] in families):
                # Nothing is left to chance here, so its propensity is 1.
                return Pick(place=place, propensity=1.0, best=False, again=True)
        return None

    def _opened(self) -> Iterator["_Pool"]:
        yield from self.pools
        for tier in self.tiers[len(self.pools) :]:
            self.pools.append(_Pool(self.field, tier))
            yield self.pools[-1]


class _Pool:
    """One tier while it is drawn from: what is struck out has no score and no weight.

    However large it is, a pick costs a few passes over its arrays, and a draw two copies of them.
    """

    def __init__(self, field: Field, tier: Places) -> None:
        self.field, self.left, self.struck = field, int(tier.size), 0
        # All of it is copied several times as fast as places are picked.
        whole = tier.size == field.scores.size
        part: slice | Places = slice(None) if whole else tier
        self.places = None if whole else tier
        self.families = field.families[part]
        self.scores = field.scores[part].copy()
        self.weights = _Weights(1.0 / (1.0 + field.showings[part]) if field.seldom is None else field.seldom[part])
        self.due = None if field.due is None else _Weights(field.due[part])

    def strike(self, picks: Sequence[Pick], *, apart: bool) -> None:
        """What was picked since the last time."""
        for pick in picks[self.struck :]:
            out = self._of_family(pick) if apart else self._itself(pick)
            out = out[self.scores[out] > -np.inf]
            self.left -= out.size
            self.scores[out] = -np.inf
            for weights in (self.weights, self.due):
                if weights is not None:
                    weights.strike(out)
        self.struck = len(picks)

    def _of_family(self, pick: Pick) -> Places:
        return np.flatnonzero(self.families == self.field.families[pick.place])

    def _itself(self, pick: Pick) -> Places:
        return np.array([pick.place]) if self.places is None else np.flatnonzero(self.places == pick.place)

    def pick(self, exploration: float, rng: np.random.Generator) -> Pick:
        """The chances are those of `propensities` for what is left."""
        weights = self.due if self.due is not None and self.due.total else self.weights
        best = np.flatnonzero(self.scores == self.scores.max())
        drawn = weights.drawn(rng) if rng.random() < exploration else int(best[rng.integers(best.size)])
        is_best = bool(self.scores[drawn] == self.scores[best[0]])
        chance = (1.0 - exploration) * is_best / best.size + exploration * (float(weights.each[drawn]) / weights.total)
        place = drawn if self.places is None else int(self.places[drawn])
        return Pick(place=place, propensity=min(1.0, chance), best=is_best, again=False)


class _Weights:
    """Of a tier, and their sum over what is not struck out. Shared arrays: they are copied only to be drawn from."""

    def __init__(self, each: Floats) -> None:
        self.each, self.out = each, np.empty(0, dtype=np.int64)
        self.total = self.whole = float(each.sum())

    def strike(self, out: Places) -> None:
        if not out.size:
            return
        self.out = np.concatenate([self.out, out])
        self.total = self.whole - float(self.each[self.out].sum())
        # Where little is left, what was taken away has rounded it off.
        if self.total < self.whole / 2:
            self.total = float(self._left().sum())

    def drawn(self, rng: np.random.Generator) -> int:
        """One place, by chance in proportion to the weights."""
        ends = np.cumsum(self._left())
        # Never past the last one that has a weight, however the sum was rounded.
        return int(np.searchsorted(ends, min(rng.random() * ends[-1], np.nextafter(ends[-1], 0)), side="right"))

    def _left(self) -> Floats:
        left = self.each.copy()
        left[self.out] = 0.0
        return left
