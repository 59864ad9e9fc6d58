"""How much each picture of a cell suits a visitor: by learnt tastes, or by popularity as long as nothing is learnt."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gallery.models import Visitor
from recommendations import features, live
from recommendations.cells import Cell
from recommendations.features import Visit

# Showings after which a picture's own like rate weighs as much as its cell's.
PRIOR_SHOWINGS: Final = 20.0
# What a cell's like rate is taken to be before anything was shown.
PRIOR_RATE: Final = 0.1
# A “not now” speaks as softly as so many more showings without a like.
PUT_OFF_SHOWINGS: Final = 2.0


@dataclass(frozen=True, eq=False)
class Scores:
    """One number for each picture of the cell, and the part of it that is this visitor's own."""

    by: str
    taste_model: int | None
    values: NDArray[np.float64]
    own: NDArray[np.float64]


def of(cell: Cell, *, visitor: Visitor | None, emotion: str) -> Scores:
    """`emotion` is what the visitor feels, whatever cell is scored."""
    model = live.current()
    if model is None:
        values = popularity(cell)
        return Scores("popularity", None, values, np.zeros_like(values))
    pictures = model.pictures(cell)
    visit = _visit(visitor, emotion)
    values = model.tastes.scores(features.of_visit(visit), pictures)
    own = values - model.tastes.scores(features.shared(visit), pictures)
    return Scores("tastes", model.pk, values + np.log(_welcome(cell)), own)


def _visit(visitor: Visitor | None, emotion: str) -> Visit:
    if visitor is None:
        return Visit("", emotion)
    return Visit(str(visitor.code), emotion, visitor.age_group, visitor.gender)


def popularity(cell: Cell) -> NDArray[np.float64]:
    """The like rate, drawn towards the cell's own: one like of one showing is not the best of all pictures."""
    likes, showings = cell.likes.sum(), cell.showings.sum()
    mean = (likes + PRIOR_RATE * PRIOR_SHOWINGS) / (showings + PRIOR_SHOWINGS)
    rates: NDArray[np.float64] = (cell.likes + mean * PRIOR_SHOWINGS) / (cell.showings + PRIOR_SHOWINGS)
    return rates * _welcome(cell)


def _welcome(cell: Cell) -> NDArray[np.float64]:
    """1 for a picture that nobody has put off, less for every “not now”, never 0."""
    shown = cell.showings + PRIOR_SHOWINGS
    found: NDArray[np.float64] = shown / (shown + PUT_OFF_SHOWINGS * cell.put_off)
    return found
