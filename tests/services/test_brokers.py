"""Redis and RabbitMQ by one setting: an order rings a real worker, which renders it and is seen."""

from pathlib import Path

import pytest

from tests.services.conftest import Checkout

WORKER = ["-m", "celery", "--app", "emotion_garden", "worker", "--pool", "solo", "--without-gossip", "--without-mingle"]
QUEUES = ["--queues", "render.interactive,render.bulk", "--loglevel", "INFO"]
SEEN = (
    "from emotion_garden.models import WorkerBeat; print(*sorted(WorkerBeat.objects.values_list('queue', flat=True)))"
)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_an_order_rings_a_worker(broker: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    garden = Checkout(
        CELERY_BROKER_URL=request.getfixturevalue(broker),
        GARDEN_DATA=str(tmp_path / "data"),
        GENERATION_RENDERER="tests.emotion_garden.noise.Noise",
    )
    log = tmp_path / "worker.log"
    migrated = garden.run("manage.py", "migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    try:
        garden.start(*WORKER, *QUEUES, log=log)
        # No beat runs here: nothing but the message can have told the worker.
        order = ["render_batch", "--emotion", "happy", "--count", "1", "--size", "64x40", "--wait", "--json"]
        done = garden.run("manage.py", *order, timeout=90)
        assert done.returncode == 0, done.stderr + log.read_text()
        assert '"done": 2' in done.stdout, done.stdout
        seen = garden.run("manage.py", "shell", "--verbosity", "0", "--command", SEEN)
        assert seen.stdout.split() == ["render.bulk", "render.interactive"], seen.stderr
    finally:
        garden.end()
    assert "Traceback" not in log.read_text(), log.read_text()
    gone = garden.run("manage.py", "shell", "--verbosity", "0", "--command", SEEN)
    assert gone.stdout.split() == [], "a worker that was asked to go still counts as seen"
