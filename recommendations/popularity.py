"""How well pictures of a cell are liked by those to whom they are shown, whoever asks; numpy only."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations import since
from recommendations.cell import Cell

# Showings after which a picture's own like rate weighs as much as what was expected of it.
PRIOR_SHOWINGS: Final = 20.0
# A “not now” speaks as softly as so many more showings without a like.
PUT_OFF_SHOWINGS: Final = 2.0

Floats = NDArray[np.float64]


def of(cell: Cell, *, expected: Floats | None = None) -> Floats:
    """The like rate, drawn towards what is expected, the cell's own: one like of one showing is not the best of all."""
    prior = since.like_rate(cell) if expected is None else expected
    rates: Floats = (cell.likes + prior * PRIOR_SHOWINGS) / (cell.showings + PRIOR_SHOWINGS)
    places, shifts = unwelcome(cell)
    rates[places] *= np.exp(shifts)
    return rates


def unwelcome(cell: Cell) -> tuple[NDArray[np.int64], Floats]:
    """The places that somebody has put off, and how far that lowers them: by the logarithm, and never for good."""
    return cell.noted("unwelcome", lambda: _put_off(cell))


def _put_off(cell: Cell) -> tuple[NDArray[np.int64], Floats]:
    places = np.flatnonzero(cell.put_off)
    shown = cell.showings[places] + PRIOR_SHOWINGS
    return places, np.log(shown / (shown + PUT_OFF_SHOWINGS * cell.put_off[places]))
