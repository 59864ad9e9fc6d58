"""What a visitor did since the model was learnt, folded into their own vector when they ask; numpy only.

The pictures' vectors stay as they were learnt. Each deed is a yes (a like) or a no (shown and passed over), foretold by
a logistic curve over the model's score. The own vector is the one that is most probable then, given how far the
vectors of visitors lie from zero in the model: one like moves it a little, fifty move it much, none not at all.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.tastes import Tastes

# The share of likes among pictures shown that is expected of somebody of whom nothing is known.
BASE_RATE: Final = 0.1
# How sure that is, in the same measure as the vectors' precision: a few dozen deeds outweigh it.
BASE_PRECISION: Final = 0.5
# Newton's method doubles the right digits with each step; the way is the same for the same deeds.
STEPS: Final = 8
_HALVINGS: Final = 6
_CLOSE: Final = 1e-9
# Visitors of a model whose vectors are looked at to learn how far visitors lie from zero.
_SAMPLE: Final = 5_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Deeds:
    """For each picture met since: its vector, the model's score of it, whether it was liked, and how much it counts.

    Scores are measured from the mean of the pictures that could have been shown, and drawn together to a standard
    deviation of at most one: they tell an order, and are no log odds.
    """

    vectors: Floats
    scores: Floats
    liked: NDArray[np.bool_]
    weights: Floats

    def __len__(self) -> int:
        return int(self.scores.size)

    def without_likes(self) -> "Deeds":
        """What they would be had nothing been liked."""
        kept = ~self.liked
        return Deeds(self.vectors[kept], self.scores[kept], self.liked[kept], self.weights[kept])


def fold(deeds: Deeds, *, precision: float, unit: float = 1.0) -> Floats:
    """What to add to the visitor's vector. `unit`: the standard deviation in which the scores are measured."""
    size = deeds.vectors.shape[1]
    if not len(deeds) or not np.isfinite(precision):
        return np.zeros(size)
    # The last column is the visitor's own rate of likes: somebody who likes nothing dislikes no style by it.
    rows: Floats = np.column_stack([deeds.vectors / unit, np.ones(len(deeds))])
    offsets: Floats = deeds.scores + float(np.log(BASE_RATE / (1 - BASE_RATE)))
    prior = np.append(np.full(size, precision), BASE_PRECISION)
    found = np.zeros(size + 1)
    for _step in range(STEPS):
        gradient, curve = _slopes(found, rows, offsets, deeds, prior)
        step: Floats = np.linalg.solve(curve, gradient).astype(np.float64)
        found = _downhill(found, step, rows, offsets, deeds, prior)
        if np.abs(step).max() < _CLOSE:
            break
    return found[:-1]


def precision_of(model: Tastes) -> float:
    """How closely visitors' own vectors lie around zero in this model; infinite where it knows no tastes at all."""
    spread = sum(_spread(model, prefix) for prefix in (b"visitor:", b"visit:"))
    if spread > _CLOSE:
        return 1.0 / spread
    # Nobody's own vector was learnt. One is expected to move scores as far as the pictures' vectors let it move by one.
    reach = float(np.square(model.pictures.vectors[:_SAMPLE], dtype=np.float64).sum(axis=1).mean())
    return reach if reach > _CLOSE else np.inf


def _slopes(at: Floats, rows: Floats, offsets: Floats, deeds: Deeds, prior: Floats) -> tuple[Floats, Floats]:
    chances = 1.0 / (1.0 + np.exp(-np.clip(offsets + rows @ at, -35, 35)))
    gradient = rows.T @ (deeds.weights * (chances - deeds.liked)) + prior * at
    bend = deeds.weights * chances * (1 - chances)
    return gradient, (rows.T * bend) @ rows + np.diag(prior)


def _downhill(at: Floats, step: Floats, rows: Floats, offsets: Floats, deeds: Deeds, prior: Floats) -> Floats:
    """The whole step, or as much of it as makes things better: far out, Newton's method may overshoot."""
    before = _cost(at, rows, offsets, deeds, prior)
    for _halving in range(_HALVINGS):
        if _cost(at - step, rows, offsets, deeds, prior) <= before:
            return at - step
        step = step / 2
    return at


def _cost(at: Floats, rows: Floats, offsets: Floats, deeds: Deeds, prior: Floats) -> float:
    signed = np.where(deeds.liked, 1.0, -1.0) * (offsets + rows @ at)
    return float(deeds.weights @ np.logaddexp(0.0, -signed) + 0.5 * prior @ np.square(at))


def _spread(model: Tastes, prefix: bytes) -> float:
    """The mean square of the numbers in these vectors."""
    names = model.visits.names
    begin, end = np.searchsorted(names, np.array([prefix, prefix[:-1] + b";"], dtype=np.bytes_))
    if begin == end:
        return 0.0
    few = model.visits.vectors[begin : end : max(1, (end - begin) // _SAMPLE)]
    return float(np.square(few, dtype=np.float64).mean())
