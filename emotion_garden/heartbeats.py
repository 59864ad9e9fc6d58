"""Workers and the scheduler say that they live: one row per process and queue, written anew every few seconds."""

import logging
import os
import socket
import threading
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from celery import signals
from django.db import DatabaseError, connection
from django.utils import timezone

from emotion_garden.models import WorkerBeat

EVERY_SECONDS = 15
FORGOTTEN_AFTER = timedelta(days=1)
BEAT = "beat"

log = logging.getLogger(__name__)


def write(*, name: str, queues: Iterable[str]) -> None:
    now = timezone.now()
    WorkerBeat.objects.bulk_create(
        [WorkerBeat(name=name, queue=queue, seen_at=now) for queue in queues],
        update_conflicts=True,
        unique_fields=["name", "queue"],
        update_fields=["seen_at"],
    )


def forget(*, name: str) -> None:
    """The worker's own rows, and those of workers that went without a word long ago."""
    WorkerBeat.objects.filter(name=name).delete()
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()


class Pulse(threading.Thread):
    """Beats beside the worker's own loop: a solo worker that is busy with one long picture still counts as seen."""

    def __init__(self, *, name: str, queues: Iterable[str], every: float = EVERY_SECONDS) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker = name
        self.queues = sorted(queues)
        self.every = every
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            _quietly(lambda: write(name=self.worker, queues=self.queues))
            # Closed between beats: a pool that forks now must not share an open connection with its child.
            connection.close()
            self._ended.wait(self.every)

    def end(self) -> None:
        self._ended.set()
        self.join(timeout=self.every)
        _quietly(lambda: forget(name=self.worker))


def _quietly(write_rows: Any) -> None:
    """A database that is away for a moment must not end the pulse, nor the worker."""
    try:
        write_rows()
    except DatabaseError as error:
        log.warning("The heartbeat could not be written: %s", error)


_pulses: list[Pulse] = []


@signals.worker_ready.connect
def _begin(sender: Any, **_: Any) -> None:
    pulse = Pulse(name=sender.hostname, queues=[queue.name for queue in sender.task_consumer.queues])
    _pulses.append(pulse)
    pulse.start()


@signals.worker_shutdown.connect
def _end(**_: Any) -> None:
    while _pulses:
        _pulses.pop().end()


@signals.beat_init.connect
def _watch_the_scheduler(**_: Any) -> None:
    """From now on this process is the scheduler; each message that it has sent is proof that it ticks."""
    signals.after_task_publish.connect(_tick, weak=False)


def _tick(**_: Any) -> None:
    _quietly(lambda: write(name=f"{BEAT}@{socket.gethostname()}:{os.getpid()}", queues=[BEAT]))
