"""How long pictures take: the rolling median over what workers have just made."""

from statistics import median
from typing import Final

from generation import attempts
from generation.models import Attempt, GenerationBatch

# Enough for a steady median, few enough to follow a change of machines.
RECENT: Final = 50


def typical(batch: GenerationBatch) -> float | None:
    """Seconds of a worker for one picture of this batch's size and steps, by the model that was used last."""
    done = Attempt.objects.done().filter(shape=attempts.shape_of(batch), seconds__isnull=False)
    lately = list(done.order_by("-id").values_list("model", "seconds")[:RECENT])
    same = [seconds for model, seconds in lately if model == lately[0][0] and seconds is not None]
    return median(same) if same else None


def workers(batch: GenerationBatch) -> int:
    """How many workers are making pictures of this batch at this moment."""
    running = Attempt.objects.running().filter(rendering__batch=batch)
    return running.values("worker").distinct().count()


def time_for(number: int) -> float | None:
    """Seconds in which so many pictures leave the queue, if all goes on as it went lately."""
    ends = Attempt.objects.done().order_by("-id").values_list("ended_at", flat=True)[:RECENT]
    times = [end for end in ends if end is not None]
    if len(times) < 2:
        return None
    return (max(times) - min(times)).total_seconds() / (len(times) - 1) * number
