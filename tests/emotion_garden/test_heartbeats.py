"""Workers are seen while they work, whatever their own loop is busy with, and are gone when they stop."""

import time
from datetime import timedelta

import pytest
from celery import signals
from django.utils import timezone

from emotion_garden import heartbeats
from emotion_garden.heartbeats import Pulse
from emotion_garden.models import WorkerBeat


def _wait_for(rows: int) -> None:
    until = time.monotonic() + 5
    while WorkerBeat.objects.count() != rows and time.monotonic() < until:
        time.sleep(0.02)
    assert WorkerBeat.objects.count() == rows


@pytest.mark.django_db(transaction=True)
def test_a_pulse_beats_beside_a_busy_worker_and_ends_with_it() -> None:
    pulse = Pulse(name="render@here", queues=["render.bulk", "render.interactive"], every=0.05)
    pulse.start()
    _wait_for(2)
    first = WorkerBeat.objects.earliest("seen_at").seen_at
    until = time.monotonic() + 5
    while WorkerBeat.objects.earliest("seen_at").seen_at <= first and time.monotonic() < until:
        time.sleep(0.02)
    assert WorkerBeat.objects.earliest("seen_at").seen_at > first, "it beats once, and never again"
    assert WorkerBeat.objects.count() == 2, "one row per queue, however often it beats"
    pulse.end()
    assert not pulse.is_alive()
    _wait_for(0)


@pytest.mark.django_db
def test_a_worker_that_went_without_a_word_is_forgotten_after_a_day() -> None:
    heartbeats.write(name="gone@there", queues=["default"])
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(days=2))
    heartbeats.write(name="late@there", queues=["default"])
    heartbeats.forget(name="me@here")
    assert [beat.name for beat in WorkerBeat.objects.all()] == ["late@there"]


@pytest.mark.django_db
def test_only_the_scheduler_is_seen_by_what_it_sends() -> None:
    signals.after_task_publish.send(sender="web")
    assert not WorkerBeat.objects.exists()
    signals.beat_init.send(sender=None)
    try:
        signals.after_task_publish.send(sender="beat")
    finally:
        signals.after_task_publish.disconnect(heartbeats._tick)
    assert [beat.queue for beat in WorkerBeat.objects.all()] == [heartbeats.BEAT]
