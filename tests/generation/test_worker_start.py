"""A worker that would share one device among several says so and does not start."""

from pathlib import Path

import pytest

from tests.generation import processes

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = ("-m", "celery", "--quiet", "--app", "emotion_garden", "worker", "--without-gossip", "--without-mingle")


@pytest.mark.parametrize("pool", [("prefork", "2"), ("threads", "2")])
def test_a_pool_of_several_does_not_share_a_model(tmp_path: Path, pool: tuple[str, str]) -> None:
    machine = processes.machine(tmp_path, GENERATION_RENDERER="diffusers")

    worker = machine.start(*WORKER, "--queues", "render.bulk", "--pool", pool[0], "--concurrency", pool[1])
    _out, err = worker.communicate(timeout=60)

    assert worker.returncode == 1
    assert "not 2 at once: start it with --pool solo (make gpu-worker), one for each GPU." in err


@pytest.mark.parametrize(
    ("renderer", "queue", "pool"),
    [("diffusers", "render.bulk", "solo"), ("diffusers", "default", "prefork"), ("endpoint", "render.bulk", "threads")],
)
def test_what_shares_no_model_starts(tmp_path: Path, renderer: str, queue: str, pool: str) -> None:
    addresses = {"GENERATION_ENDPOINTS": "http://127.0.0.1:9/invocations"}
    machine = processes.machine(tmp_path, GENERATION_RENDERER=renderer, **addresses)

    worker = machine.start(*WORKER, "--queues", queue, "--pool", pool, "--concurrency", "2")
    machine.wait_until("SELECT COUNT(*) FROM emotion_garden_workerbeat", least=1, seconds=60)
    worker.terminate()
    worker.communicate(timeout=30)

    assert worker.returncode == 0
