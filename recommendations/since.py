"""What became of pictures after a model was learnt: likes and showings that it has not heard of."""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db.models import Count, Q
from numpy.typing import NDArray

from recommendations import rates
from recommendations.cell import Cell
from recommendations.models import Interaction, Kind

# Of the latest events so many are counted: a garden whose learning has stood still for weeks is not read whole.
MOST_EVENTS: Final = 200_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Since:
    """By picture, read at a moment of the process' clock."""

    read_at: float
    ids: NDArray[np.int64]
    likes: Floats
    showings: Floats


def read(newest_event: int) -> Since:
    """Two queries. Nothing for a model that does not say up to where it has read."""
    newest = Interaction.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    start = max(newest_event, newest - MOST_EVENTS)
    rows: list[tuple[int, int, int]] = []
    if 0 < newest_event < newest:
        events = Interaction.objects.filter(kind__in=[Kind.LIKE, Kind.IMPRESSION], pk__gt=start).order_by()
        liked = Count("pk", filter=Q(kind=Kind.LIKE, withdrawn_at__isnull=True))
        shown = Count("pk", filter=Q(kind=Kind.IMPRESSION))
        rows = list(
            events.values("image_id").annotate(liked=liked, shown=shown).values_list("image_id", "liked", "shown")
        )
    ids, likes, showings = np.array(sorted(rows), dtype=np.float64).reshape(-1, 3).T
    return Since(time.monotonic(), ids.astype(np.int64), likes, showings)


def shifts(since: Since, cell: Cell) -> tuple[NDArray[np.int64], Floats]:
    """By how much the scores of these places of the cell have to move.

    A learnt score holds the logarithm of likes over expected likes (`rates`) as it was then. This is the difference to
    what it is now, expected at the cell's own rate: large for a newcomer with its first likes, next to nothing for a
    picture that thousands have seen.
    """
    places, ours = cell.looked_up(since.ids)
    places = places[ours]
    likes, showings = cell.likes[places], cell.showings[places]
    likes_then = np.maximum(0.0, likes - since.likes[ours])
    showings_then = np.maximum(0.0, showings - since.showings[ours])
    rate = like_rate(cell)
    now = np.log((likes + rates.PATIENCE) / (rate * showings + rates.PATIENCE))
    then = np.log((likes_then + rates.PATIENCE) / (rate * showings_then + rates.PATIENCE))
    return places, now - then


def like_rate(cell: Cell) -> float:
    """Of all showings in the cell; before there are any, a usual one."""
    likes, showings = float(cell.likes.sum()), float(cell.showings.sum())
    return (likes + rates.PRIOR_RATE * rates.PRIOR_SHOWN) / (showings + rates.PRIOR_SHOWN)
