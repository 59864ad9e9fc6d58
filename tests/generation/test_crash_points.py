"""Dying at every statement: whatever was done when a worker died, the next one ends with what a clean run ends with."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.db import connection, connections

from gallery.models import Image, Rendition
from generation import rendering, sweeping, tasks
from generation.models import Attempt, GenerationBatch, Rendering
from tests.generation import bells
from tests.generation.orders import order

# One picture's way from the claim to the row is some twenty statements; each is a place to die at.
FEWEST = 12


class Crash(BaseException):
    """Passes every `except Exception` on its way out, as a death would."""


class Fault:
    """Counts statements, and does something terrible before one of them."""

    def __init__(self, at: int, *, terrible: Callable[[], None]) -> None:
        self.at, self.terrible, self.seen = at, terrible, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.at:
            self.terrible()
        return execute(sql, params, many, context)


def crash() -> None:
    raise Crash


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def end_state() -> dict[str, Any]:
    return {
        "slots": list(Rendering.objects.order_by("id").values_list("state", "image__sha256", "already_there")),
        "pictures": sorted(Image.objects.values_list("sha256", "seed")),
        "copies": sorted(Rendition.objects.values_list("sha256", flat=True)),
        "batches": list(GenerationBatch.objects.values_list("state", flat=True)),
        "running": Attempt.objects.running().count(),
        "files": _stored(),
    }


def _stored() -> list[str]:
    folders, _files = default_storage.listdir("")
    return sorted(name for folder in folders for name in default_storage.listdir(folder)[1])


def _recovered() -> dict[str, Any]:
    """The worker is gone, its leases run out, another takes over; nobody does anything else."""
    Rendering.objects.exclude(lease_until=None).update(lease_until="2001-01-01T00:00Z")
    for _ in range(3):
        rendering.work()
        Rendering.objects.exclude(lease_until=None).update(lease_until="2001-01-01T00:00Z")
    sweeping.sweep()
    return end_state()


def _clean() -> tuple[dict[str, Any], int]:
    fault = Fault(-1, terrible=crash)
    order(seed=7)
    with connection.execute_wrapper(fault):
        rendering.work()
    state = end_state()
    _forget()
    return state, fault.seen


def _forget() -> None:
    """The database as before the order; the files stay, as those of a worker that died would."""
    for model in (Attempt, Rendering, GenerationBatch, Rendition, Image):
        model._default_manager.all().delete()


@pytest.mark.django_db
def test_a_worker_that_crashes_at_any_statement_leaves_nothing_that_the_next_does_not_complete(
    settings: LazySettings,
) -> None:
    settings.GENERATION_QUARANTINE_SECONDS = 0
    settings.GENERATION_ATTEMPTS = 5
    clean, statements = _clean()
    assert statements >= FEWEST

    for at in range(1, statements + 1):
        order(seed=7)
        fault = Fault(at, terrible=crash)
        with connection.execute_wrapper(fault), suppress(Crash):
            rendering.work()
        assert _recovered() == clean, f"died at statement {at}"
        _forget()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_nothing_that_the_next_does_not_complete(settings: LazySettings) -> None:
    settings.GENERATION_QUARANTINE_SECONDS = 0
    settings.GENERATION_ATTEMPTS = 5
    clean, _statements = _clean()

    for at in count(1):
        order(seed=7)
        died = _dies_in_a_child(at)
        assert _recovered() == clean, f"killed at statement {at}"
        _forget()
        if not died:
            break
    assert at > FEWEST


@pytest.mark.django_db
def test_a_broker_that_is_lost_at_any_statement_loses_no_work(settings: LazySettings) -> None:
    """Its messages are lost with it; when it is back, the sweep rings, and nobody does anything else."""
    clean, statements = _clean()
    # Over after the first claim, so that each slice rings for the next.
    settings.GENERATION_SLICE_SECONDS = 0.02
    broker: Path = settings.CELERY_BROKER_DATA
    lost = 0

    for at in range(1, statements + 1):
        order(seed=7)
        bells.rung()
        fault = Fault(at, terrible=lambda: rmtree(broker))
        with connection.execute_wrapper(fault):
            tasks.render_bulk()
        lost += not broker.exists()
        for name in ("queue", "control"):
            (broker / name).mkdir(parents=True, exist_ok=True)
        tasks.sweep()
        while bells.rung():
            tasks.render_bulk()
        assert end_state() == clean, f"lost at statement {at}"
        _forget()
    assert lost >= FEWEST


def _dies_in_a_child(at: int) -> bool:
    """A real SIGKILL, with the storing thread beside. No connection is open when the process is doubled."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            _work_until(at)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _work_until(at: int) -> None:
    """Every thread's connection counts, the storing one's too."""
    fault = Fault(at, terrible=kill)
    database = type(connections["default"])
    opened = database.connect

    def connect(self: Any) -> None:
        opened(self)
        self.execute_wrappers.append(fault)

    database.connect = connect  # type: ignore[method-assign]
    rendering.work()
