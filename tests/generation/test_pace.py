"""How long it will take: right at half time, whatever the workers; and how far it has come never goes back."""

import heapq
import random
from datetime import timedelta
from statistics import median
from uuid import uuid4

import pytest
from django.utils import timezone

from generation import attempts, batches, rendering
from generation.models import Attempt, GenerationBatch, Outcome, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import order, slots

pytestmark = pytest.mark.django_db
RUNS = 30
PAIRS = 40


def simulated(dice: random.Random, batch: GenerationBatch) -> float:
    """The batch as it stands half way, made by one to four workers at their own speeds; the seconds until its end."""
    workers = dice.randint(1, 4)
    usual = dice.uniform(0.5, 20)
    # The first picture of each waits for the model.
    free = [(usual * dice.uniform(1, 4), f"gpu{number}", usual * 2) for number in range(workers)]
    heapq.heapify(free)
    ends: list[tuple[float, str, float]] = []
    while len(ends) < 2 * PAIRS + workers:
        end, worker, seconds = heapq.heappop(free)
        ends.append((end, worker, seconds))
        seconds = usual * dice.lognormvariate(0, 0.25)
        heapq.heappush(free, (end + seconds, worker, seconds))
    ends = ends[: 2 * PAIRS]
    half = ends[PAIRS - 1][0]
    _write(batch, ends[:PAIRS], running=[f"gpu{number}" for number in range(workers)], half=half)
    return ends[-1][0] - half


def _write(batch: GenerationBatch, ends: list[tuple[float, str, float]], *, running: list[str], half: float) -> None:
    now = timezone.now()
    taken = slots(batch)
    lines = []
    for slot, (end, worker, seconds) in zip(taken, ends, strict=False):
        slot.state, slot.settled_at = "done", now - timedelta(seconds=half - end)
        lines.append(_line(slot, worker, outcome=Outcome.DONE, ended_at=slot.settled_at, seconds=seconds, model="m"))
    for slot, worker in zip(taken[len(ends) :], running, strict=False):
        slot.state, slot.lease_until = "rendering", now + timedelta(minutes=1)
        lines.append(_line(slot, worker))
    Rendering.objects.bulk_update(taken, ["state", "settled_at", "lease_until"])
    Attempt.objects.bulk_create(lines)


def _line(slot: Rendering, worker: str, **fields: object) -> Attempt:
    shape = attempts.shape_of(slot.batch)
    return Attempt(
        rendering=slot, fence=1, claim=uuid4(), worker=worker, shape=shape, started_at=timezone.now(), **fields
    )


def test_at_half_time_the_time_left_is_within_a_fifth_of_the_truth_in_nine_of_ten_runs() -> None:
    dice = random.Random(10)
    right = 0
    for _ in range(RUNS):
        batch = order(count=PAIRS)
        truth = simulated(dice, batch)
        said = batches.progress(batch).seconds_left
        right += said is not None and abs(said - truth) <= 0.2 * truth
        Attempt.objects.all().delete()

    assert right >= 0.9 * RUNS


def test_before_the_first_picture_what_such_pictures_took_before_is_known(use: Use) -> None:
    use(renderers.Steady)
    order(count=3)
    rendering.work()

    new, other_size = order(count=5), order(count=5, size=(72, 40))

    took = median(seconds for seconds in Attempt.objects.done().values_list("seconds", flat=True) if seconds)
    assert took >= renderers.Steady.seconds
    assert batches.progress(new).seconds_left == pytest.approx(10 * took, rel=0.1)
    assert batches.progress(other_size).seconds_left is None


def test_done_never_goes_down(use: Use) -> None:
    batch = order(count=4)
    seen = []
    for renderer in (renderers.Blotches, renderers.Blank, renderers.Blotches):
        use(renderer)
        for _ in range(2):
            rendering.work(most=1)
            seen.append(batches.progress(batch).done)
        batches.retry(batch)
        seen.append(batches.progress(batch).done)

    assert seen == sorted(seen)
    assert seen[-1] > 0
