"""The port that every learner fits."""

from dataclasses import dataclass
from typing import Protocol

from recommendations.history import History
from recommendations.tastes import Tastes


@dataclass(frozen=True, slots=True)
class LearnerSettings:
    """How to learn: the size of the vectors, passes over the likes, step, the seed of all chance, and the loss."""

    factors: int
    epochs: int
    rate: float
    seed: int
    loss: str = "auto"


class LearnerError(Exception):
    """A learner could not make tastes of this history."""


class Learner(Protocol):
    """Learns tastes. Built with LearnerSettings; stateless to the caller; the same history gives the same tastes."""

    def learn(self, history: History) -> Tastes:
        """Raises LearnerError."""
        ...
