"""What the first k places of an order are worth, a number for each visit; defined as in RecBole, pure numpy.

R is what a visit liked, k the length of the list. Means over the visits are what RecBole prints.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ranked:
    """Visits in rows: whether each of the first k places holds a like, |R|, and the AUC of the whole order.

    A place beyond the last picture holds no like.
    """

    hits: Flags
    likes: Ints
    aucs: Floats


def values(ranked: Ranked) -> dict[str, Floats]:
    """Name → one number for each visit. Every visit has a like and a picture that it did not like."""
    k = ranked.hits.shape[1]
    listed = {
        "precision": precision(ranked),
        "recall": recall(ranked),
        "ndcg": ndcg(ranked),
        "hit": hit(ranked),
        "mrr": mrr(ranked),
        "map": average_precision(ranked),
    }
    return {**{f"{name}@{k}": found for name, found in listed.items()}, "auc": ranked.aucs}


def precision(ranked: Ranked) -> Floats:
    """Likes among the first k, over k."""
    return np.asarray(ranked.hits.mean(axis=1))


def recall(ranked: Ranked) -> Floats:
    """Likes among the first k, over |R|."""
    return np.asarray(ranked.hits.sum(axis=1) / ranked.likes)


def ndcg(ranked: Ranked) -> Floats:
    """The sum of 1 / log2(place + 1) over the likes among the first k, over the same for the best order."""
    discounts = 1 / np.log2(np.arange(2, ranked.hits.shape[1] + 2))
    return np.asarray((ranked.hits * discounts).sum(axis=1) / np.cumsum(discounts)[_reachable(ranked) - 1])


def hit(ranked: Ranked) -> Floats:
    """1 if there is a like among the first k, else 0."""
    return np.asarray(ranked.hits.any(axis=1), dtype=np.float64)


def mrr(ranked: Ranked) -> Floats:
    """1 / the place of the first like among the first k; 0 without one."""
    return np.where(ranked.hits.any(axis=1), 1 / (ranked.hits.argmax(axis=1) + 1), 0.0)


def average_precision(ranked: Ranked) -> Floats:
    """Precision at the place of each like among the first k, summed, over min(|R|, k)."""
    places = np.arange(1, ranked.hits.shape[1] + 1)
    at_likes = ranked.hits.cumsum(axis=1) / places * ranked.hits
    return np.asarray(at_likes.sum(axis=1) / _reachable(ranked))


def _reachable(ranked: Ranked) -> Ints:
    return np.minimum(ranked.likes, ranked.hits.shape[1])
