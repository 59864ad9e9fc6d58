"""Ways to spoil a model on purpose: what the gate has to refuse."""

from dataclasses import replace

import numpy as np

from recommendations.history import History
from recommendations.tastes import Tastes


def shuffled(tastes: Tastes) -> Tastes:
    """Every name has somebody else's vector."""
    rng = np.random.default_rng(3)
    return Tastes(
        replace(tastes.visits, vectors=rng.permutation(tastes.visits.vectors)),
        replace(tastes.pictures, vectors=rng.permutation(tastes.pictures.vectors)),
    )


def mixed_up(tastes: Tastes) -> Tastes:
    """Every picture has another one's vector and bias."""
    order = np.random.default_rng(3).permutation(len(tastes.pictures.names))
    side = tastes.pictures
    return replace(tastes, pictures=replace(side, vectors=side.vectors[order], biases=side.biases[order]))


def reversed_(tastes: Tastes) -> Tastes:
    """What pleases is what does not."""
    return replace(tastes, visits=replace(tastes.visits, vectors=-tastes.visits.vectors))


def of_random_likes(known: History) -> History:
    """As many likes as there were, of pictures shown, by chance."""
    rng = np.random.default_rng(3)
    some = rng.choice(len(known.shown), min(len(known.likes), len(known.shown)), replace=False)
    return replace(known, likes=known.shown.only(np.sort(some)))


def stale(known: History) -> History:
    """The first tenth of it."""
    return known.until(float(np.quantile(known.likes.times, 0.1)))
