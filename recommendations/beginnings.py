"""Before anything is learnt: a model in which two pictures are as alike as the words and colours that they share.

Each name has a vector of chance, always the same, and as good as at right angles to all others. A visitor's own likes
are folded into it as into a learnt model (`folding`), so that the first like of the first visitor moves the next slate.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final
from uuid import UUID

import numpy as np

from recommendations import popularity, resemblance, tastes, traits
from recommendations.cell import Cell
from recommendations.live import Live, Pictures
from recommendations.tastes import Tastes, Vectors

# So many dimensions that different names hardly touch each other.
DIMENSIONS: Final = 64
# How far one name moves the logarithm of the odds, from visitor to visitor (standard deviation).
REACH: Final = 0.2
# A garden with more pictures has long learnt, and would wait for these to be added up.
MOST_PICTURES: Final = 20_000
# All events of a visitor count: no model has heard of any.
_FROM_THE_START: Final = -1


class Beginning(Live):
    """Its vectors are measured in what visitors differ by, its biases in log odds from the cell's mean."""

    @cached_property
    def precision(self) -> float:
        return 1.0

    def pictures(self, cell: Cell) -> Pictures:
        """How well each is liked by everybody stands in its bias: liking what all like says little of a visitor."""
        return cell.noted("begun", lambda: self._esteemed(cell), as_of=self)

    def _esteemed(self, cell: Cell) -> Pictures:
        liked = np.log(popularity.of(cell, expected=resemblance.expected(cell)))
        return replace(super().pictures(cell), biases=(liked - liked.mean()).astype(np.float32))


_kept: tuple[int, Beginning] | None = None


def model() -> Beginning:
    """Of all names that pictures have shown this process."""
    global _kept
    names = traits.names()
    if _kept is None or _kept[0] != len(names):
        # What a picture is made for, all pictures of a cell share.
        telling = [name for name in names if not name.startswith("emotion:")] or ["nothing"]
        _kept = len(names), Beginning(0, UUID(int=0), learnt_of_nothing(telling), _FROM_THE_START)
    return _kept[1]


def learnt_of_nothing(names: Sequence[str]) -> Tastes:
    """Tastes that know no visitor, and of pictures what they are called."""
    vectors = np.array([_vector(name) for name in names], dtype=np.float32)
    nobody = np.zeros((1, DIMENSIONS), dtype=np.float32)
    return Tastes(
        visits=tastes.side(["nobody"], nobody, nobody[0, :1]),
        pictures=tastes.side(names, vectors, np.zeros(len(names), dtype=np.float32)),
    )


def _vector(name: str) -> Vectors:
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()))
    drawn = rng.normal(size=DIMENSIONS)
    found: Vectors = (REACH * drawn / np.linalg.norm(drawn)).astype(np.float32)
    return found
