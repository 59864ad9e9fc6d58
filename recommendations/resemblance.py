"""Before anything is learnt: how often a picture should be liked, going by others with the same words and colours.

Bayes without dependences: each name multiplies the cell's like rate by how much more often than the cell's pictures
those with this name were liked, drawn towards once. A picture's own record then speaks for itself more and more.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations import since
from recommendations.cell import Cell
from recommendations.traits import Traits

# Showings of pictures with a name after which what became of them weighs as much as knowing nothing.
NAME_SHOWINGS: Final = 100.0
# Names agree by chance, too.
MOST_LIKELY: Final = 0.9

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def expected(cell: Cell) -> Floats:
    """The chance of a like of each picture, by its names alone."""
    rows, names = named(cell.traits)
    mean, size = since.like_rate(cell), int(names.max(initial=-1)) + 1
    likes = np.bincount(names, weights=cell.likes[rows], minlength=size)
    showings = np.bincount(names, weights=cell.showings[rows], minlength=size)
    better = np.log((likes + mean * NAME_SHOWINGS) / (mean * (showings + NAME_SHOWINGS)))
    together = np.bincount(rows, weights=better[names], minlength=cell.size)
    return np.minimum(mean * np.exp(together), MOST_LIKELY)


def named(traits: Traits) -> tuple[Places, Places]:
    """A picture's place and a shared name's number, for each name of each picture."""
    lengths = traits.lengths.astype(np.int64)
    rows = np.repeat(np.arange(lengths.size), lengths)
    turns = np.arange(rows.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return rows, traits.pool[traits.starts[rows] + turns].astype(np.int64)
