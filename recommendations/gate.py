"""The gate: does one model foretell likes that it has not seen as well as another does? Pure numpy.

Judged is the order of what a visit was shown, not of all pictures: whoever chooses the pictures chooses what can be
liked, and among all pictures the live model would win by having shown its own favourites.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from recommendations import evaluation, features
from recommendations.evaluation import Trial
from recommendations.evaluation.metrics import Floats
from recommendations.history import Events, History
from recommendations.tastes import Sum, Tastes

# NDCG@10 that a new model may lose: what a visit of three likes loses when one of them comes fourth instead of third.
# Less would take thousands of visits to be sure of, and models that are as good would be kept out for want of them.
MARGIN: Final = 0.03
# Beyond so many visits the interval is far narrower than the margin; they are drawn by chance.
MOST_VISITS: Final = 4000
# Below, no interval is worth its name.
LEAST_VISITS: Final = 20
PLACES: Final = 10
_DRAWS: Final = 1000
# Of the middle of the draws, so that the lower end alone is passed by chance once in twenty times.
_SURE: Final = 0.9
_SEED: Final = 20_231_120

Places = NDArray[np.int64]
_NONE: Final = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Case:
    """One visit after the cut: what it was shown and what of that it liked."""

    visit: int
    pictures: Places
    liked: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Gap:
    """How much more NDCG@10 one reaches than the other, with its interval."""

    mean: float
    low: float
    high: float
    visits: int

    @property
    def is_enough(self) -> bool:
        return self.visits >= LEAST_VISITS

    @property
    def is_no_loss(self) -> bool:
        return self.is_enough and self.low > -MARGIN

    def told(self) -> dict[str, Any]:
        return {"mean": _round(self.mean), "low": _round(self.low), "high": _round(self.high), "visits": self.visits}


def cases(known: History, *, since: float) -> list[Case]:
    """The visits with a like from then on, each with what it was shown then. Without a log of showings: its emotion.

    Less what the visitor had liked before: nobody likes a picture twice, and who knows it best would be punished.
    """
    likes, shown = _from(known.likes, since), _from(known.shown, since)
    liked_by, shown_to = _by_visit(likes), _by_visit(shown)
    rng = np.random.default_rng(_SEED)
    visits = some(np.array(sorted(liked_by), dtype=np.int64))
    pools = {} if len(shown) else _by_emotion(known)
    earlier = _liked_earlier(known, since)
    found = []
    for visit in visits.tolist():
        liked = np.unique(liked_by[visit])
        offered = shown_to.get(visit, liked) if len(shown) else pools[known.visits[visit].emotion]
        # In an order of chance: equal scores are then no advantage to whom stands first in the tables.
        known_well = np.setdiff1d(earlier.get(known.visits[visit].visitor, _NONE), liked)
        pictures = rng.permutation(np.setdiff1d(np.union1d(liked, offered), known_well))
        if liked.size < pictures.size:
            found.append(Case(visit, pictures, np.isin(pictures, liked)))
    return found


def some(visits: Places) -> Places:
    """So many that a mean over them is sure enough, the same ones each time."""
    if visits.size <= MOST_VISITS:
        return visits
    return np.sort(np.random.default_rng(_SEED).choice(visits, MOST_VISITS, replace=False))


def ndcgs(learnt: Tastes, known: History, judged: Sequence[Case]) -> Floats:
    """NDCG@10 of each case."""
    if not judged:
        return np.zeros(0)
    needed = np.unique(np.concatenate([case.pictures for case in judged]))
    everything = learnt.pictures.sums([features.of_picture(known.pictures[place]) for place in needed])
    trials = []
    for case in judged:
        at = np.searchsorted(needed, case.pictures)
        pictures = Sum(everything.vectors[at], everything.biases[at])
        scores = learnt.scores(features.of_visit(known.visits[case.visit]), pictures)
        trials.append(Trial(scores, case.liked))
    return evaluation.values(trials, k=PLACES)[f"ndcg@{PLACES}"]


def gap(mine: Floats, other: Floats, *, visitors: Sequence[str]) -> Gap:
    """The mean of the differences, and its bootstrap interval. Whole visitors are drawn: their visits are alike."""
    if not mine.size:
        return Gap(0.0, 0.0, 0.0, 0)
    names, of_case = np.unique(np.array(visitors), return_inverse=True)
    sums = np.bincount(of_case, weights=mine - other, minlength=names.size)
    sizes = np.bincount(of_case, minlength=names.size)
    drawn = np.random.default_rng(_SEED).integers(0, names.size, (_DRAWS, names.size))
    means = sums[drawn].sum(1) / sizes[drawn].sum(1)
    low, high = np.quantile(means, [(1 - _SURE) / 2, (1 + _SURE) / 2])
    return Gap(float((mine - other).mean()), float(low), float(high), int(mine.size))


def _from(events: Events, since: float) -> Events:
    return events.only(events.times >= since)


def _by_visit(events: Events) -> dict[int, Places]:
    order = np.argsort(events.visits, kind="stable")
    visits, starts = np.unique(events.visits[order], return_index=True)
    return dict(zip(visits.tolist(), np.split(events.pictures[order], starts[1:]), strict=False))


def _liked_earlier(known: History, since: float) -> dict[str, Places]:
    """By visitor: a visitor's visits know of one another."""
    found: dict[str, list[Places]] = {}
    for visit, pictures in _by_visit(known.likes.only(known.likes.times < since)).items():
        found.setdefault(known.visits[visit].visitor, []).append(pictures)
    return {visitor: np.unique(np.concatenate(parts)) for visitor, parts in found.items()}


def _by_emotion(known: History) -> dict[str, Places]:
    emotions = np.array([picture.emotion for picture in known.pictures])
    return {visit.emotion: np.flatnonzero(emotions == visit.emotion) for visit in known.visits}


def _round(value: float) -> float:
    return round(value, 5)
