"""What all lists together are like: how many pictures they reach, how evenly, and how well known those are.

Defined as in RecBole, but for the number of pictures: RecBole counts an empty one more.
"""

from typing import Final

import numpy as np

from recommendations.evaluation.metrics import Floats, Ints

# The tail: this share of the pictures that were liked at all in what was learnt from, the least liked ones.
TAIL: Final = 0.1


def values(lists: Ints, *, pictures: int, learnt: Ints) -> dict[str, float]:
    """`lists`: a row for each visit, −1 where no picture was left; `learnt`: each picture's likes in the training."""
    k = lists.shape[1]
    times = np.bincount(lists[lists >= 0], minlength=pictures)
    found = {
        "coverage": coverage(times),
        "gini": gini(times),
        "entropy": entropy(times),
        "entropy_per_picture": entropy(times) / max(1, int((times > 0).sum())),
        "popularity": _mean_of_lists(lists, learnt.astype(np.float64)),
        "tail": _mean_of_lists(lists, tail(learnt)),
    }
    return {f"{name}@{k}": round(float(number), 6) for name, number in found.items()}


def coverage(times: Ints) -> float:
    """The share of all pictures that stand on some list."""
    return float((times > 0).mean())


def gini(times: Ints) -> float:
    """0: all pictures stand on equally many lists; near 1: a few stand on all. Σ (2i − n − 1) P(i) / (n Σ P)."""
    size, total = times.size, int(times.sum())
    weights = 2 * np.arange(1, size + 1) - size - 1
    return float((weights * np.sort(times)).sum() / (size * total)) if total else 0.0


def entropy(times: Ints) -> float:
    """−Σ p log p over the pictures' shares of all places, in nats. RecBole's code divides it by the number of pictures
    that stand on a list, its formula does not: `entropy_per_picture` is what the code prints."""
    shares = times[times > 0] / max(1, times.sum())
    return float(-(shares * np.log(shares)).sum())


def tail(learnt: Ints) -> Floats:
    """1 for a picture of the tail, else 0; equals in the order of the pictures."""
    liked = np.flatnonzero(learnt)
    rarest = liked[np.argsort(learnt[liked], kind="stable")][: max(1, int(liked.size * TAIL))]
    found = np.zeros(learnt.size)
    found[rarest] = 1
    return found


def _mean_of_lists(lists: Ints, numbers: Floats) -> float:
    """The mean over the lists of the mean over what stands on each."""
    is_there = lists >= 0
    sums = (numbers[lists] * is_there).sum(axis=1) / np.maximum(1, is_there.sum(axis=1))
    return float(sums.mean()) if sums.size else 0.0
