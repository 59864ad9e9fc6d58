"""How far an order has come."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Max, Min
from django.utils import timezone

from generation import pace as pacing
from generation.models import BatchState, GenerationBatch, RenderingState

# Enough pictures for a steady figure, few enough to follow a change of workers.
RECENT: Final = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """The slots of one batch by state, and how fast they go. Pace and time left are None while nobody can know."""

    batch: str
    state: str
    total: int
    done: int
    new: int
    already_there: int
    failed: int
    queued: int
    rendering: int
    cancelled: int
    pace: float | None
    seconds_left: float | None

    @property
    def settled(self) -> int:
        return self.done + self.failed + self.cancelled

    @property
    def time_left(self) -> str:
        """Minutes and seconds, hours only when there are any; empty when nobody knows."""
        if not self.seconds_left:
            return ""
        minutes, seconds = divmod(round(self.seconds_left), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def is_over(self) -> bool:
        return self.state in (BatchState.DONE, BatchState.CANCELLED) and not self.rendering

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def of(batch: GenerationBatch) -> Progress:
    counted: Any = GenerationBatch.objects.with_counts().filter(pk=batch.pk).values().get()
    state = counted["state"]
    pace = _pace(batch, made=counted["n_done"], running=state == BatchState.RUNNING)
    left = counted["n_queued"] + counted["n_rendering"]
    return Progress(
        batch=str(counted["code"]),
        state=state,
        total=counted["n_total"],
        done=counted["n_done"],
        new=counted["n_done"] - counted["n_already_there"],
        already_there=counted["n_already_there"],
        failed=counted["n_failed"],
        queued=counted["n_queued"],
        rendering=counted["n_rendering"],
        cancelled=counted["n_cancelled"],
        pace=round(pace, 2) if pace else None,
        seconds_left=_left(batch, left, pace=pace) if state == BatchState.RUNNING else None,
    )


def _left(batch: GenerationBatch, number: int, *, pace: float | None) -> float | None:
    """By what such pictures cost lately, shared among those who make them; by this batch's own pace if it is slower.

    The median is not moved by one picture that took long; the pace knows of workers that wait for a store.
    """
    if not number:
        return None
    ways = [number / pace * 60] if pace else []
    if (typical := pacing.typical(batch)) is not None:
        ways.append(number * typical / max(1, pacing.workers(batch)))
    return round(max(ways), 1) if ways else None


def _pace(batch: GenerationBatch, *, made: int, running: bool) -> float | None:
    """Pictures per minute over the last few; while somebody waits, the time since the last one counts too."""
    done = batch.renderings.filter(state=RenderingState.DONE).order_by("-settled_at")
    recent = done.values("settled_at")[:RECENT].aggregate(first=Min("settled_at"), last=Max("settled_at"))
    if recent["first"] is None:
        return None
    gaps = min(made, RECENT) - 1
    span: timedelta = recent["last"] - recent["first"]
    if running and gaps:
        # A pause of a few ordinary gaps means nothing; a longer one means that the work has slowed down or stopped.
        idle = timezone.now() - recent["last"]
        span = max(span, idle)
    return gaps / span.total_seconds() * 60 if gaps and span else None
