"""Pausing, resuming, cancelling, retrying, and how far a batch has come."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from gallery.errors import NotAllowedError
from generation import batches, claims, rendering
from generation.models import GenerationBatch, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, order, slots, states

pytestmark = pytest.mark.django_db


def test_a_paused_batch_waits_while_others_go_on() -> None:
    paused, other = order(), order()

    assert batches.pause(paused) == 1
    assert batches.pause(paused) == 0

    assert rendering.work() == 2
    assert (states(paused), states(other)) == ({"queued": 2}, {"done": 2})


def test_a_resumed_batch_is_finished() -> None:
    batch = order()
    batches.pause(batch)

    assert batches.resume(batch) == 1
    assert batches.resume(batch) == 0

    assert rendering.work() == 2


def test_a_cancelled_batch_renders_nothing_more() -> None:
    batch = order(count=2)
    rendering.work(most=1)

    assert batches.cancel(batch) == 1
    assert batches.cancel(batch) == 0

    assert rendering.work() == 0
    assert states(batch) == {"done": 1, "cancelled": 3}


def test_a_finished_batch_cannot_be_paused_or_cancelled() -> None:
    batch = order()
    rendering.work()

    assert (batches.pause(batch), batches.cancel(batch)) == (0, 0)
    assert batches.progress(batch).state == "done"


def test_only_failed_renderings_are_retried(use: Use) -> None:
    batch = order(count=2)
    rendering.work(most=2)
    use(renderers.Blank)
    rendering.work()
    made = {slot.pk for slot in slots(batch) if slot.state == "done"}
    assert states(batch) == {"done": 2, "failed": 2}

    use(renderers.Blotches)
    assert batches.retry(batch) == 2
    assert batches.progress(batch).state == "running"
    assert rendering.work() == 2

    assert states(batch) == {"done": 4}
    assert all(slot.fence == 1 for slot in slots(batch) if slot.pk in made)
    assert not any(slot.error or slot.error_class for slot in slots(batch))


def test_a_cancelled_batch_is_not_retried(use: Use) -> None:
    use(renderers.Blank)
    batch = order(count=2)
    rendering.work(most=1)
    batches.cancel(batch)

    assert batches.retry(batch) == 0
    assert states(batch) == {"failed": 1, "cancelled": 3}


def test_steering_asks_for_permission(stranger: User, operator: User) -> None:
    batch = order()
    for steer in (batches.pause, batches.resume, batches.cancel, batches.retry):
        with pytest.raises(NotAllowedError):
            steer(batch, by=stranger)

    assert batches.pause(batch, by=operator) == 1


def test_progress_counts_every_state(use: Use) -> None:
    batch = order(count=3)
    rendering.work(most=2)
    use(renderers.Blank)
    rendering.work(most=1)
    claimed()

    progress = batches.progress(batch)

    assert (progress.total, progress.done, progress.new, progress.already_there) == (6, 2, 2, 0)
    assert (progress.failed, progress.rendering, progress.queued, progress.cancelled) == (1, 1, 2, 0)
    assert (progress.settled, progress.is_over) == (3, False)


def test_pace_and_time_left_follow_from_the_last_pictures() -> None:
    batch = order(count=5)
    assert (batches.progress(batch).pace, batches.progress(batch).time_left) == (None, "")
    rendering.work(most=4)
    now = timezone.now()
    for number, slot in enumerate(slots(batch)[:4]):
        Rendering.objects.filter(pk=slot.pk).update(settled_at=now - timedelta(seconds=30 - 10 * number))

    progress = batches.progress(batch)

    assert progress.pace == pytest.approx(6, rel=0.01)
    assert progress.seconds_left == pytest.approx(60, rel=0.01)
    assert progress.time_left == "1:00"


def test_interactive_work_is_claimed_before_bulk_work_and_older_batches_before_newer() -> None:
    first, second, urgent = order(), order(), order(lane="interactive")

    assert [claimed().batch for _ in range(6)] == [urgent, urgent, first, first, second, second]
    assert claims.claim(worker="somebody") == []


def test_counts_come_with_the_batches_in_one_query(django_assert_num_queries: object) -> None:
    batch = order(count=2)
    rendering.work(most=3)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found: list[Any] = list(GenerationBatch.objects.with_counts())
    assert [(one.code, one.n_done, one.n_queued) for one in found] == [(batch.code, 3, 1)]
