"""The doorbell: messages may be lost, doubled or late, and nothing is lost, doubled or late for ever."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from generation import batches, sweeping, tasks
from generation.models import Rendering
from tests.generation import bells
from tests.generation.orders import claimed, die, order, pictures, states

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def _quiet() -> None:
    bells.rung()


def test_an_order_rings_its_lane_once_it_stands(django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order(), order(lane="interactive")
        assert bells.rung() == {}

    assert bells.rung() == {"bulk": 1, "interactive": 1}


def test_the_same_order_again_does_not_ring_again(django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order(idempotency_key="k"), order(idempotency_key="k")

    assert bells.rung() == {"bulk": 1}


def test_a_bell_carries_no_arguments(django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order()

    (message,) = bells.taken("render.bulk")
    assert message.payload[:2] == [[], {}]


def test_resuming_and_retrying_ring(django_capture_on_commit_callbacks: OnCommit) -> None:
    batch = order()
    batches.pause(batch)
    with django_capture_on_commit_callbacks(execute=True):
        batches.resume(batch)
    assert bells.rung() == {"bulk": 1}

    for _ in range(3):
        die(claimed())
        sweeping.sweep()
    with django_capture_on_commit_callbacks(execute=True):
        assert batches.retry(batch) == 1
    assert bells.rung() == {"bulk": 1}


def test_doubled_bells_render_nothing_twice() -> None:
    batch = order(count=2)
    for _ in range(5):
        tasks.render_bulk()
        tasks.render_interactive()

    assert states(batch) == {"done": 4}
    assert len(pictures(batch)) == 4
    assert set(Rendering.objects.values_list("attempts", flat=True)) == {1}


def test_a_slice_that_ends_before_the_work_rings_again(settings: LazySettings) -> None:
    settings.GENERATION_SLICE_SECONDS = 0
    order()
    tasks.render_bulk()

    assert bells.rung() == {"bulk": 1}


def test_a_slice_that_finishes_the_work_is_the_last() -> None:
    order()
    tasks.render_bulk()

    assert bells.rung() == {}


def test_the_interactive_bell_leaves_bulk_work_to_others() -> None:
    bulk, urgent = order(), order(lane="interactive")
    tasks.render_interactive()
    assert (states(bulk), states(urgent)) == ({"queued": 2}, {"done": 2})

    more = order(lane="interactive")
    tasks.render_bulk()
    assert (states(bulk), states(more)) == ({"done": 2}, {"done": 2})


def test_the_sweep_makes_up_for_lost_bells() -> None:
    order()
    tasks.sweep()

    assert bells.rung() == {"bulk": 1}


def test_the_sweep_rings_for_the_slots_of_dead_workers() -> None:
    order()
    claimed()
    die(claimed())
    assert bells.rung() == {}
    tasks.sweep()

    assert bells.rung() == {"bulk": 1}


def test_the_bells_of_the_sweep_expire_so_that_they_do_not_pile_up(settings: LazySettings) -> None:
    order()
    tasks.sweep()

    (message,) = bells.taken("render.bulk")
    expires = timezone.datetime.fromisoformat(message.headers["expires"])  # type: ignore[attr-defined]
    assert expires - timezone.now() < timedelta(seconds=settings.CELERY_SWEEP_SECONDS + 1)


def test_the_sweep_is_silent_when_nothing_can_be_done() -> None:
    paused, waiting = order(), order()
    batches.pause(paused)
    waiting.renderings.update(not_before=timezone.now() + timedelta(minutes=1))
    tasks.sweep()

    assert bells.rung() == {}


@pytest.mark.parametrize("bell", [tasks.render_bulk, tasks.render_interactive])
def test_a_slice_that_has_made_pictures_rings_for_their_copies(bell: Callable[[], None]) -> None:
    order(lane="interactive")
    bells.taken("default")

    bell()

    assert [message.headers["task"] for message in bells.taken("default")] == ["gallery.tasks.make_renditions"]
    bell()
    assert bells.taken("default") == []
