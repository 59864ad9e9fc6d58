"""The same orders with messages run on the spot, with threads, over Redis and without any broker: the same end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.generation import processes
from tests.generation.processes import Machine

SCRIPT = """
from django.db import transaction
from generation import batches
def order(seed, **more):
    return batches.request(emotion="calm", size=(64, 40), seed=seed, idempotency_key=str(seed), **more)
order(100, count=4), order(100, count=4)
order(200, count=2, lane="interactive")
with transaction.atomic():
    paused = order(300, count=2)
    batches.pause(paused)
batches.resume(paused)
order(1, count=2)
with transaction.atomic():
    batches.cancel(order(400, count=1))
"""
EAGER = "from emotion_garden.celery import app; app.conf.task_always_eager = True"
WORK = "from generation import rendering; rendering.work()"
END = """
import json
from gallery.models import Image
from generation.models import Attempt, GenerationBatch, Rendering
slots = Rendering.objects.order_by("seed")
print(json.dumps({
    "batches": list(GenerationBatch.objects.order_by("idempotency_key").values_list("idempotency_key", "state")),
    "slots": list(slots.values_list("seed", "state", "attempts", "error_class", "image__sha256")),
    "pictures": sorted(Image.objects.values_list("sha256", flat=True)),
    "history": sorted(Attempt.objects.values_list("rendering__seed", "outcome")),
}))
"""
OPEN = """
SELECT (SELECT COUNT(*) FROM generation_generationbatch) = 5
    AND (SELECT COUNT(*) FROM generation_generationbatch WHERE state IN ('running', 'paused')) = 0
"""


def eager(machine: Machine) -> None:
    _shell(machine, EAGER + SCRIPT)


def threads(machine: Machine) -> None:
    _with_a_worker(machine, "--pool", "threads", "--concurrency", "3")


def server(machine: Machine) -> None:
    _with_a_worker(machine, "--pool", "solo")


def database_only(machine: Machine) -> None:
    _shell(machine, SCRIPT)
    workers = [machine.start("manage.py", "shell", "--verbosity", "0", "--command", WORK) for _ in range(2)]
    for worker in workers:
        _out, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err


@pytest.mark.timeout(240)
@pytest.mark.django_db(transaction=True)
def test_every_way_of_ringing_ends_in_the_same_way(redis: str, tmp_path: Path) -> None:
    ends = {
        "eager": _end(eager, tmp_path, "filesystem://"),
        "threads": _end(threads, tmp_path, "filesystem://"),
        "redis": _end(server, tmp_path, redis),
        "database only": _end(database_only, tmp_path, "redis://127.0.0.1:1/0"),
    }

    clean = ends["eager"]
    assert [state for _key, state in clean["batches"]] == ["done", "done", "done", "done", "cancelled"]
    assert len(clean["pictures"]) == 19
    assert [tuple(slot[:4]) for slot in clean["slots"] if slot[1] == "failed"] == [(2, "failed", 1, "bad_recipe")]
    assert len(clean["history"]) == 20
    for mode, end in ends.items():
        assert end == clean, mode


def _end(run: Callable[[Machine], None], folder: Path, broker: str) -> Any:
    place = folder / run.__name__
    place.mkdir()
    renderer = "tests.generation.renderers.Picky"
    machine = processes.machine(place, CELERY_BROKER_URL=broker, GENERATION_RENDERER=renderer)
    run(machine)
    machine.wait_until(OPEN, least=1, seconds=60)
    return json.loads(_shell(machine, END).splitlines()[-1])


def _with_a_worker(machine: Machine, *pool: str) -> None:
    words = ("--queues", "render.interactive,render.bulk", "--without-gossip", "--without-mingle")
    worker = machine.start("-m", "celery", "--quiet", "--app", "emotion_garden", "worker", *words, *pool)
    try:
        _shell(machine, SCRIPT)
        machine.wait_until(OPEN, least=1, seconds=60)
    finally:
        worker.terminate()
        worker.communicate(timeout=30)


def _shell(machine: Machine, code: str) -> str:
    done = machine.manage("shell", "--verbosity", "0", "--command", code)
    assert done.returncode == 0, done.stderr
    return done.stdout
