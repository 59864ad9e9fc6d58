"""What an order would cost: pictures, steps, and minutes when recent work tells."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from generation import batches, pace
from generation.models import Attempt, GenerationBatch


@dataclass(frozen=True, slots=True)
class Cost:
    """`minutes` is None until pictures of this size and so many steps have been made to tell."""

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


def of(*, prompts: int, pairs: int, size: tuple[int, int] = batches.SIZE, steps: int | None = None) -> Cost:
    """Minutes as with the workers that are at work now, or with one: what waits already is not counted."""
    pictures, steps = 2 * pairs, steps or settings.GENERATION_STEPS
    seconds = pace.typical(GenerationBatch(recipe={"size": list(size), "steps": steps}))
    workers = Attempt.objects.running().values("worker").distinct().count()
    minutes = None if seconds is None else round(pictures * seconds / max(1, workers) / 60, 1)
    return Cost(prompts, pairs, pictures, pictures * steps, minutes)
