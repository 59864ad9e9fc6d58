"""How well an order foretells what was liked: precision, recall, NDCG, AUC; pure numpy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Trial:
    """One visit: the scores of the pictures that could have been shown, and which of them were liked."""

    scores: Floats
    liked: Flags


def ranked(trial: Trial) -> Flags:
    """The likes in the order of the scores, the best first; equals in the order given."""
    found: Flags = trial.liked[np.argsort(-trial.scores, kind="stable")]
    return found


def precision(trial: Trial, *, k: int) -> float:
    """The share of likes among the first k. Fewer than k pictures count as misses."""
    return float(ranked(trial)[:k].sum()) / k


def recall(trial: Trial, *, k: int) -> float:
    """The share of all likes that the first k hold."""
    return float(ranked(trial)[:k].sum()) / float(trial.liked.sum())


def ndcg(trial: Trial, *, k: int) -> float:
    """Likes discounted by log2 of their place, over the best that any order could reach."""
    found = ranked(trial)[:k]
    discounts = 1.0 / np.log2(np.arange(2, found.size + 2))
    best = discounts[: int(trial.liked.sum())].sum()
    return float((found * discounts).sum() / best)


def auc(trial: Trial) -> float:
    """The chance that a liked picture stands above one that is not; equals count half."""
    liked, others = trial.scores[trial.liked], trial.scores[~trial.liked]
    both = np.sort(others)
    below = np.searchsorted(both, liked, side="left")
    equal = np.searchsorted(both, liked, side="right") - below
    return float((below + equal / 2).sum() / (liked.size * others.size))


def measure(trials: Iterable[Trial], *, k: int = 10) -> Mapping[str, float | int]:
    """Means over the visits that have both a like and a picture not liked; `visits` says how many those are."""
    counted = [trial for trial in trials if 0 < trial.liked.sum() < trial.liked.size]
    if not counted:
        return {"visits": 0}
    return {
        "visits": len(counted),
        f"precision@{k}": _mean([precision(trial, k=k) for trial in counted]),
        f"recall@{k}": _mean([recall(trial, k=k) for trial in counted]),
        f"ndcg@{k}": _mean([ndcg(trial, k=k) for trial in counted]),
        "auc": _mean([auc(trial) for trial in counted]),
    }


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 6)
