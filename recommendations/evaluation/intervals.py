"""How sure a mean is: intervals by drawing the visits again and again (bootstrap), the same for the same seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from recommendations.evaluation.metrics import Floats, Ints

DRAWS: Final = 2000
LEVEL: Final = 0.95
SEED: Final = 20_231_120
# So many numbers are drawn at a time: a million visits would not fit otherwise.
_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the ends between which LEVEL of the redrawn means lie."""

    mean: float
    low: float
    high: float


def interval(numbers: Floats, *, seed: int = SEED) -> Interval | None:
    """Of the mean of these numbers, a visit's each; NaN does not count. None if nothing does."""
    return intervals({"": numbers}, seed=seed)[""]


def difference(ones: Floats, others: Floats, *, seed: int = SEED) -> Interval | None:
    """Of the mean of ones − others: paired, so that what makes a visit hard for both does not blur it."""
    return interval(ones - others, seed=seed)


def intervals(
    columns: Mapping[str, Floats], *, visitors: Ints | None = None, seed: int = SEED
) -> dict[str, Interval | None]:
    """The same for many numbers of the same visits, drawn once for all of them: a visit counts in all or in none.

    With `visitors`, whose visit each is, whole visitors are drawn: visits of one visitor resemble each other, and to
    take them for so many strangers would make the mean look surer than it is.
    """
    table = np.stack(list(columns.values()), axis=1) if columns else np.empty((0, 0))
    whole = ~np.isnan(table).any(axis=1)
    if not table[whole].size:
        return dict.fromkeys(columns)
    drawn = _means(*_sums(table[whole], None if visitors is None else visitors[whole]), seed)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    means = table[whole].mean(axis=0)
    return {
        name: Interval(*(round(float(number), 6) for number in (means[at], low[at], high[at])))
        for at, name in enumerate(columns)
    }


def _sums(table: Floats, visitors: Ints | None) -> tuple[Floats, Floats]:
    """What is drawn from: a row of sums for each visitor, and how many visits are in it."""
    if visitors is None:
        return table, np.ones(len(table))
    _who, places = np.unique(visitors, return_inverse=True)
    sums = np.stack([np.bincount(places, weights=column) for column in table.T], axis=1)
    return sums.astype(np.float64), np.bincount(places).astype(np.float64)


def _means(sums: Floats, sizes: Floats, seed: int) -> Floats:
    """DRAWS × columns: the means of as many rows as there are, drawn with putting back."""
    chance, count = np.random.default_rng(seed), len(sums)
    at_once = max(1, min(DRAWS, _AT_ONCE // count))
    found = []
    for start in range(0, DRAWS, at_once):
        rows = min(at_once, DRAWS - start)
        drawn = chance.integers(0, count, (rows, count)) + np.arange(rows)[:, None] * count
        times = np.bincount(drawn.ravel(), minlength=rows * count).reshape(rows, count).astype(np.float64)
        found.append(times @ sums / (times @ sizes)[:, None])
    return np.concatenate(found)
