"""What an order would cost: pictures, steps, and minutes when recent work tells."""

import itertools
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from django.conf import settings

from generation.models import Rendering, RenderingState

RECENT: Final = 60
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """`minutes` is None until enough pictures have been made to tell."""

    prompts: int
    pairs: int
    pictures: int
    image_steps: int
    minutes: float | None

    @property
    def hours(self) -> float | None:
        return None if self.minutes is None else round(self.minutes / 60, 1)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def of(*, prompts: int, pairs: int) -> Cost:
    pace = _pace()
    return Cost(
        prompts=prompts,
        pairs=pairs,
        pictures=2 * pairs,
        image_steps=2 * pairs * settings.GENERATION_STEPS,
        minutes=None if pace is None else round(2 * pairs / pace, 1),
    )


def _pace() -> float | None:
    """Pictures a minute of all workers together: by the middle gap, for idle hours between batches mean nothing."""
    done = Rendering.objects.filter(state=RenderingState.DONE)
    latest = done.order_by("-id").values_list("settled_at", flat=True)[:RECENT]
    ends = sorted(end.timestamp() for end in latest if end)
    gaps = [after - before for before, after in itertools.pairwise(ends)]
    if len(gaps) < FEWEST or not (gap := median(gaps)):
        return None
    return 60 / gap
