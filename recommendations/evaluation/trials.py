"""Visits as lists of scores, each with its own pictures: their figures one by one, and the means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recommendations.evaluation import metrics
from recommendations.evaluation.metrics import Flags, Floats, Ranked


@dataclass(frozen=True, eq=False)
class Trial:
    """One visit: the scores of the pictures that could have been shown, and which of them were liked."""

    scores: Floats
    liked: Flags

    def counts(self) -> bool:
        """Whether there is anything to foretell: a like, and a picture that was not liked."""
        return 0 < int(self.liked.sum()) < self.liked.size


def values(trials: Iterable[Trial], *, k: int = 10) -> dict[str, Floats]:
    """Metric → a number for each trial, in their order; NaN for one that does not count.

    Two rankers' values for the same trials stand side by side, for `difference`.
    """
    given = list(trials)
    counted = np.array([trial.counts() for trial in given], dtype=bool)
    found = metrics.values(_ranked([trial for trial in given if trial.counts()], k))
    told = {}
    for name, numbers in found.items():
        told[name] = np.full(counted.size, np.nan)
        told[name][counted] = numbers
    return told


def measure(trials: Iterable[Trial], *, k: int = 10) -> Mapping[str, float | int]:
    """Means over the visits that count; `visits` says how many those are."""
    counted = [trial for trial in trials if trial.counts()]
    if not counted:
        return {"visits": 0}
    means = {name: round(float(numbers.mean()), 6) for name, numbers in values(counted, k=k).items()}
    return {"visits": len(counted), **means}


def _ranked(trials: Sequence[Trial], k: int) -> Ranked:
    hits = np.zeros((len(trials), k), dtype=bool)
    for row, trial in enumerate(trials):
        # The best first; equals in the order given.
        first = np.argsort(-trial.scores, kind="stable")[:k]
        hits[row, : first.size] = trial.liked[first]
    likes = np.array([trial.liked.sum() for trial in trials], dtype=np.int64)
    return Ranked(hits, likes, np.array([auc(trial) for trial in trials], dtype=np.float64))


def auc(trial: Trial) -> float:
    """The chance that a liked picture stands above one that is not; equals count half."""
    liked, others = trial.scores[trial.liked], np.sort(trial.scores[~trial.liked])
    below = np.searchsorted(others, liked, side="left")
    equal = np.searchsorted(others, liked, side="right") - below
    return float((below + equal / 2).sum() / (liked.size * others.size))
