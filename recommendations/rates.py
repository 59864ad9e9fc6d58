"""How much more often than expected a picture is liked when it is shown; pure numpy.

Expected is what pictures at the same position get from people with the same emotion. WARP learns from likes alone, so
being shown and passed over reaches a score only through this term.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.history import Events, History

# Expected likes that a picture must have missed (or earned) before its own record counts as much as the average's.
PATIENCE: Final = 2.0
# The like rate assumed before anything was shown, and the impressions for which that counts.
PRIOR_RATE: Final = 0.1
PRIOR_SHOWN: Final = 20.0
# Impressions at one position for which the emotion's rate over all positions counts.
POSITION_SHOWN: Final = 50.0


def terms(history: History) -> NDArray[np.float32]:
    """One number for each picture: log of (likes + patience) over (expected likes + patience); 0 if never shown.

    Likes count by their weights; what was said against a picture counts as likes that it has missed.
    """
    size = len(history.pictures)
    expected = np.bincount(history.shown.pictures, weights=_expected(history), minlength=size)
    # A like of a picture that was never offered (a page of its own, a shared link) says nothing about offering it.
    likes = np.where(expected > 0, _sums(history.likes, size), 0)
    missed = expected + _sums(history.against, size)
    return np.asarray(history.passed_over * np.log((likes + PATIENCE) / (missed + PATIENCE)), dtype=np.float32)


def popularity(history: History) -> NDArray[np.float32]:
    """Where it is not known what was shown: log of the likes, against the average picture's."""
    likes = _sums(history.likes, len(history.pictures))
    return np.asarray(np.log((likes + PATIENCE) / (likes.mean() + PATIENCE)), dtype=np.float32)


def _sums(events: Events, size: int) -> NDArray[np.float64]:
    return np.bincount(events.pictures, weights=events.weighed(), minlength=size).astype(np.float64)


def _expected(history: History) -> NDArray[np.float64]:
    """The chance of a like at each impression, by emotion and position, drawn towards the emotion's own rate."""
    names = {name: number for number, name in enumerate(sorted({visit.emotion for visit in history.visits}))}
    of_visit = np.array([names[visit.emotion] for visit in history.visits], dtype=np.int64)
    shown, likes = history.shown, history.likes
    width = int(max(shown.positions.max(initial=0), likes.positions.max(initial=0))) + 2
    cells = of_visit[shown.visits] * width + shown.positions + 1
    liked_cells = of_visit[likes.visits] * width + likes.positions + 1
    seen = np.bincount(cells, minlength=len(names) * width).reshape(len(names), width)
    liked = np.bincount(liked_cells, weights=likes.weighed(), minlength=len(names) * width).reshape(len(names), width)
    # Column 0 are likes met elsewhere: no impression stands against them.
    liked[:, 0] = 0
    overall = (liked.sum(1, keepdims=True) + PRIOR_RATE * PRIOR_SHOWN) / (seen.sum(1, keepdims=True) + PRIOR_SHOWN)
    rate = (liked + overall * POSITION_SHOWN) / (seen + POSITION_SHOWN)
    found: NDArray[np.float64] = rate.ravel()[cells]
    return found
