"""What visitors said to their readings ("That's not how I feel"), as numbers that point to nobody."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q

from emotions.models import EmotionReading, Outcome

# A cell of fewer visitors' words than this is not told.
LEAST: Final = 5


@dataclass(frozen=True, slots=True)
class Told:
    """How many readings were told, how many of them were corrected, and from what to what, where enough were."""

    readings: int
    corrected: int
    asked: int
    answered: int
    cells: dict[tuple[str, str], int]
    hidden: int
    """How many cells are not told."""


def told() -> Told:
    """Of all readers and versions, over all time that readings are kept."""
    counts = EmotionReading.objects.aggregate(
        readings=Count("id", filter=Q(outcome=Outcome.READ)),
        corrected=Count("id", filter=_CORRECTED),
        asked=Count("id", filter=Q(outcome=Outcome.UNSURE)),
        answered=Count("id", filter=Q(outcome=Outcome.UNSURE, correction__isnull=False)),
    )
    rows = EmotionReading.objects.filter(_CORRECTED).values_list("emotion", "correction").annotate(count=Count("id"))
    cells = {(str(read), str(said)): int(count) for read, said, count in rows.order_by("emotion", "correction")}
    shown = _shown(cells)
    return Told(**counts, cells=shown, hidden=len(cells) - len(shown))


_CORRECTED = Q(outcome=Outcome.READ, correction__isnull=False) & ~Q(correction=F("emotion"))


def _shown(cells: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Those of LEAST and more. One that is hidden alone could be told from the sum, so the smallest goes with it."""
    small = [cell for cell, count in cells.items() if count < LEAST]
    large = Counter({cell: count for cell, count in cells.items() if count >= LEAST})
    if len(small) == 1 and large:
        del large[min(large, key=lambda cell: large[cell])]
    return dict(large)
