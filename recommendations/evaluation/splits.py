"""Which likes are learnt from, which are for choosing between settings, and which are to be foretold: 80, 10, 10."""

from dataclasses import dataclass

import numpy as np

from recommendations.evaluation.metrics import Flags, Floats, Ints


@dataclass(frozen=True, eq=False)
class Split:
    """Every like is in exactly one of the three."""

    train: Flags
    valid: Flags
    test: Flags


def at_random(visitors: Ints, *, seed: int) -> Split:
    """Each visitor's likes in any order, the test part rounded up, as RecBole's users are split.

    The learner sees what came after: good for comparing with others' figures, too kind as a forecast.
    """
    return _cut(visitors, np.random.default_rng(seed).random(visitors.size))


def in_time(visitors: Ints, times: Floats) -> Split:
    """Each visitor's latest tenth, rounded up, is to be foretold; the tenth before it is for choosing.

    So nobody's own future is learnt, and every visitor is asked about. What others did later is learnt, as it is by a
    garden that learns in the evening. Likes of the same second keep their order.
    """
    return _cut(visitors, times)


def _cut(visitors: Ints, keys: Floats) -> Split:
    """By places within each visitor's likes in the order of the keys: up to 8/10, up to 9/10, the rest.

    A visitor's only like is learnt: to be foretold, it would be a question about somebody of whom nothing is known.
    """
    order = np.lexsort((keys, visitors))
    _who, starts, of_visitor, sizes = np.unique(
        visitors[order], return_index=True, return_inverse=True, return_counts=True
    )
    places = np.empty(visitors.size, dtype=np.int64)
    places[order] = np.arange(visitors.size) - starts[of_visitor]
    counts = np.empty(visitors.size, dtype=np.int64)
    counts[order] = sizes[of_visitor]
    test = (places >= counts * 9 // 10) & (counts > 1)
    valid = (places >= counts * 8 // 10) & ~test & (counts > 1)
    return Split(~valid & ~test, valid, test)
