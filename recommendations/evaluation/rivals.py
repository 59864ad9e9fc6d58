"""What a learner has to beat: chance, popularity, ItemKNN and EASE, in plain numpy, from likes alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.evaluation.full import Pairs, Ranker, Scores
from recommendations.evaluation.metrics import Ints

# RecBole's defaults for ItemKNN.
NEIGHBOURS: Final = 100
SHRINK: Final = 0.0
_ROWS: Final = 2048

Table = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Likes:
    """Who liked what: `people` says for each visit which row of the likes is its visitor's."""

    pairs: Pairs
    people: Ints
    pictures: int

    def rows(self, people: Ints) -> Table:
        """A row of ones and zeros for each of these visitors, in any order."""
        ascending, back = np.unique(people, return_inverse=True)
        found = np.zeros((ascending.size, self.pictures), dtype=bool)
        self.pairs.mark(found, ascending, value=True)
        return found[back].astype(np.float32)

    def together(self) -> Table:
        """How many visitors liked both, for each pair of pictures."""
        found = np.zeros((self.pictures, self.pictures), dtype=np.float32)
        for rows in self._blocks():
            found += rows.T @ rows
        return found

    def _blocks(self) -> Iterator[Table]:
        everybody = np.unique(self.pairs.visits)
        return (self.rows(everybody[start : start + _ROWS]) for start in range(0, everybody.size, _ROWS))


def by_chance(likes: Likes, *, seed: int) -> Ranker:
    """Any order, another for every visit."""
    pictures = likes.pictures
    return lambda visits: np.stack(
        [np.random.default_rng([seed, visit]).random(pictures, dtype=np.float32) for visit in visits.tolist()]
    )


def popularity(likes: Likes) -> Ranker:
    """What most visitors liked, for everybody the same."""
    counts = np.bincount(likes.pairs.pictures, minlength=likes.pictures).astype(np.float32)
    return lambda visits: np.broadcast_to(counts, (visits.size, likes.pictures))


def item_knn(likes: Likes, *, neighbours: int = NEIGHBOURS, shrink: float = SHRINK) -> Ranker:
    """Pictures like those liked before: cosine of who liked them, each with its nearest `neighbours`.

    A shrink draws down the cosine of pictures that few liked together: together / (|i| |j| + shrink).
    """
    together = likes.together()
    lengths = np.sqrt(np.diag(together))
    near = together / (np.outer(lengths, lengths) + np.float32(shrink) + np.float32(1e-6))
    np.fill_diagonal(near, 0)
    if neighbours < likes.pictures:
        least = np.partition(near, likes.pictures - neighbours, axis=0)[likes.pictures - neighbours]
        near[near < least] = 0
    return _by_pictures(likes, near)


def ease(likes: Likes, *, ridge: float) -> Ranker:
    """Steck's closed form (2019): the weights of the other pictures that foretell each one best, drawn towards 0."""
    together = likes.together().astype(np.float64)
    together[np.diag_indices_from(together)] += ridge
    inverse = np.linalg.inv(together)
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return _by_pictures(likes, weights.astype(np.float32))


def _by_pictures(likes: Likes, weights: Table) -> Ranker:
    """What the visitor's liked pictures say of each other one, added up."""

    def scores(visits: Ints) -> Scores:
        found: Scores = likes.rows(likes.people[visits]) @ weights
        return found

    return scores
