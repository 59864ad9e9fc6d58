"""Newly approved pictures and the showings they are owed: who is due, and whether the visitors there are will do."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from django.conf import settings
from django.utils import timezone
from numpy.typing import NDArray

from gallery.models import Emotion, Image
from recommendations.cell import Cell
from recommendations.models import Interaction, Kind

# The traffic is told from the latest impressions, no more than this many.
SAMPLE: Final = 1_000
# A picture whose time is nearly over asks no louder than one with so many hours left.
LEAST_HOURS: Final = 0.5

Floats = NDArray[np.float64]


def of(cell: Cell) -> Floats | None:
    """As `due`, worked out once a minute for the counts of the cell."""
    return cell.noted("due", lambda: due(decided=cell.decided, showings=cell.showings), as_of=int(time.time() // 60))


def due(*, decided: Floats, showings: Floats, now: float | None = None) -> Floats | None:
    """Showings that each picture still needs in each hour it has left; 0 for all others, None when there are none.

    Drawn in proportion to it, newcomers get what they need while there is enough for all, and equal shares of their
    need when there is not.
    """
    hours, wanted = settings.RECOMMENDATIONS_NEWCOMER_HOURS, settings.RECOMMENDATIONS_NEWCOMER_SHOWINGS
    left = hours - ((time.time() if now is None else now) - decided) / 3600
    owed = (left > 0) & (showings < wanted)
    if not owed.any():
        return None
    return np.where(owed, (wanted - showings) / np.maximum(left, LEAST_HOURS), 0.0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One emotion's newcomers and its visitors."""

    emotion: str
    newcomers: int
    """Approved within RECOMMENDATIONS_NEWCOMER_HOURS and shown less often than RECOMMENDATIONS_NEWCOMER_SHOWINGS."""
    owed: int
    """Showings that they still need together."""
    explored_per_hour: float
    """Showings that this emotion's visitors give to exploring, as things went lately."""
    short: int
    """Showings that will be missing in the end if it goes on so; 0 when there is enough for all."""

    @property
    def is_feasible(self) -> bool:
        return self.short == 0


def standing() -> list[Standing]:
    """For each emotion; two queries. What newcomers get by their own merit comes on top and is not promised."""
    now = timezone.now()
    hours, wanted = settings.RECOMMENDATIONS_NEWCOMER_HOURS, settings.RECOMMENDATIONS_NEWCOMER_SHOWINGS
    since = now - timedelta(hours=hours)
    rows = Image.objects.serving().filter(decided_at__gt=since, showings__lt=wanted).order_by("decided_at")
    waiting: dict[str, list[tuple[float, int]]] = {emotion: [] for emotion in Emotion.values}
    for emotion, decided, showings in rows.values_list("emotion", "decided_at", "showings").iterator(2000):
        if decided is not None:
            waiting[emotion].append(((decided - since).total_seconds() / 3600, wanted - showings))
    traffic = _traffic(hours)
    share = min(1.0, settings.RECOMMENDATIONS_EXPLORATION)
    return [_standing(emotion, owed, share * traffic[emotion]) for emotion, owed in waiting.items()]


def _standing(emotion: str, owed: list[tuple[float, int]], per_hour: float) -> Standing:
    """`owed`: hours left and showings missing of each newcomer, the most urgent first.

    Until each deadline, those whose time ends by then need so much together, and only so much can come.
    """
    left, missing = np.array(owed, dtype=np.float64).reshape(-1, 2).T
    short = float(np.max(np.cumsum(missing) - per_hour * left, initial=0.0))
    return Standing(emotion, len(owed), int(missing.sum()), round(per_hour, 2), int(np.ceil(short - 1e-9)))


def _traffic(hours: float) -> dict[str, float]:
    """Impressions in an hour by what people felt: of the latest, within the newcomers' time at most."""
    now = timezone.now()
    latest = Interaction.objects.filter(kind=Kind.IMPRESSION).order_by("-pk").values_list("emotion", "created_at")
    recent = [(emotion, when) for emotion, when in latest[:SAMPLE] if when > now - timedelta(hours=hours)]
    took = (now - recent[-1][1]).total_seconds() / 3600 if len(recent) == SAMPLE else hours
    counts = Counter(emotion for emotion, _when in recent)
    return {emotion: counts[emotion] / max(took, 1 / 60) for emotion in Emotion.values}
